"""Steps over the API: added once under a key, dated again, ended; what an officer and software know of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.world import COLLEAGUES, KEY
from tests.api.referring import ENTRUSTED, OTHER, OWN, SENSITIVE, Programme

STEPS = f"/persons/{OWN}/steps"
CALL: dict[str, Any] = {"kind": "call", "what": "Appeler la CPAM", "barrier": OTHER}


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def test_a_step_is_added_once_dated_again_done_and_taken_up(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        said = {**CALL, "due_on": "2026-11-25", "hour": "09:30", "papers": ["cni", "cni"]}
        made = advisor.post(STEPS, said, key="one")
        assert made.status_code == 201, made.text
        step = made.json()
        assert (step["what"], step["papers"], step["state"], step["by"]) == (
            "Appeler la CPAM",
            ["cni"],
            "open",
            "advisor",
        )
        assert advisor.post(STEPS, said, key="one").json() == step
        assert advisor.post(STEPS, CALL, key="one").status_code == 422
        address = f"{STEPS}/{step['id']}"
        later = advisor.patch(address, {"due_on": "2026-11-30"}).json()
        assert (later["due_on"], later["hour"], later["state"]) == ("2026-11-30", None, "open")
        done = advisor.patch(address, {"state": "done"}).json()
        assert (done["state"], done["due_on"]) == ("done", "2026-11-30")
        assert done["ended_at"] is not None
        assert advisor.patch(address, {"state": "open"}).json()["ended_at"] is None
        page = advisor.get(STEPS).json()
    assert (page["total"], page["items"][0]["id"]) == (1, step["id"])


def test_who_goes_with_the_person_is_said_of_an_appointment_of_theirs_alone(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        referral = advisor.sent()
        said = {"kind": "accompany", "what": "Y aller avec elle", "barrier": ENTRUSTED, "referral_id": referral}
        assert advisor.post(STEPS, said).json()["referral_id"] == referral
        assert advisor.post(STEPS, {**said, "referral_id": "another"}).status_code == 422
    other = programme.someone(7, ENTRUSTED)
    with programme.asking("advisor") as advisor:
        assert advisor.post(f"/persons/{other}/steps", said).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {},
        {**CALL, "barrier": "langue-francais"},
        {**CALL, "barrier": "nonsense"},
        {**CALL, "hour": "10:00"},
        {**CALL, "due_on": "2026-11-25", "hour": "25:00"},
        {**CALL, "what": ""},
        {**CALL, "what": "x" * 201},
        {**CALL, "papers": ["carte-bleue"]},
        {**CALL, "state": "done"},
    ],
)
def test_a_body_to_correct_adds_nothing(programme: Programme, said: dict[str, Any]) -> None:
    with programme.asking("advisor") as advisor:
        refused = advisor.post(STEPS, said)
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        assert advisor.get(STEPS).json()["items"] == []


def test_software_knows_the_steps_that_it_wrote_and_no_other(programme: Programme) -> None:
    with programme.asking("advisor") as advisor, programme.asking(KEY) as key:
        theirs = advisor.post(STEPS, CALL).json()["id"]
        assert key.get(STEPS).json()["items"] == []
        assert key.patch(f"{STEPS}/{theirs}", {"state": "done"}).status_code == 404
        for barrier in (None, SENSITIVE):
            assert key.post(STEPS, {**CALL, "barrier": barrier}).status_code == 422
        own = key.post(STEPS, {**CALL, "what": "Rendre le casque"}).json()
        assert [each["what"] for each in key.get(STEPS).json()["items"]] == ["Rendre le casque"]
        assert key.patch(f"{STEPS}/{own['id']}", {"state": "done"}).status_code == 200
        assert {each["id"] for each in advisor.get(STEPS).json()["items"]} == {theirs, own["id"]}


def test_an_officer_reads_the_needs_entrusted_without_words_and_writes_nothing(programme: Programme) -> None:
    with programme.asking("advisor") as advisor, programme.asking("officer") as officer:
        advisor.post(STEPS, CALL)
        seen = advisor.post(STEPS, {**CALL, "barrier": ENTRUSTED}).json()["id"]
        (only,) = officer.get(STEPS).json()["items"]
        assert (only["id"], only["what"], only["who"]) == (seen, None, None)
        assert officer.post(STEPS, {**CALL, "barrier": ENTRUSTED}).status_code == 403
        assert officer.patch(f"{STEPS}/{seen}", {"state": "done"}).status_code == 403


def test_of_someone_elses_person_there_is_nothing(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        made = advisor.post(STEPS, CALL).json()["id"]
        assert advisor.get(f"/persons/{COLLEAGUES}/steps").status_code == 404
        assert advisor.post(f"/persons/{COLLEAGUES}/steps", CALL).status_code == 404
        assert advisor.patch(f"/persons/{COLLEAGUES}/steps/{made}", {"state": "done"}).status_code == 404
