"""A year day by day with every kind of clock: each tells once, on its day or as soon as the machine is back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.services.clocks import Done
from api.wording.reminders import CLOCK_NAMES
from network_data.database import transaction
from network_data.repositories.digests import PURPOSE, OwnMail
from network_data.repositories.mail_queue import UNDELIVERED
from network_data.sealing import Sealer
from network_data.tables import HeldPaper, MailKind, Need, OutgoingMail, Partner, PersonExit, Reminder
from network_data.vocabulary import CLOCKS, NEED_CLOCK
from network_data.vocabulary.after_exit import EXIT_CLOCK, ExitKind
from network_data.vocabulary.paper_leads import PAPER_CLOCK
from tests.access.world import OTHER, OWN, PEOPLE, accompanied, build
from tests.integration.services.book import SECRETS, Book
from tests.reference import clocks
from tests.reference.year import EXPIRES, Life, days, noon

FIRST = date(2026, 11, 23)
OFF = days(FIRST + timedelta(days=37), 7)
"""The days on which the machine is off, over New Year's Day."""
ASSESSED, UNTIL, LEFT = date(2026, 7, 2), date(2027, 5, 2), date(2026, 10, 1)
"""A need, a residence permit, and a home that somebody found."""
OTHERS = (
    (NEED_CLOCK, date(2027, 1, 3)),
    *[(NEED_CLOCK, date(2027, 5, 23))] * (3 * len(PEOPLE) - 1),
    (PAPER_CLOCK, date(2027, 1, 2)),
    (PAPER_CLOCK, date(2027, 3, 2)),
    (PAPER_CLOCK, date(2027, 5, 3)),
    (EXIT_CLOCK, date(2026, 11, 2)),
    (EXIT_CLOCK, date(2027, 1, 4)),
    (EXIT_CLOCK, date(2027, 4, 1)),
    (EXIT_CLOCK, date(2027, 10, 1)),
)
"""What is due by the clocks that are about no referral, found on a calendar."""
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class Case:
    """A referral whose clock runs: the states it comes to on one day, and the days then said, so many days later."""

    states: tuple[str, ...] = ()
    kind: str = "orientation"
    said: tuple[str, str, int, int] | None = None
    """Under which name, here and in the reference; in how many days; and how many characters of the moment are said."""

    def life(self, begun: date) -> Life:
        """What the slow clocks know of it."""
        life = Life(self.kind, begun)
        for state in self.states:
            life.move(state, begun, **self._known(begun))
        return life

    def store(self, book: Book, begun: date) -> str:
        """The same, stored; its id."""
        referral = book.begin(OWN, begun, self.kind)
        for state in self.states:
            book.move(referral, begun, state, **self._said(begun))
        return referral

    def _said(self, begun: date) -> dict[str, str]:
        if self.said is None:
            return {}
        name, _, later, characters = self.said
        return {name: noon(begun + timedelta(days=later)).isoformat()[:characters]}

    def _known(self, begun: date) -> dict[str, date]:
        return {self.said[1]: begun + timedelta(days=self.said[2])} if self.said else {}


CASES: Mapping[str, Case | None] = MappingProxyType(
    {
        "no-agreement": Case(),
        "no-answer": Case(("sent",)),
        "still-no-answer": Case(("sent",)),
        "silence": Case(("sent",)),
        "waiting-list": Case(("sent", "waitlisted")),
        "no-date": Case(("sent", "accepted")),
        "outcome": Case(("sent", "scheduled"), said=("scheduled_at", "appointment_on", 6, 99)),
        "review": Case(("sent", "accepted", "in_progress")),
        "after-a-week": Case(("sent", "accepted", "completed")),
        "after-three-months": Case(("sent", "accepted", "completed")),
        "dossier-check": Case(("sent",), "dossier", ("next_check_on", "check_on", 20, 10)),
        NEED_CLOCK: None,
        PAPER_CLOCK: None,
        EXIT_CLOCK: None,
    }
)
"""Of every kind; None for those that are about no referral."""


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == set(CLOCK_NAMES) - {UNDELIVERED}
    assert {code for code, case in CASES.items() if case} == set(CLOCKS)


