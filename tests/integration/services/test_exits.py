"""Exits over both databases: reminders told once, needs that go on, figures that tell of nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.services.clocks import Clocks
from api.services.exits import ExitDesk
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories.exits import ExitRepository
from network_data.repositories.reminders import ReminderRepository
from network_data.tables import ExitContact, Need, Person, PersonExit, Reminder
from network_data.vocabulary import NEED_CLOCK
from network_data.vocabulary.after_exit import EXIT_CLOCK, ExitKind, ExitOutcome
from tests.access.world import COLLEAGUES, FAR, HERE, NEXT_DOOR, OWN, accompanied, build
from tests.reference.year import days, noon

SECRETS = ("a secret of thirty-two characters or more",)
START = date(2026, 11, 23)
ADVISOR = Asker("advisor", (Position(Role.ADVISOR, chantier=HERE),))
COORDINATOR = Asker("coordinator", (Position(Role.COORDINATOR, territory="north"),))


class _Silent:
    def record(self, *_: object) -> int:
        return 0


@pytest.fixture
def world(engine: Engine) -> Engine:
    build(engine, accompanied())
    return engine


def test_over_a_year_each_moment_reminds_once_until_it_is_answered(world: Engine) -> None:
    with _desk(world, START) as desk:
        desk.record(OWN, ExitKind.HOME, START)
    reminded: list[tuple[int, date]] = []
    clocks = Clocks(world, SECRETS)
    for today in [each for each in days(START, 430) if each.weekday() in (0, 3)]:
        for _ in range(2):
            clocks.run(noon(today), today)
        to_do = [each for each in _to_do(world, "advisor", today) if each[0] == EXIT_CLOCK]
        if to_do:
            assert len(to_do) == 1
            reminded.append((to_do[0][1], today))
            with _desk(world, today) as desk:
                only = desk.of_person(OWN)[1][0].file.exit.id
                desk.note(OWN, only, ExitOutcome.HOLDS, today)
            assert EXIT_CLOCK not in [clock for clock, _ in _to_do(world, "advisor", today)]
    assert [months for months, _ in reminded] == [1, 3, 6, 12]
    with Session(world) as session:
        rows = session.exec(select(Reminder).where(Reminder.clock == EXIT_CLOCK)).all()
    assert sorted(row.occurrence for row in rows) == [1, 3, 6, 12]


def test_not_being_reached_is_no_answer_and_being_left_in_peace_ends_it(world: Engine) -> None:
    today = START + timedelta(days=40)
    with _desk(world, today) as desk:
        desk.record(OWN, ExitKind.SHORT_JOB, START)
        only = desk.of_person(OWN)[1][0].file.exit.id
        desk.note(OWN, only, ExitOutcome.UNREACHED, today)
        desk.note(OWN, only, ExitOutcome.UNREACHED, today)
        followed = desk.of_person(OWN)[1][0]
        assert (followed.tries, followed.due and followed.due.months) == (2, 1)
        desk.note(OWN, only, ExitOutcome.STOPPED, today)
        assert desk.mine() == []
        with pytest.raises(InvalidRequestError):
            desk.note(OWN, only, ExitOutcome.HOLDS, today)
    Clocks(world, SECRETS).run(noon(today), today)
    assert EXIT_CLOCK not in [clock for clock, _ in _to_do(world, "advisor", today)]


def test_needs_of_someone_who_left_for_a_job_go_on_asking_to_be_looked_at(world: Engine) -> None:
    today = START + timedelta(days=200)
    with transaction(world, writes=True) as session:
        for person in (OWN, COLLEAGUES):
            session.get_one(Person, person).left_on = START
    with _desk(world, START) as desk:
        desk.record(OWN, ExitKind.LASTING_JOB, START)
    Clocks(world, SECRETS).run(noon(today), today)
    assert NEED_CLOCK in [clock for clock, _ in _to_do(world, "advisor", today)]
    assert NEED_CLOCK not in [clock for clock, _ in _to_do(world, "colleague", today)]


@pytest.mark.parametrize("on", [START + timedelta(days=1), START - timedelta(days=367)])
def test_an_exit_to_come_or_too_old_is_refused(world: Engine, on: date) -> None:
    with _desk(world, START) as desk, pytest.raises(InvalidRequestError):
        desk.record(OWN, ExitKind.HOME, on)


def test_what_is_not_ones_own_does_not_exist(world: Engine) -> None:
    with transaction(world, writes=True) as session:
        session.add(_exit("theirs", COLLEAGUES))
    with _desk(world, START) as desk:
        for act in (
            lambda: desk.record(COLLEAGUES, ExitKind.HOME, START),
            lambda: desk.of_person(COLLEAGUES),
            lambda: desk.close(COLLEAGUES, "theirs"),
            lambda: desk.close(OWN, "theirs"),
            lambda: desk.note(OWN, "theirs", ExitOutcome.HOLDS, START),
        ):
            with pytest.raises(NotFoundError):
                act()
        assert desk.mine() == []


def test_an_officer_to_whom_a_need_was_entrusted_learns_nothing_of_it(world: Engine) -> None:
    with _desk(world, START, Asker("officer", ())) as desk, pytest.raises(ForbiddenError):
        desk.of_person(OWN)


def test_figures_count_the_territory_and_hide_what_could_tell_of_someone(world: Engine) -> None:
    with transaction(world, writes=True) as session:
        exits = [_exit(f"h{each}", OWN) for each in range(7)] + [_exit(f"n{each}", NEXT_DOOR) for each in range(5)]
        session.add_all([*exits, *(_exit(f"f{each}", FAR) for each in range(30))])
        session.add_all(_exit(f"t{each}", OWN, ExitKind.TRAINING) for each in range(4))
        session.flush()
        for number, each in enumerate(exits):
            session.add(_answer(each, 1, ExitOutcome.HOLDS if number < 6 else ExitOutcome.ENDED))
            if number < 11:
                session.add(_answer(each, 3, ExitOutcome.HOLDS if number < 9 else ExitOutcome.ENDED))
            if number < 4:
                session.add(_answer(each, 6, ExitOutcome.CHANGED))
    with _desk(world, START, COORDINATOR) as desk:
        counts = {each.kind: each for each in desk.figures("north")}
        assert desk.figures("south")[0].exits == 0
    home = counts[ExitKind.HOME]
    assert home.exits == 12
    assert [(each.months, each.asked, each.held) for each in home.marks] == [
        (1, 12, 6),
        (3, 11, None),
        (6, None, None),
        (12, 0, 0),
    ]
    assert counts[ExitKind.TRAINING].exits is None
    assert counts[ExitKind.SHORT_JOB].exits == 0


def test_it_goes_with_the_person(world: Engine) -> None:
    with _desk(world, START) as desk:
        desk.record(OWN, ExitKind.HOME, START)
        desk.note(OWN, desk.of_person(OWN)[1][0].file.exit.id, ExitOutcome.HOLDS, START)
    with transaction(world, writes=True) as session:
        session.delete(session.get_one(Person, OWN))
    with Session(world) as session:
        assert not session.exec(select(PersonExit)).all()
        assert not session.exec(select(ExitContact)).all()
        assert session.exec(select(Need).where(Need.person_id == OWN)).all() == []


@contextmanager
def _desk(world: Engine, today: date, asker: Asker = ADVISOR) -> Iterator[ExitDesk]:
    with transaction(world, writes=True) as session:
        yield ExitDesk(ExitRepository(asker, session, noon(today), _Silent()), today)


def _to_do(world: Engine, account: str, today: date) -> list[tuple[str, int]]:
    """The clocks and how many-th times of what someone is to do."""
    with transaction(world, writes=True) as session:
        told = ReminderRepository(Asker(account, ()), session, noon(today), _Silent()).to_do()
        return [(each.reminder.clock, each.reminder.occurrence) for each in told]


def _exit(id_: str, person: str, kind: ExitKind = ExitKind.HOME) -> PersonExit:
    on = START - timedelta(days=300)
    return PersonExit(id=id_, person_id=person, kind=kind, on=on, recorded_by="x", recorded_at=noon(on))


def _answer(of: PersonExit, months: int, outcome: ExitOutcome) -> ExitContact:
    return ExitContact(
        id=f"{of.id}-{months}",
        exit_id=of.id,
        months=months,
        on=of.on,
        outcome=outcome,
        recorded_by="x",
        recorded_at=noon(of.on),
    )
