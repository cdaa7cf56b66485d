"""The clocks run over stored referrals: a year day by day against slow clocks; undo, agreements, needs, workers."""

from datetime import date, timedelta
from random import Random
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.services.clocks import Done
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.reminders import ReminderRepository
from network_data.tables import (
    AgreementForm,
    Need,
    PartnerClock,
    ReferralEvent,
    SharingAgreement,
)
from network_data.trail import Trail
from network_data.vocabulary import CLOCKS, Does
from tests.access.world import OTHER, OWN, PEOPLE, accompanied, build
from tests.integration.services.book import SECRETS, Book, Silent
from tests.reference.year import Life, days, noon

FIRST = date(2026, 11, 23)
CHANCE = {"waitlisted": 0.01, "in_progress": 0.004}
"""That something happens to a referral on a day, where it is not that of the others."""
OFF = range(37, 44)
"""The days of the simulation on which the machine is off: over Christmas and New Year's Day."""
NEXT = {
    "prepared": ("sent",),
    "sent": ("accepted", "waitlisted", "scheduled"),
    "waitlisted": ("accepted",),
    "accepted": ("scheduled",),
    "scheduled": ("scheduled", "in_progress", "missed", "completed"),
    "missed": ("scheduled",),
    "in_progress": ("completed",),
}


@pytest.fixture
def book(engine: Engine) -> Book:
    build(engine, accompanied())
    return Book(engine)


def test_a_year_day_by_day_tells_each_thing_once_and_nothing_late(book: Book) -> None:
    random, lives = Random(6), dict[str, Life]()
    whole = book.engine.dialect.name == "sqlite"
    for number, today in enumerate(days(FIRST, 366 if whole else 70)):
        if number in OFF:
            continue
        for referral, life in lives.items():
            if life.state in NEXT and random.random() < CHANCE.get(life.state, 0.04):
                _move(book, random, referral, life, today)
        if number % 12 == 0:
            kind = "dossier" if random.random() < 0.2 else "orientation"
            urgent = random.random() < 0.3
            said = {"urgent": True} if urgent else {}
            lives[book.begin(random.choice(sorted(PEOPLE)), today, kind, **said)] = Life(kind, today, urgent=urgent)
        book.run(today)
        assert book.run(today) == Done({}, {})
        ended = {referral: life.due(today) for referral, life in lives.items()}
        expected = {(referral, *key): on for referral, life in lives.items() for key, on in life.found.items()}
        assert book.told() == expected, (today, ended)
        assert book.states() == {referral: life.state for referral, life in lives.items()}
    reminding = {code for code, clock in CLOCKS.items() if clock.does is not Does.EXPIRE}
    assert not whole or {clock for _, _, clock, _ in book.told()} == reminding
    assert "expired" in book.states().values()


def _move(book: Book, random: Random, referral: str, life: Life, today: date) -> None:
    to = random.choice(NEXT[life.state])
    soon = today + timedelta(days=random.randrange(1, 12))
    known: dict[str, Any] = {}
    details: dict[str, str] = {}
    if to == "scheduled":
        known, details = {"appointment_on": soon}, {"scheduled_at": noon(soon).isoformat()}
    elif to == "waitlisted" and random.random() < 0.5:
        known, details = {"review_on": soon}, {"next_review_on": soon.isoformat()}
    elif to == "sent" and life.kind == "dossier":
        known, details = {"check_on": soon}, {"next_check_on": soon.isoformat()}
    book.move(referral, today, to, **details)
    life.move(to, today, **known)