@pytest.fixture
def book(engine: Engine) -> Book:
    build(engine, accompanied())
    return Book(engine)


def test_over_a_year_each_tells_once_and_nothing_is_late_when_the_machine_comes_back(book: Book) -> None:
    """Each has something to tell while the machine is off."""
    _store_others(book)
    waiting = {code: (_begun(code, case), case) for code, case in CASES.items() if case}
    lives: dict[str, Life] = {}
    first = min(day for day, _ in waiting.values())
    whole = book.engine.dialect.name == "sqlite"
    running = [day for day in days(FIRST, 366 if whole else 60) if day not in OFF]
    for today in days(first, (running[-1] - first).days + 1):
        for day, case in waiting.values():
            if day == today:
                lives[case.store(book, day)] = case.life(day)
        if today not in running:
            continue
        book.run(today)
        for life in lives.values():
            life.due(today)
        assert book.run(today) == Done({}, {}), "the second time a day nothing is due"
    expected = [(key[1], on) for life in lives.values() for key, on in life.found.items()]
    told = _told(book)
    assert sorted((code, on) for code, on, _ in told) == sorted(
        expected + [each for each in OTHERS if each[1] <= today]
    )
    for code, on, made in told:
        assert made == next(day for day in running if day >= on), f"{code} was told early or late"
    assert book.states() == {referral: life.state for referral, life in lives.items()}
    fell = {code for code, on, _ in told if on in OFF}
    assert fell | EXPIRES == set(CASES), "each fell due while the machine was off"
    _check_mail(book, running)


def _begun(code: str, case: Case) -> date:
    """The last day to begin so that this clock runs out while the machine is off."""
    for day in reversed(days(FIRST - timedelta(days=150), 190)):
        facts = vars(case.life(day)) | {"agreed": False}
        if any(clock == code and on in OFF for on, clock, _ in clocks.told(facts, OFF[-1])):
            return day
    raise AssertionError(code)


def _store_others(book: Book) -> None:
    with transaction(book.engine, writes=True) as session:
        need = session.exec(select(Need).where(Need.person_id == OWN, Need.barrier == OTHER)).one()
        need.assessed_on = ASSESSED
        session.add(HeldPaper(person_id=OWN, paper="titre-de-sejour", until=UNTIL))
        found = PersonExit(
            id="found", person_id=OWN, kind=ExitKind.HOME, on=LEFT, recorded_by="advisor", recorded_at=noon(LEFT)
        )
        session.add(found)
        session.get_one(Partner, "partner").email = "accueil@partenaire.example.org"
        OwnMail(session, Sealer(SECRETS, PURPOSE), "advisor").keep("conseil@example.org", digest=True)


def _told(book: Book) -> list[tuple[str, date, date]]:
    """Every reminder: its clock, since when it is due, and on which day it was told."""
    with Session(book.engine) as session:
        return [(row.clock, row.due_on, row.made_at.date()) for row in session.exec(select(Reminder))]


def _check_mail(book: Book, running: Sequence[date]) -> None:
    """A digest on each working day; partners are reminded as often as whoever accompanies the person."""
    with Session(book.engine) as session:
        letters = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.made_at))).all()
        partners = Counter(row.clock for row in session.exec(select(Reminder)) if row.referral_id)
    sent = Counter(letter.kind for letter in letters)
    assert sent[MailKind.REMINDER] == partners["no-answer"]
    assert sent[MailKind.STILL_WAITING] == partners["waiting-list"]
    digests = [letter.made_at.date() for letter in letters if letter.kind is MailKind.DIGEST]
    assert digests == [day for day in running if day.isoweekday() < SATURDAY and day not in clocks.OFF]
