"""Every POST of the API that creates or moves something does it once under its key, sent again or at the same time."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import Session

from network_data.tables import METADATA
from tests.access.world import TODAY
from tests.api.asking_officers import PROPOSED, WORDS, Requests, ask, move
from tests.api.referring import API, ENTRUSTED, OTHER, Caller, told

REUSED = "/api/docs#problem-idempotency-key-reused"
UNTOUCHED = ("audit_", "web_session", "kept_answer")
"""Beginnings of the tables that change whenever somebody asks."""


@dataclass(frozen=True)
class Scene:
    """Who asks what of which programme; ``person``: someone new, whom the advisor accompanies."""

    programme: Requests
    advisor: Caller
    officer: Caller
    person: str

    def prepared(self) -> str:
        """A referral of theirs."""
        return str(self.advisor.prepare(self.person).json()["id"])

    def taken(self) -> str:
        """A request about them that the officer has."""
        request = str(ask(self.advisor, self.person)["id"])
        assert move(self.officer, request, "taken").status_code == 200
        return request

    def proposed(self) -> str:
        """A request about them to which services are proposed, to be called together."""
        request = self.taken()
        assert move(self.officer, request, "proposed", services=PROPOSED).status_code == 200
        return request

    def exit(self) -> str:
        """An exit of theirs that was noted."""
        noted = self.advisor.post(f"/persons/{self.person}/exits", {"kind": "home", "on": "2026-10-01"})
        return str(noted.json()["id"])

    def agreed(self) -> str:
        """What they agreed to."""
        return self.advisor.agree(self.person)


Sent = tuple[Caller, str, dict[str, Any] | None]
"""Who sends what to which address."""
CHANGES: Mapping[str, Callable[[Scene], Sent]] = {
    "/persons/{person_id}/agreements": lambda s: (
        s.advisor,
        f"/persons/{s.person}/agreements",
        {"service_id": "service", "fields": ["phone"], "until": "2027-01-31", "form": "oral"},
    ),
    "/agreements/{agreement_id}/withdrawal": lambda s: (s.advisor, f"/agreements/{s.agreed()}/withdrawal", None),
    "/persons/{person_id}/contacts": lambda s: (s.advisor, f"/persons/{s.person}/contacts", {"whom": "person"}),
    "/persons/{person_id}/exits": lambda s: (
        s.advisor,
        f"/persons/{s.person}/exits",
        {"kind": "home", "on": "2026-10-01"},
    ),
    "/persons/{person_id}/exits/{exit_id}/answers": lambda s: (
        s.advisor,
        f"/persons/{s.person}/exits/{s.exit()}/answers",
        {"outcome": "holds", "on": TODAY.isoformat()},
    ),
    "/persons/{person_id}/steps": lambda s: (
        s.advisor,
        f"/persons/{s.person}/steps",
        {"kind": "call", "what": "Appeler la CPAM"},
    ),
    "/referrals": lambda s: (
        s.advisor,
        "/referrals",
        {"person_id": s.person, "service_id": "service", "barriers": [ENTRUSTED]},
    ),
    "/referrals/{referral_id}/events": lambda s: (
        s.advisor,
        f"/referrals/{s.prepared()}/events",
        {"to": "refused"},
    ),
    "/referrals/{referral_id}/undo": lambda s: (s.advisor, f"/referrals/{_refused(s)}/undo", None),
    "/requests": lambda s: (
        s.advisor,
        "/requests",
        {"person_id": s.person, "barrier": ENTRUSTED, "question": WORDS},
    ),
    "/requests/{request_id}/events": lambda s: (
        s.officer,
        f"/requests/{s.taken()}/events",
        {"to": "proposed", "services": PROPOSED},
    ),
    "/requests/{request_id}/assignment": lambda s: (
        s.officer,
        f"/requests/{s.taken()}/assignment",
        {"officer": "second"},
    ),
    "/requests/{request_id}/calls": lambda s: (
        s.officer,
        f"/requests/{s.proposed()}/calls",
        {"service_id": "service", "result": "no_answer"},
    ),
    "/requests/{request_id}/undo": lambda s: (s.officer, f"/requests/{s.taken()}/undo", None),
}
"""What changes something, each about someone new."""
ALREADY_ONCE = {"/agreements/{agreement_id}/withdrawal"}
"""What cannot be done twice even without a key."""
WORKED_OUT: Mapping[str, dict[str, Any]] = {
    "/match": {"barriers": [{"code": ENTRUSTED}]},
    "/cohort/solve": {"territory": "north"},
    "/staffing/solve": {"effort": 0.01},
    "/staffing/what-if": {"effort": 0.01, "kind": "half-post", "domain": "sante"},
}
"""What is answered and moves nothing: to be sent again as often as one likes."""
KEPT_TO_REPLAY = {"shared_places", "shared_places_of_person", "staffing_run"}
"""A proposal may be computed again from what is kept of it; nobody is referred and nothing is held by it."""


def _another(body: dict[str, Any]) -> dict[str, Any]:
    """Another request of the same form, which would be done under a key of its own."""
    texts = {name: value for name, value in body.items() if name in {"question", "what"}}
    if texts:
        return {**body, **{name: f"{value} Autrement." for name, value in texts.items()}}
    if body.get("to") == "proposed":
        return {"to": "closed", "reason": "mistake"}
    changed: dict[str, Any] = {
        "until": "2027-01-30",
        "whom": "partner",
        "kind": "training",
        "outcome": "changed",
        "to": "cancelled",
    }
    changed |= {"barriers": [OTHER], "officer": None, "result": "accepted"}
    return {**body, **{name: value for name, value in changed.items() if name in body}}


def _refused(scene: Scene) -> str:
    referral = scene.prepared()
    assert told(scene.advisor.move(referral, "refused")) == (200, "refused")
    return referral


@pytest.fixture
def programme(database_url: str) -> Iterator[Requests]:
    """The programme, with officers."""
    made = Requests(database_url)
    yield made
    made.close()


def stored(programme: Requests) -> dict[str, list[str]]:
    """Everything that is stored, but what says who asked, and the answers kept."""
    with Session(programme.app.state.engine) as session:
        names = inspect(session.connection()).get_table_names()
        tables = [METADATA.tables[name] for name in names if name in METADATA.tables]
        return {
            table.name: sorted(map(repr, session.connection().execute(table.select()).all()))
            for table in tables
            if not table.name.startswith(UNTOUCHED)
        }


def test_every_post_is_known_here(programme: Requests) -> None:
    paths = programme.app.openapi()["paths"]
    posts = {path.removeprefix(API) for path, methods in paths.items() if "post" in methods}
    assert {*CHANGES, *WORKED_OUT} == posts
    for path in CHANGES:
        parameters = paths[API + path]["post"]["parameters"]
        assert "idempotency-key" in {one["name"].lower() for one in parameters}, path


def test_what_changes_something_does_it_once_however_often_it_is_sent(programme: Requests) -> None:
    with ExitStack() as stack:
        advisor, officer = (stack.enter_context(programme.asking(kind)) for kind in ("advisor", "officer"))
        for number, (operation, scene_of) in enumerate(CHANGES.items(), 1):
            caller, path, body = scene_of(Scene(programme, advisor, officer, programme.someone(number)))
            before = stored(programme)
            with ThreadPoolExecutor(3) as senders:
                key = f"key-{number}"
                answers = list(senders.map(lambda _: caller.post(path, body, key), range(3)))  # noqa: B023 - run here
            after = stored(programme)
            assert before != after, operation
            assert {answer.status_code for answer in answers} <= {200, 201}, (operation, answers[0].text)
            again = caller.post(path, body, key)
            assert all(answer.json() == again.json() for answer in answers), operation
            assert stored(programme) == after, operation
            if body:
                other = caller.post(path, _another(body), key)
                assert (other.status_code, other.json()["type"]) == (422, REUSED), operation
                assert stored(programme) == after, operation
    programme.check()


def test_it_is_the_key_that_makes_it_once(programme: Requests) -> None:
    with ExitStack() as stack:
        advisor, officer = (stack.enter_context(programme.asking(kind)) for kind in ("advisor", "officer"))
        for number, (operation, scene_of) in enumerate(CHANGES.items(), 1):
            caller, path, body = scene_of(Scene(programme, advisor, officer, programme.someone(number)))
            first, second = caller.post(path, body, f"a-{number}"), caller.post(path, body, f"b-{number}")
            assert (first.json() != second.json()) is (operation not in ALREADY_ONCE), operation


def test_what_is_only_worked_out_moves_nothing(programme: Requests) -> None:
    with programme.asking("coordinator") as coordinator:
        before = stored(programme)
        for path, body in WORKED_OUT.items():
            assert coordinator.post(path, body).status_code == 200, path
            after = stored(programme)
            assert {table for table in after if after[table] != before[table]} <= KEPT_TO_REPLAY, path
