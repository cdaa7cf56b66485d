"""Two who read the same version: the second to write is told what the first has changed, and nothing is lost."""

from collections.abc import Iterator

import pytest

from tests.api.referring import ENTRUSTED, OWN, Caller, Programme


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


@pytest.fixture
def software(programme: Programme) -> Iterator[Caller]:
    """The chantier's software."""
    with programme.asking("key") as caller:
        yield caller


def test_who_has_not_seen_the_last_event_is_told_of_it_and_moves_nothing(advisor: Caller, software: Caller) -> None:
    referral = advisor.prepare().json()["id"]
    address = f"/referrals/{referral}"
    seen = software.get(address).headers["etag"]
    advisor.agree()
    moved = advisor.move(referral, "sent")
    assert moved.headers["etag"] != seen
    refused = software.post(f"{address}/events", {"to": "cancelled"}, if_match=seen)
    assert refused.status_code == 412
    told = refused.json()
    assert (told["type"], told["etag"]) == ("/api/docs#problem-changed-meanwhile", refused.headers["etag"])
    assert [(event["to"], event["actor"]) for event in told["changes"]] == [("sent", "advisor")]
    assert software.get(address).json()["state"] == "sent"
    assert software.post(f"{address}/events", {"to": "cancelled"}, if_match=told["etag"]).status_code == 200


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        ("*", 200),
        ('"1"', 200),
        ('"7", "1"', 200),
        ('W/"1"', 412),
        ('"0"', 412),
        ('"2"', 412),
        ('"none-of-ours"', 412),
        ("1", 422),
        ('"1', 422),
        ("", 422),
    ],
)
def test_tags_are_compared_as_http_says(advisor: Caller, if_match: str, status: int) -> None:
    referral = advisor.prepare().json()["id"]
    answer = advisor.post(f"/referrals/{referral}/events", {"to": "cancelled"}, if_match=if_match)
    assert answer.status_code == status
    assert advisor.get(f"/referrals/{referral}").json()["state"] == ("cancelled" if status == 200 else "prepared")


def test_the_same_request_sent_again_under_its_key_is_answered_again_though_the_tag_is_old(advisor: Caller) -> None:
    prepared = advisor.prepare()
    address, seen = f"/referrals/{prepared.json()['id']}/events", prepared.headers["etag"]
    first = advisor.post(address, {"to": "given"}, "a-key", if_match=seen)
    again = advisor.post(address, {"to": "given"}, "a-key", if_match=seen)
    assert (again.status_code, again.json(), again.headers["etag"]) == (200, first.json(), first.headers["etag"])
    other = advisor.post(address, {"to": "refused"}, "another-key", if_match=seen)
    assert other.status_code == 412


def test_undoing_counts_as_a_change(advisor: Caller, software: Caller) -> None:
    referral = advisor.prepare().json()["id"]
    seen = advisor.move(referral, "given").headers["etag"]
    undone = advisor.post(f"/referrals/{referral}/undo", if_match=seen)
    assert undone.status_code == 200
    assert advisor.post(f"/referrals/{referral}/undo", if_match=seen).status_code == 412
    assert software.post(f"/referrals/{referral}/events", {"to": "given"}, if_match=seen).status_code == 412


def test_an_agreement_that_was_withdrawn_meanwhile_is_told_with_when(advisor: Caller, software: Caller) -> None:
    agreement = advisor.agree()
    (listed,) = advisor.get(f"/persons/{OWN}/agreements").json()["items"]
    seen = f'"{listed["version"]}"'
    assert advisor.post(f"/agreements/{agreement}/withdrawal", if_match=seen).headers["etag"] == '"2"'
    late = advisor.post(f"/agreements/{agreement}/withdrawal", if_match=seen)
    assert late.status_code == 412
    assert late.json()["changes"][0]["withdrawn_at"] is not None


def test_a_request_to_the_officers_that_a_colleague_took_meanwhile_is_not_closed_blindly(
    programme: Programme, advisor: Caller
) -> None:
    asked = advisor.post("/requests", {"person_id": OWN, "barrier": ENTRUSTED, "question": "Où aller ?"})
    address, seen = f"/requests/{asked.json()['id']}", asked.headers["etag"]
    with programme.asking("officer") as officer:
        assert officer.post(f"{address}/events", {"to": "taken"}, if_match=seen).status_code == 200
    refused = advisor.post(f"{address}/events", {"to": "closed", "reason": "mistake"}, if_match=seen)
    assert refused.status_code == 412
    assert [event["to"] for event in refused.json()["changes"]] == ["taken"]
    assert advisor.get(address).json()["state"] == "taken"