def test_several_workers_at_once_tell_each_thing_once(book: Book) -> None:
    for person in sorted(PEOPLE):
        book.move(book.begin(person, FIRST), FIRST, "sent")
    later = FIRST + timedelta(days=25)
    found: list[Done] = []
    workers = [Thread(target=lambda: found.append(book.run(later))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sum(done.reminded.values()) for done in found) == len(book.told()) == 2 * len(PEOPLE)
    assert sum(sum(done.expired.values()) for done in found) == len(PEOPLE)
    assert set(book.states().values()) == {"expired"}


def test_a_step_that_is_undone_brings_back_what_was_to_do_before_it_and_nothing_twice(book: Book) -> None:
    referral = book.begin(OWN, FIRST)
    book.move(referral, FIRST, "sent")
    later = FIRST + timedelta(days=2)
    book.run(later)
    assert book.to_do("advisor", later) == ["no-answer"]
    book.move(referral, later, "waitlisted")
    assert book.to_do("advisor", later) == []
    with book.open(later) as (_, opened):
        file = opened.find_to_move(referral)
        assert file is not None
        opened.undo(file)
    book.run(later)
    assert book.to_do("advisor", later) == ["no-answer"]
    assert len(book.told()) == 1


def test_alerts_also_reach_the_officer_to_whom_the_need_is_entrusted_and_nobody_else(book: Book) -> None:
    book.move(book.begin(OWN, FIRST), FIRST, "sent")
    later = FIRST + timedelta(days=7)
    book.run(later)
    assert book.to_do("advisor", later) == ["no-answer", "still-no-answer"]
    assert book.to_do("officer", later) == ["still-no-answer"]
    assert book.to_do("colleague", later) == book.to_do("coordinator", later) == []


def test_what_was_done_leaves_the_list_for_everyone_and_is_not_told_again(book: Book) -> None:
    book.move(book.begin(OWN, FIRST), FIRST, "waitlisted", contact="call")
    later = FIRST + timedelta(days=100)
    book.run(later)
    assert book.to_do("advisor", later) == ["waiting-list"]
    assert {key[3] for key in book.told()} == {1, 2}
    with transaction(book.engine, writes=True) as session:
        own = ReminderRepository(Asker("advisor", ()), session, noon(later), Silent())
        shown = own.to_do()[0].reminder.id
        assert ReminderRepository(Asker("colleague", ()), session, noon(later), Silent()).finish(shown) is False
        assert own.finish(shown)
    assert book.to_do("advisor", later) == []
    book.run(later)
    assert book.to_do("advisor", later) == []


def test_what_was_never_agreed_to_is_dropped_with_its_words_and_what_was_agreed_to_stays(book: Book) -> None:
    dropped, kept = book.begin(OWN, FIRST, note="Les mots de la personne"), book.begin("P-colleagues", FIRST)
    later = FIRST + timedelta(days=60)
    agreement = SharingAgreement(
        id="agreed",
        person_id="P-colleagues",
        recipient="partner",
        service_id="service",
        fields=[],
        given_on=FIRST,
        until=later,
        form=AgreementForm.ORAL,
        recorded_by="colleague",
        recorded_at=noon(FIRST),
    )
    with transaction(book.engine, writes=True) as session:
        session.add(agreement)
    assert book.run(later) == Done({}, {"no-agreement": 1})
    assert book.states() == {dropped: "expired", kept: "prepared"}
    with Session(book.engine) as session:
        events = session.exec(select(ReferralEvent).where(ReferralEvent.referral_id == dropped)).all()
    assert [event.note_sealed for event in events] == [None, None]
    assert events[1].actor == "engine"


def test_a_partner_that_takes_longer_is_waited_for(book: Book) -> None:
    with transaction(book.engine, writes=True) as session:
        session.add(PartnerClock(partner_id="partner", clock="no-answer", days=4))
    book.move(book.begin(OWN, FIRST), FIRST, "sent")
    assert book.run(FIRST + timedelta(days=3)) == Done({}, {})
    assert book.run(FIRST + timedelta(days=4)) == Done({"no-answer": 1}, {})


def test_a_need_that_nobody_looked_at_for_six_months_is_told_until_it_is_looked_at(book: Book) -> None:
    later = FIRST + timedelta(days=185)
    assert book.run(later).reminded["need-review"] == 3 * len(PEOPLE)
    assert book.to_do("advisor", later) == ["need-review"] * 3
    with transaction(book.engine, writes=True) as session:
        need = session.exec(select(Need).where(Need.person_id == OWN, Need.barrier == OTHER)).one()
        need.assessed_on = later
    assert book.to_do("advisor", later) == ["need-review"] * 2
    assert book.run(later) == Done({}, {})
    assert book.run(later + timedelta(days=190)).reminded == {"need-review": 1}


def test_the_trail_says_that_the_engine_reminded_and_ended(book: Book) -> None:
    book.move(book.begin(OWN, FIRST), FIRST, "sent")
    book.run(FIRST + timedelta(days=40))
    assert Trail(book.engine, SECRETS).verify() is None
