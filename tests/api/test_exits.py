"""What people left for, over the API: written once under a key, asked about, and what software knows of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.world import COLLEAGUES, KEY
from tests.api.referring import OWN, Programme

EXITS = f"/persons/{OWN}/exits"
HOME: dict[str, Any] = {"kind": "home", "on": "2026-10-12"}
HOLDS: dict[str, Any] = {"outcome": "holds", "on": "2026-11-20"}


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def test_an_exit_is_written_once_and_asked_about_after_a_month(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        made = advisor.post(EXITS, HOME, key="one")
        assert made.status_code == 201, made.text
        told = made.json()
        assert (told["kind"], told["on"], told["over"], told["answers"]) == ("home", "2026-10-12", False, [])
        assert told["ask_on"] == "2026-11-12"
        assert advisor.post(EXITS, HOME, key="one").json() == told
        answers = f"{EXITS}/{told['id']}/answers"
        said = advisor.post(answers, HOLDS, key="two").json()
        assert said["answers"] == [{"months": 1, "on": "2026-11-20", "outcome": "holds"}]
        assert said["ask_on"] == "2027-01-12"
        assert advisor.post(answers, HOLDS, key="two").json() == said
        stopped = advisor.post(answers, {"outcome": "stopped", "on": "2026-11-21"}).json()
        assert (stopped["closed_on"], stopped["over"], stopped["ask_on"]) == ("2026-11-21", True, None)
        assert advisor.post(answers, HOLDS).status_code == 422
        (kept,) = [each for each in advisor.get(EXITS).json()["items"] if each["id"] == told["id"]]
    assert kept == stopped


@pytest.mark.parametrize(
    "said",
    [
        {**HOME, "on": "2026-11-23"},
        {**HOME, "on": "2025-11-01"},
        {**HOME, "kind": "palace"},
        {"kind": "home"},
        {**HOME, "why": "?"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(programme: Programme, said: dict[str, Any]) -> None:
    with programme.asking("advisor") as advisor:
        before = advisor.get(EXITS).json()
        assert advisor.post(EXITS, said).status_code == 422
        assert advisor.get(EXITS).json() == before


def test_software_knows_what_it_wrote_and_never_what_the_person_says_to_her_advisor(programme: Programme) -> None:
    with programme.asking("advisor") as advisor, programme.asking(KEY) as key:
        theirs = advisor.post(EXITS, HOME).json()["id"]
        assert key.get(EXITS).json()["items"] == []
        assert key.post(f"{EXITS}/{theirs}/answers", HOLDS).status_code == 404
        own = key.post(EXITS, {"kind": "lasting_job", "on": "2026-10-01"}).json()["id"]
        advisor.post(f"{EXITS}/{own}/answers", {"outcome": "ended", "on": "2026-11-20"})
        (seen,) = key.get(EXITS).json()["items"]
        assert (seen["id"], seen["answers"], seen["over"]) == (own, [], False)
        advisor.post(f"{EXITS}/{own}/answers", {"outcome": "stopped", "on": "2026-11-21"})
        assert key.get(EXITS).json()["items"] == [seen]
        assert seen["closed_on"] is None
        told = key.post(f"{EXITS}/{own}/answers", {"outcome": "stopped", "on": "2026-11-22"}).json()
        assert (told["closed_on"], told["over"]) == ("2026-11-22", True)
        assert {theirs, own} <= {each["id"] for each in advisor.get(EXITS).json()["items"]}


def test_whoever_does_not_accompany_the_person_writes_nothing(programme: Programme) -> None:
    with programme.asking("officer") as officer, programme.asking("advisor") as advisor:
        assert officer.get(EXITS).status_code == 403
        assert officer.post(EXITS, HOME).status_code == 403
        assert advisor.get(f"/persons/{COLLEAGUES}/exits").status_code == 404
        assert advisor.post(f"/persons/{COLLEAGUES}/exits", HOME).status_code == 404
