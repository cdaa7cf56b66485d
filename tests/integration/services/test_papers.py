"""Papers over both databases: every change kept, each end told once per lead, counts that tell of nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.services.clocks import Clocks
from api.services.papers import Happened, PaperDesk
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories.papers import PaperRepository, PapersOf
from network_data.repositories.reminders import ReminderRepository
from network_data.tables import HeldPaper, PaperChange, Person, Reminder
from network_data.vocabulary.paper_leads import PAPER_CLOCK
from tests.access.world import COLLEAGUES, FAR, HERE, NEXT_DOOR, OWN, accompanied, build
from tests.reference.papers import same_day_before
from tests.reference.year import days, noon

SECRETS = ("a secret of thirty-two characters or more",)
START = date(2026, 11, 23)
ADVISOR = Asker("advisor", (Position(Role.ADVISOR, chantier=HERE),))
COORDINATOR = Asker("coordinator", (Position(Role.COORDINATOR, territory="north"),))
SOFTWARE = Asker("key:k", (Position(Role.SOFTWARE, chantier=HERE),))


class _Silent:
    def record(self, *_: object) -> int:
        return 0


@pytest.fixture
def world(engine: Engine) -> Engine:
    build(engine, accompanied())
    return engine


def test_over_a_year_each_end_is_told_once_per_lead_and_nothing_is_late_when_the_machine_comes_back(
    world: Engine,
) -> None:
    end, short = START + timedelta(days=300), START + timedelta(days=70)
    with _desk(world) as desk:
        desk.note(OWN, "titre-de-sejour", Happened.RECEIVED, START, end)
        desk.note(OWN, "css", Happened.RECEIVED, START, short)
        desk.note(OWN, "justificatif-domicile", Happened.RECEIVED, START, short)
        desk.note(OWN, "rib", Happened.RECEIVED, START)
    clocks, told = Clocks(world, SECRETS), dict[tuple[str | None, int], date]()
    for number, today in enumerate(days(START, 366)):
        if number % 61 in range(30, 37):
            continue
        if number % 3 and today not in _around(end) | _around(short):
            continue
        for _ in range(2):
            clocks.run(noon(today), today)
        for paper, months, due_on in _to_do(world, "advisor", today):
            told.setdefault((paper, months), due_on)
    assert told == {
        ("titre-de-sejour", 4): same_day_before(end, 4),
        ("titre-de-sejour", 2): same_day_before(end, 2),
        ("titre-de-sejour", 0): end + timedelta(days=1),
        ("css", 2): same_day_before(short, 2),
        ("css", 1): same_day_before(short, 1),
        ("css", 0): short + timedelta(days=1),
    }
    with Session(world) as session:
        rows = session.exec(select(Reminder).where(Reminder.clock == PAPER_CLOCK)).all()
    assert len(rows) == len(told)


def test_a_renewal_silences_what_was_told_and_the_former_end_stays_in_the_story(world: Engine) -> None:
    end = START + timedelta(days=20)
    with _desk(world) as desk:
        desk.note(OWN, "css", Happened.RECEIVED, START, end)
    Clocks(world, SECRETS).run(noon(START), START)
    assert _to_do(world, "advisor", START) == [("css", 1, same_day_before(end, 1))]
    with _desk(world) as desk:
        desk.note(OWN, "css", Happened.REQUESTED, START)
        assert [(each.line.paper, each.line.presses) for each in desk.mine()] == [("css", False)]
    assert _to_do(world, "advisor", START) == []
    later = START + timedelta(days=5)
    with _desk(world, later) as desk:
        desk.note(OWN, "css", Happened.RECEIVED, later, end + timedelta(days=365))
        papers = desk.of_person(OWN)[1]
        told = {(each.kind.value, each.until, each.former_until) for each in papers.changes}
        assert papers.changes[0].former_until == end
    assert _to_do(world, "advisor", later) == []
    assert (papers.requested, papers.held) == ({}, {"css": end + timedelta(days=365)})
    assert told == {("held", end + timedelta(days=365), end), ("requested", None, None), ("held", end, None)}


def test_a_lost_paper_is_no_longer_held_presses_and_is_told_no_more(world: Engine) -> None:
    with _desk(world) as desk:
        desk.note(OWN, "cni", Happened.RECEIVED, START, START + timedelta(days=10))
    Clocks(world, SECRETS).run(noon(START), START)
    with _desk(world) as desk:
        desk.note(OWN, "cni", Happened.LOST, START)
        _, papers = desk.of_person(OWN)
        assert (papers.held, papers.lost) == ({}, {"cni": START})
        assert [each.line.lost_on for each in desk.mine()] == [START]
    assert _to_do(world, "advisor", START) == []
    with _desk(world) as desk:
        desk.note(OWN, "cni", Happened.REQUESTED, START)
        assert desk.of_person(OWN)[1].requested == {"cni": START}
        desk.note(OWN, "cni", Happened.MISTAKE, START)
        assert desk.of_person(OWN)[1].requested == {}


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (START + timedelta(days=1), None),
        (START - timedelta(days=400), None),
        (START, date(1900, 1, 1)),
        (START, date(2206, 1, 1)),
    ],
)
def test_days_out_of_all_measure_are_refused_and_nothing_is_kept(world: Engine, on: date, until: date | None) -> None:
    with _desk(world) as desk:
        with pytest.raises(InvalidRequestError):
            desk.note(OWN, "cni", Happened.RECEIVED, on, until)
        assert desk.of_person(OWN)[1].held == {}


def test_what_is_not_ones_own_does_not_exist_and_an_officer_reads_no_paper(world: Engine) -> None:
    with _desk(world) as desk:
        for person, paper in ((COLLEAGUES, "cni"), (FAR, "cni"), (OWN, "nonsense")):
            with pytest.raises(NotFoundError):
                desk.note(person, paper, Happened.RECEIVED, START)
    for asker in (Asker("officer", ()), Asker("officer", (Position(Role.OFFICER, territory="north"),))):
        with _desk(world, asker=asker) as desk:
            with pytest.raises(ForbiddenError):
                desk.of_person(OWN)
            assert desk.mine() == []


def test_software_says_all_papers_but_those_that_tell_a_sensitive_need(world: Engine) -> None:
    with _desk(world) as desk:
        desk.note(OWN, "casier-b3", Happened.RECEIVED, START)
        desk.note(OWN, "cni", Happened.RECEIVED, START)
    with _desk(world, asker=SOFTWARE) as desk:
        assert _told(desk.of_person(OWN)[1]) == {"cni"}
        told = desk.replace(OWN, {"rib": None, "css": START}, ["cni"], complete=True)
        assert (_told(told), set(told.requested), told.complete) == ({"rib", "css"}, {"cni"}, True)
        with pytest.raises(ForbiddenError):
            desk.replace(OWN, {"casier-b3": None}, [], complete=True)
        with pytest.raises(NotFoundError):
            desk.replace(NEXT_DOOR, {}, [], complete=True)
    with _desk(world) as desk:
        assert _told(desk.of_person(OWN)[1]) == {"casier-b3", "css", "rib"}


def test_counts_of_a_territory_hide_what_could_tell_of_someone(world: Engine) -> None:
    soon, past = START + timedelta(days=10), START - timedelta(days=10)
    with transaction(world, writes=True) as session:
        session.add_all(Person(id=f"P-{each:04}", chantier_id=HERE) for each in range(9))
        session.flush()
        session.add_all(HeldPaper(person_id=f"P-{each:04}", paper="css", until=soon) for each in range(5))
        session.add_all(HeldPaper(person_id=f"P-{each:04}", paper="css", until=past) for each in range(5, 9))
        session.add(HeldPaper(person_id=FAR, paper="rqth", until=soon))
    with _desk(world, asker=COORDINATOR) as desk:
        (css,) = desk.figures("north")
        assert (css.paper, css.to_renew, css.ended, css.requested) == ("css", 5, None, 0)
        assert desk.figures("south") == []
        assert desk.mine() == []
        with pytest.raises(NotFoundError):
            desk.of_person(OWN)


def test_it_goes_with_the_person(world: Engine) -> None:
    with _desk(world) as desk:
        desk.note(OWN, "css", Happened.RECEIVED, START, START + timedelta(days=10))
    Clocks(world, SECRETS).run(noon(START), START)
    with transaction(world, writes=True) as session:
        session.delete(session.get_one(Person, OWN))
    with Session(world) as session:
        for table in (HeldPaper, PaperChange, Reminder):
            assert session.exec(select(table)).all() == []


@contextmanager
def _desk(world: Engine, today: date = START, asker: Asker = ADVISOR) -> Iterator[PaperDesk]:
    with transaction(world, writes=True) as session:
        yield PaperDesk(PaperRepository(asker, session, noon(today), _Silent()), today)


def _to_do(world: Engine, account: str, today: date) -> list[tuple[str | None, int, date]]:
    """Paper, months before its end and since when, of what someone is to do."""
    with transaction(world, writes=True) as session:
        told = ReminderRepository(Asker(account, ()), session, noon(today), _Silent()).to_do()
        found = [each.reminder for each in told if each.reminder.clock == PAPER_CLOCK]
        return [(each.paper, each.step, each.due_on) for each in found]


def _told(papers: PapersOf) -> set[str]:
    return set(papers.held)


def _around(end: date) -> set[date]:
    return {end + timedelta(days=each) for each in range(-3, 3)}
