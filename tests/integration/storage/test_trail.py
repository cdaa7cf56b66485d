"""The trail keeps every look in order, and shows whatever is done to it afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import TrailQuery, TrailRepository
from network_data.tables import AuditEntry, AuditSubject, Chantier, Person, Territory
from network_data.trail import Event, Fault, Trail, digest_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRETS = ["the installation's secret"]


@pytest.fixture
def trail(engine: Engine) -> Trail:
    with transaction(engine) as session:
        session.add(Territory(slug="paris", name="Paris"))
        session.flush()
        session.add(Chantier(id="rejoue", territory_slug="paris", name="Rejoué"))
        session.flush()
        session.add_all([Person(id=person, chantier_id="rejoue") for person in ("P-1", "P-2")])
    return Trail(engine, SECRETS)


def looks(trail: Trail, number: int = 5) -> None:
    for count in range(number):
        trail.record(Event("account-a", "person.read", ("P-1",), "192.0.2.1", details={"count": count}), NOON)


def run(engine: Engine, statement: str) -> None:
    with transaction(engine) as session:
        session.execute(text(statement))


def test_an_untouched_trail_is_whole(trail: Trail) -> None:
    assert trail.verify() is None
    looks(trail)
    assert trail.verify() is None


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'account-b'",
        "action = 'person.reae'",
        "reason = 'x'",
        "address = NULL",
        "subjects = '[]'",
        "details = '{\"count\": 3}'",
        "at = '2026-11-22 12:00:01+00:00'",
    ],
)
def test_any_change_to_an_entry_is_reported_with_its_number(engine: Engine, trail: Trail, change: str) -> None:
    looks(trail)
    run(engine, f"UPDATE audit_entry SET {change} WHERE number = 3")
    assert trail.verify() == Fault(3, "altered")


def test_an_entry_rewritten_with_a_matching_digest_breaks_the_chain(engine: Engine, trail: Trail) -> None:
    looks(trail)
    with transaction(engine) as session:
        entry = session.get_one(AuditEntry, 3)
        entry.actor = "account-b"
        entry.digest = digest_of(entry)
    assert trail.verify() == Fault(4, "chain-broken")


def test_an_entry_hidden_from_the_search_of_a_person_is_reported(engine: Engine, trail: Trail) -> None:
    looks(trail)
    run(engine, "DELETE FROM audit_mention WHERE entry = 4")
    assert trail.verify() == Fault(4, "hidden")


def test_an_entry_found_by_someone_whom_it_is_not_about_is_reported(engine: Engine, trail: Trail) -> None:
    looks(trail)
    run(engine, "INSERT INTO audit_mention (subject, entry) VALUES ('somebody', 2)")
    assert trail.verify() == Fault(2, "hidden")


def test_a_missing_entry_is_reported(engine: Engine, trail: Trail) -> None:
    looks(trail)
    run(engine, "DELETE FROM audit_entry WHERE number = 2")
    assert trail.verify() == Fault(2, "missing")


def test_cutting_off_the_end_is_reported(engine: Engine, trail: Trail) -> None:
    looks(trail)
    run(engine, "DELETE FROM audit_entry WHERE number > 3")
    assert trail.verify() == Fault(4, "cut-off")


def test_a_head_moved_back_with_the_end_cut_off_is_not_signed(engine: Engine, trail: Trail) -> None:
    looks(trail)
    run(engine, "DELETE FROM audit_entry WHERE number > 3")
    run(engine, "UPDATE audit_head SET number = 3, digest = (SELECT digest FROM audit_entry WHERE number = 3)")
    assert trail.verify() == Fault(None, "head-forged")


def test_a_trail_emptied_with_its_head_left_is_cut_off(engine: Engine, trail: Trail) -> None:
    looks(trail)
    run(engine, "DELETE FROM audit_entry")
    assert trail.verify() == Fault(1, "cut-off")


def test_a_head_signed_with_a_former_key_still_holds(engine: Engine, trail: Trail) -> None:
    looks(trail)
    assert Trail(engine, ["the new secret", *SECRETS]).verify() is None
    assert Trail(engine, ["another secret"]).verify() == Fault(None, "head-forged")


def test_people_are_called_by_a_key_that_goes_with_them_and_leaves_the_trail_whole(
    engine: Engine, trail: Trail
) -> None:
    trail.record(Event("account-a", "people.list", ("P-1", "P-2")), NOON)
    looks(trail, 1)
    with Session(engine) as session:
        entries = session.exec(select(AuditEntry).order_by("number")).all()
        keys = {subject.person_id: subject.id for subject in session.exec(select(AuditSubject))}
    assert entries[0].subjects == [keys["P-1"], keys["P-2"]]
    assert entries[1].subjects == [keys["P-1"]]
    run(engine, "DELETE FROM person WHERE id = 'P-1'")
    with Session(engine) as session:
        assert [subject.person_id for subject in session.exec(select(AuditSubject))] == ["P-2"]
    assert trail.verify() is None
    # Whoever noted the key still finds the lines; nobody finds it from the pseudonym any more.
    with transaction(engine) as session:
        repository = TrailRepository(Asker.local(), session, NOON, trail)
        assert [entry.number for entry in repository.page(TrailQuery(person=keys["P-1"]), 0, 9)[0]] == [2, 1]
    with transaction(engine) as session:
        assert TrailRepository(Asker.local(), session, NOON, trail).page(TrailQuery(person="P-1"), 0, 9) == ([], 0)


def test_many_writers_at_once_make_one_chain(engine: Engine, trail: Trail) -> None:
    def look(number: int) -> int:
        return trail.record(Event(f"account-{number}", "person.read", ("P-1",)), NOON)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(look, range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert trail.verify() is None
