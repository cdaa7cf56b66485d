"""Contacts over the API and on the pages: logged in one press, read by whom they concern, taken back for a day."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, col, delete, select

from network_data.database import transaction
from network_data.tables import LoggedContact, Person
from tests.access.world import KEY
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, SENSITIVE, Caller, Programme, later

CONTACTS = f"/persons/{OWN}/contacts"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


def ways_read(caller: Caller) -> list[str]:
    """What each contact that the caller reads says, the latest first."""
    items = caller.get(CONTACTS).json()["items"]
    return [f"{each['whom']} {each['way']} {each['reached']} {each['note']}" for each in items]


def test_a_contact_is_logged_with_what_was_said_and_read_again_the_latest_first(
    programme: Programme, advisor: Caller
) -> None:
    referral = str(advisor.prepare().json()["id"])
    logged = advisor.post(CONTACTS, {"whom": "partner", "referral_id": referral, "note": "Rappeler jeudi."})
    assert logged.status_code == 201
    assert (logged.json()["partner_id"], logged.json()["way"]) == ("partner", "call")
    yesterday = later(NOW - timedelta(days=1))
    advisor.post(CONTACTS, {"whom": "person", "way": "meeting", "reached": True, "at": yesterday})
    assert ways_read(advisor) == ["partner call True Rappeler jeudi.", "person meeting True None"]
    with Session(programme.app.state.engine) as session:
        sealed = session.exec(select(LoggedContact.note_sealed).where(LoggedContact.whom == "partner")).one()
    assert sealed is not None
    assert b"Rappeler" not in sealed


def test_what_has_not_happened_or_is_about_nobody_known_is_not_logged(advisor: Caller) -> None:
    tomorrow = later(NOW + timedelta(days=1))
    for body, status in (
        ({"whom": "person", "at": tomorrow}, 422),
        ({"whom": "partner"}, 422),
        ({"whom": "partner", "partner_id": "nobody"}, 422),
        ({"whom": "partner", "referral_id": "nothing"}, 404),
        ({"whom": "somebody"}, 422),
    ):
        assert advisor.post(CONTACTS, body).status_code == status, body
    assert ways_read(advisor) == []


def test_the_same_request_under_its_key_is_logged_once(advisor: Caller) -> None:
    for _ in range(2):
        assert advisor.post(CONTACTS, {"whom": "person"}, key="once").status_code == 201
    assert len(ways_read(advisor)) == 1


def test_others_read_the_calls_about_what_they_see_and_nothing_of_the_person_who_did_not_answer(
    programme: Programme, advisor: Caller
) -> None:
    entrusted = str(advisor.prepare(OWN, ENTRUSTED).json()["id"])
    other = str(advisor.prepare(OWN, OTHER, service_id="elsewhere").json()["id"])
    sensitive = str(advisor.prepare(OWN, SENSITIVE, service_id="behind-a-gate").json()["id"])
    for referral in (entrusted, other, sensitive):
        advisor.post(CONTACTS, {"whom": "partner", "referral_id": referral, "note": "Entre nous."})
    advisor.post(CONTACTS, {"whom": "person", "reached": False, "referral_id": entrusted})
    advisor.post(CONTACTS, {"whom": "partner", "partner_id": "discreet"})
    assert len(ways_read(advisor)) == 5
    with programme.asking("officer") as officer:
        assert ways_read(officer) == ["partner call True None"]
        assert officer.post(CONTACTS, {"whom": "person", "reached": False}).status_code == 201
        assert "person call False None" in ways_read(officer)
    with programme.asking(KEY) as software:
        assert ways_read(software) == ["partner call True None"] * 2
    for kind, status in (("colleague", 404), ("direction", 403), ("supervisor", 403), ("coordinator", 404)):
        with programme.asking(kind) as caller:
            assert caller.get(CONTACTS).status_code == status
            assert caller.post(CONTACTS, {"whom": "person"}).status_code == status


def test_one_press_logs_a_call_from_the_page_of_a_referral_and_the_log_tells_it(advisor: Caller) -> None:
    referral = str(advisor.prepare().json()["id"])
    pressed = advisor.submit(f"/orientations/{referral}/contact", comment="call", resultat="absent")
    assert pressed.headers["location"] == f"/orientations/{referral}#journal"
    page = advisor.page(f"/orientations/{referral}").text
    assert "Au téléphone avec le partenaire : pas de réponse" in page.replace("\u00a0", " ")
    contact = advisor.get(CONTACTS).json()["items"][0]["id"]
    assert f"/contacts/{contact}/defaire" in page
    taken = advisor.submit(f"/contacts/{contact}/defaire")
    assert taken.headers["location"] == f"/orientations/{referral}"
    assert ways_read(advisor) == []
    assert advisor.submit(f"/contacts/{contact}/defaire").status_code == 404


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ("appel", "person call True None"),
        ("rencontre", "person meeting True None"),
        ("absent", "person call False None"),
    ],
)
def test_one_press_on_her_page_says_that_they_talked_or_did_not(advisor: Caller, result: str, told: str) -> None:
    assert "aucun échange noté avec elle" in advisor.page(f"/personnes/{OWN}").text
    pressed = advisor.submit(f"/personnes/{OWN}/contacts", resultat=result)
    assert pressed.headers["location"] == f"/personnes/{OWN}"
    assert ways_read(advisor) == [told]
    assert ("dernier échange" in advisor.page(f"/personnes/{OWN}").text) is ("True" in told)


def test_a_contact_is_taken_back_by_its_author_for_a_day_and_by_nobody_else(
    programme: Programme, advisor: Caller
) -> None:
    contact = advisor.post(CONTACTS, {"whom": "person"}).json()["id"]
    with programme.asking("officer") as officer:
        assert officer.submit(f"/contacts/{contact}/defaire").status_code == 404
    programme.at = NOW + timedelta(hours=25)
    assert advisor.submit(f"/contacts/{contact}/defaire").status_code == 404
    assert len(ways_read(advisor)) == 1


def test_contacts_go_with_the_person(programme: Programme, advisor: Caller) -> None:
    advisor.post(CONTACTS, {"whom": "person", "note": "Elle va mieux."})
    with transaction(programme.app.state.engine, writes=True) as session:
        session.exec(delete(Person).where(col(Person.id) == OWN))
    with Session(programme.app.state.engine) as session:
        assert session.exec(select(LoggedContact)).all() == []
