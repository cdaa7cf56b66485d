"""What referrals store, on both databases: their log, what they hold of quotas, answers kept, nothing after erasure."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from network_data.tables import Need, Person, Referral, ReferralEvent
from network_data.vocabulary import Unit
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, Caller, Programme, later, told


@pytest.fixture
def programme(database_url: str) -> Iterator[Programme]:
    made = Programme(database_url)
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


def test_a_referral_goes_from_prepared_to_completed_and_its_log_says_how(programme: Programme, advisor: Caller) -> None:
    made = advisor.prepare()
    assert made.status_code == 201
    referral = made.json()["id"]
    assert (made.json()["state"], made.json()["label"], made.json()["kind"]) == ("prepared", "préparée", "orientation")
    advisor.agree()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("sent", {}),
        ("accepted", {"on_behalf_of": "partner"}),
        ("scheduled", {"details": {"scheduled_at": later(NOW + timedelta(days=3))}}),
        ("missed", {}),
        ("scheduled", {"details": {"scheduled_at": later(NOW + timedelta(days=9))}}),
        ("in_progress", {}),
        ("completed", {"details": {"results": {ENTRUSTED: "lifted"}}}),
    ]
    for to, said in steps:
        assert told(advisor.move(referral, to, **said)) == (200, to)
        programme.check()
    read = advisor.get(f"/referrals/{referral}").json()
    assert [event["to"] for event in read["events"]] == ["prepared", *(to for to, _ in steps)]
    assert {event["actor"] for event in read["events"]} == {"advisor"}
    assert read["events"][2]["on_behalf_of"] == "partner"
    assert (read["ended"], read["allowed"], read["holds"]) == (True, ["entered_in_error"], [])


def test_the_author_undoes_within_a_day_even_an_end_unless_something_has_followed(
    programme: Programme, advisor: Caller
) -> None:
    referral = advisor.sent()
    advisor.move(referral, "cancelled")
    with programme.asking("officer") as officer:
        assert told(officer.post(f"/referrals/{referral}/undo")) == (422, "undo-actor")
    programme.at = NOW + timedelta(hours=25)
    assert told(advisor.post(f"/referrals/{referral}/undo")) == (422, "undo-late")
    programme.at = NOW + timedelta(hours=10)
    undone = advisor.post(f"/referrals/{referral}/undo")
    assert told(undone) == (200, "sent")
    assert [event["kind"] for event in undone.json()["events"]] == ["move", "move", "move", "undo"]
    advisor.move(referral, "cancelled")
    advisor.prepare(replaces=referral)
    assert told(advisor.post(f"/referrals/{referral}/undo")) == (422, "undo-replaced")


def test_a_place_is_used_from_accepted_on_and_given_back_at_the_end(programme: Programme, advisor: Caller) -> None:
    programme.quota(1)
    others = programme.someone(1)
    first, second = advisor.sent(), advisor.sent(others)
    assert told(advisor.move(first, "accepted")) == (200, "accepted")
    refused = advisor.move(second, "accepted")
    assert told(refused) == (422, "quota")
    assert "places" in refused.json()["detail"]
    assert told(advisor.move(first, "cancelled")) == (200, "cancelled")
    assert told(advisor.move(second, "accepted")) == (200, "accepted")
    assert told(advisor.post(f"/referrals/{first}/undo")) == (422, "quota")
    assert programme.used() == 1


def test_an_application_is_used_from_sent_on(programme: Programme, advisor: Caller) -> None:
    programme.quota(1, Unit.APPLICATION, service_id=None)
    first = advisor.sent()
    other = programme.someone(1)
    second = advisor.prepare(other).json()["id"]
    advisor.agree(other)
    assert told(advisor.move(second, "sent")) == (422, "quota")
    advisor.move(first, "declined", reason="not-eligible")
    assert told(advisor.move(second, "sent")) == (200, "sent")


def test_quotas_nest_and_keep_what_is_reserved_for_others(programme: Programme, advisor: Caller) -> None:
    programme.quota(3, service_id=None)
    programme.quota(2)
    programme.quota(1, chantier_id="next-door", reserved=True)
    first, second = programme.someone(1), programme.someone(2)
    neighbour = programme.someone(3, chantier="next-door")
    assert told(advisor.prepare(first, hold_days=7)) == (201, "prepared")
    assert told(advisor.prepare(second, hold_days=7)) == (422, "quota")
    assert told(advisor.prepare(neighbour, hold_days=7)) == (201, "prepared")


def test_a_place_kept_back_is_free_again_once_its_time_is_over(programme: Programme, advisor: Caller) -> None:
    programme.quota(1)
    first, second, third = (programme.someone(number) for number in (1, 2, 3))
    held = advisor.prepare(first, hold_days=7).json()
    assert {hold["unit"]: hold["until"] for hold in held["holds"]} == {
        "application": "2026-11-29T10:00:00Z",
        "place": "2026-11-29T10:00:00Z",
    }
    assert told(advisor.prepare(second, hold_days=7)) == (422, "quota")
    assert told(advisor.prepare(second)) == (201, "prepared")
    programme.at = NOW + timedelta(days=7)
    assert programme.used() == 0
    assert told(advisor.prepare(third, hold_days=7)) == (201, "prepared")
    advisor.agree(first)
    assert told(advisor.move(held["id"], "sent")) == (200, "sent")
    assert told(advisor.move(held["id"], "accepted")) == (422, "quota")


def test_a_monthly_quota_starts_again_each_month(programme: Programme, advisor: Caller) -> None:
    programme.quota(1, monthly=True)
    first, second = programme.someone(1), programme.someone(2)
    advisor.prepare(first, hold_days=40)
    assert told(advisor.prepare(second, hold_days=7)) == (422, "quota")
    programme.at = NOW + timedelta(days=10)
    assert told(advisor.prepare(second, hold_days=7)) == (201, "prepared")


def test_sent_again_under_its_key_a_request_is_answered_again_and_done_once(
    programme: Programme, advisor: Caller
) -> None:
    body = {"person_id": OWN, "service_id": "service", "barriers": [ENTRUSTED]}
    first = advisor.post("/referrals", body, "k1")
    assert (first.status_code, first.json()) == (201, advisor.post("/referrals", body, "k1").json())
    other = advisor.post("/referrals", body | {"barriers": [OTHER]}, "k1")
    assert (other.status_code, other.json()["type"]) == (422, "/api/docs#problem-idempotency-key-reused")
    advisor.agree()
    path = f"/referrals/{first.json()['id']}/events"
    moved = advisor.post(path, {"to": "sent"}, "k2")
    assert moved.json() == advisor.post(path, {"to": "sent"}, "k2").json()
    assert advisor.post(path, {"to": "sent"}).status_code == 409
    assert advisor.post(path, {"to": "sent"}, "k1").status_code == 422
    programme.at = NOW + timedelta(days=3)
    assert told(advisor.post(path, {"to": "accepted"}, "k2")) == (200, "accepted")


def test_what_was_refused_may_be_tried_again_under_the_same_key(advisor: Caller) -> None:
    path = f"/referrals/{advisor.prepare().json()['id']}/events"
    assert advisor.post(path, {"to": "sent"}, "again").status_code == 422
    advisor.agree()
    assert advisor.post(path, {"to": "sent"}, "again").status_code == 200


def test_everything_goes_with_the_person_and_her_place_is_free(programme: Programme, advisor: Caller) -> None:
    programme.quota(1)
    advisor.move(advisor.sent(note="Une note"), "accepted")
    advisor.post("/referrals", {"person_id": OWN, "service_id": "service", "barriers": [OTHER]}, "key")
    with Session(programme.app.state.engine) as session:
        session.delete(session.get_one(Person, OWN))
        session.commit()
        assert session.exec(select(Referral)).all() == []
        assert session.exec(select(ReferralEvent)).all() == []
        assert session.exec(select(Need).where(Need.person_id == OWN)).all() == []
    assert programme.used() == 0
    assert told(advisor.prepare(programme.someone(1), hold_days=3)) == (201, "prepared")


def test_notes_are_unreadable_in_the_database(programme: Programme, advisor: Caller) -> None:
    advisor.prepare(note="Téléphone de sa sœur")
    with Session(programme.app.state.engine) as session:
        (event,) = session.exec(select(ReferralEvent)).all()
    assert event.note_sealed is not None
    assert "sœur".encode() not in event.note_sealed
