"""A key opens what it was given, in its chantier, until it is revoked; and no one asks without one or an account."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from api.security.keys import NewKey, Permission
from network_data.asker import Role
from network_data.database import open_engine, transaction
from network_data.tables import ApiKey
from network_data.vocabulary import BARRIERS
from tests.api.serving import NOW, a_key, application, bearer, body, load, serving, signed_in

API = "/api/v1"
A_SERVICE = "demo--la-case-courrier--1"
ASKED: dict[Permission, list[tuple[str, str]]] = {
    Permission.MATCH: [("POST", "match")],
    Permission.NETWORK: [
        ("GET", "services"),
        ("GET", "services/nobody"),
        ("GET", "partners"),
        ("GET", "partners/nobody"),
        ("GET", "barriers"),
        ("GET", "barriers/prerequisites"),
    ],
    Permission.PERSONS: [
        ("GET", "persons"),
        ("GET", "persons/P-0417"),
        ("GET", "persons/P-0417/suggestions"),
        ("GET", "persons/P-0417/plan"),
        ("GET", "persons/P-0417/referents"),
        ("GET", "persons/P-0417/papers"),
        ("GET", f"persons/P-0417/why/{A_SERVICE}"),
    ],
    Permission.REFERRALS: [
        ("GET", "persons/P-0417/referrals"),
        ("GET", "persons/P-0417/agreements"),
        ("POST", "persons/nobody/agreements"),
        ("GET", "persons/P-0417/contacts"),
        ("POST", "persons/nobody/contacts"),
        ("PUT", "persons/nobody/papers"),
        ("GET", "persons/P-0417/exits"),
        ("POST", "persons/nobody/exits"),
        ("POST", "persons/nobody/exits/nobody/answers"),
        ("GET", "persons/P-0417/steps"),
        ("POST", "persons/nobody/steps"),
        ("PATCH", "persons/nobody/steps/nobody"),
        ("POST", "referrals"),
        ("GET", "referrals/nobody"),
        ("GET", "referrals/nobody/next"),
        ("POST", "referrals/nobody/events"),
        ("POST", "referrals/nobody/undo"),
        ("POST", "agreements/nobody/withdrawal"),
        ("GET", "requests"),
        ("POST", "requests"),
        ("GET", "requests/nobody"),
        ("POST", "requests/nobody/events"),
        ("POST", "requests/nobody/assignment"),
        ("POST", "requests/nobody/calls"),
        ("POST", "requests/nobody/undo"),
    ],
}
OF_NO_KEY = [
    ("GET", "coverage"),
    ("GET", "fairness"),
    ("POST", "cohort/solve"),
    ("POST", "staffing/solve"),
    ("POST", "staffing/what-if"),
]
"""What people alone ask, signed in: a chantier's software counts nobody else's needs."""
EVERY_REQUEST: list[tuple[Permission | None, str, str]] = [
    *((permission, *asked) for permission, each in ASKED.items() for asked in each),
    *((None, *asked) for asked in OF_NO_KEY),
]


SENT: dict[str, dict[str, Any]] = {
    "match": body("hygiene"),
    "cohort/solve": {},
    "staffing/solve": {"effort": 0.01},
    "staffing/what-if": {"kind": "people", "chantier": "rejoue", "people": 5, "effort": 0.01},
    "persons/nobody/exits": {"kind": "home", "on": "2026-11-02"},
    "persons/nobody/exits/nobody/answers": {"outcome": "holds", "on": "2026-11-20"},
    "persons/nobody/steps": {"kind": "call", "what": "Appeler"},
    "persons/nobody/steps/nobody": {"state": "done"},
    "persons/nobody/papers": {"held": [], "complete": False},
    "persons/nobody/agreements": {"service_id": "s", "fields": ["phone"], "until": "2027-01-01", "form": "oral"},
    "persons/nobody/contacts": {"whom": "person"},
    "referrals": {"person_id": "nobody", "service_id": "s", "barriers": ["hygiene"]},
    "referrals/nobody/events": {"to": "cancelled"},
    "requests": {"person_id": "nobody", "barrier": "hygiene", "question": "Où ?"},
    "requests/nobody/events": {"to": "taken"},
    "requests/nobody/assignment": {"officer": None},
    "requests/nobody/calls": {"service_id": "s", "result": "no_answer"},
}
"""What is posted: about nobody, or to be worked out, so that nothing changes."""


def absent(method: str, path: str) -> bool:
    """Whether what is asked about does not exist."""
    return "nobody" in path or (method, path) in {("POST", "referrals"), ("POST", "requests")}


def ask(client: TestClient, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of the answer; a refusal is problem+json that names its kind."""
    sent = {"json": SENT[path]} if path in SENT else {}
    response = client.request(method, f"{API}/{path}", headers=headers, **sent)  # type: ignore[arg-type]  # json only
    if response.status_code in {401, 403}:
        kind = {401: "unauthenticated", 403: "forbidden"}[response.status_code]
        assert response.json()["type"] == f"/api/docs#problem-{kind}"
    return response.status_code


@pytest.fixture(scope="module")
def anyone(demonstration_url: str) -> Iterator[TestClient]:
    """A client that says nothing of itself."""
    with serving(demonstration_url) as client:
        yield client


NAMED = {
    "services": "{service_id}",
    "partners": "{partner_id}",
    "persons": "{person_id}",
    "referrals": "{referral_id}",
    "agreements": "{agreement_id}",
    "requests": "{request_id}",
}
"""What the description calls the thing that is asked about."""


def _named_within(rest: str) -> str:
    """The end of a path as the description writes it."""
    return (
        rest.replace(A_SERVICE, "{service_id}")
        .replace("steps/nobody", "steps/{step_id}")
        .replace("exits/nobody", "exits/{exit_id}")
    )


def test_every_operation_is_asked_here(client: TestClient) -> None:
    described = {
        (method.upper(), path.removeprefix(f"{API}/"))
        for path, methods in client.get(f"{API}/openapi.json").json()["paths"].items()
        if path.startswith(API)
        for method in methods
    }
    pattern = {"nobody": "", "P-0417": "{person_id}"}
    asked = set()
    for _, method, path in EVERY_REQUEST:
        head, _, tail = path.partition("/")
        identifier, _, rest = tail.partition("/")
        named = NAMED.get(head, "") or pattern.get(identifier, "")
        filled, rest = named if identifier in pattern else identifier, _named_within(rest)
        asked.add((method, "/".join(part for part in (head, filled, rest) if part)))
    assert asked == described


@pytest.mark.parametrize(("permission", "method", "path"), EVERY_REQUEST)
def test_nobody_asks_without_saying_who_they_are(
    anyone: TestClient, permission: Permission | None, method: str, path: str
) -> None:
    assert ask(anyone, method, path, {}) == 401
    refused = anyone.request(method, f"{API}/{path}")
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("given", Permission)
def test_a_key_does_what_it_was_given_and_nothing_else(
    anyone: TestClient, demonstration_url: str, given: Permission
) -> None:
    headers = bearer(a_key(demonstration_url, permissions=frozenset({given})))
    for permission, method, path in EVERY_REQUEST:
        status = ask(anyone, method, path, headers)
        if permission is given:
            assert status == (404 if absent(method, path) else 200), path
        else:
            assert status == 403, path


def wrong(key: NewKey) -> list[str]:
    """What looks like the key and is not."""
    prefix, key_id, secret = key.shown.split("_", 2)
    return [
        "",
        key.id,
        f"{prefix}_{key_id}",
        f"{prefix}_{key_id}_",
        f"{prefix}_{key_id}_{secret[:-1]}",
        f"{prefix}_{key_id}_{secret}x",
        f"{prefix}_{'0' * len(key_id)}_{secret}",
        f"xyz_{key_id}_{secret}",
        "é" * 40,
    ]


def test_what_only_looks_like_a_key_opens_nothing(anyone: TestClient, demonstration_url: str) -> None:
    key = a_key(demonstration_url)
    assert ask(anyone, "GET", "services", bearer(key)) == 200
    for shown in wrong(key):
        headers = {"authorization": f"Bearer {shown}".encode()}
        assert anyone.get(f"{API}/services", headers=headers).status_code == 401, shown  # type: ignore[arg-type]  # bytes travel too
    for scheme in ("Basic", "Token", ""):
        assert ask(anyone, "GET", "services", {"authorization": f"{scheme} {key.shown}"}) == 401


def test_a_key_opens_nothing_once_revoked_or_expired(demonstration_url: str) -> None:
    moment = NOW
    app = application(demonstration_url)
    app.state.clock = replace(app.state.clock, now=lambda: moment)
    timed = a_key(demonstration_url, expires_at=NOW + timedelta(hours=1))
    revoked = a_key(demonstration_url)
    with TestClient(app) as client:
        assert ask(client, "GET", "persons", bearer(timed)) == ask(client, "GET", "persons", bearer(revoked)) == 200
        with transaction(app.state.engine, writes=True) as session:
            session.get_one(ApiKey, revoked.id).revoked_at = NOW
        assert ask(client, "GET", "persons", bearer(revoked)) == 401
        moment = NOW + timedelta(hours=1)
        assert ask(client, "GET", "persons", bearer(timed)) == 401


def test_a_key_sees_the_people_of_its_chantier_only(anyone: TestClient, demonstration_url: str) -> None:
    own, other = bearer(a_key(demonstration_url)), bearer(a_key(demonstration_url, "prelude"))
    people = anyone.get(f"{API}/persons?size=200", headers=own).json()["items"]
    assert people
    assert {person["chantier_id"] for person in people} == {"rejoue"}
    assert anyone.get(f"{API}/persons?chantier_id=rejoue", headers=other).json()["total"] == 0
    for person in people:
        for tail in ("", "/plan", "/suggestions", f"/why/{A_SERVICE}"):
            hidden = anyone.get(f"{API}/persons/{person['id']}{tail}", headers=other)
            absent = anyone.get(f"{API}/persons/P-0000{tail}", headers=other)
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
            assert hidden.status_code == 404


def sensitive_words(told: Any) -> set[str]:
    """The codes of sensitive barriers anywhere in what was told."""
    codes = {code for code, barrier in BARRIERS.items() if barrier.sensitive}
    if isinstance(told, dict):
        return set().union(*map(sensitive_words, told.values()))
    if isinstance(told, list):
        return set().union(*map(sensitive_words, told))
    return {told} & codes if isinstance(told, str) else set()


def test_a_key_is_never_told_a_sensitive_need(
    client: TestClient, advisor: TestClient, key_headers: dict[str, str]
) -> None:
    people = client.get(f"{API}/persons?size=200").json()["items"]
    whole: set[str] = set()
    for person in people:
        address = f"{API}/persons/{person['id']}"
        told = [client.get(address + tail).json() for tail in ("", "/plan", "/suggestions")]
        assert sensitive_words(told) == set()
        whole |= sensitive_words(advisor.get(address).json())
    assert len(whole) > 3


def test_a_key_opens_no_page(client: TestClient) -> None:
    for path in ("/", "/chantiers/rejoue", "/personnes/P-0417", "/partenaires"):
        assert client.get(path, follow_redirects=False).status_code in {303, 401}


ALLOWED = {
    Role.ADVISOR: set(Permission),
    Role.OFFICER: set(Permission),
    Role.COORDINATOR: set(Permission),
    Role.DIRECTION: {Permission.NETWORK},
    Role.SUPERVISOR: {Permission.NETWORK},
    Role.ADMINISTRATOR: {Permission.NETWORK},
    Role.AUDITOR: {Permission.NETWORK},
}


@pytest.mark.parametrize("role", ALLOWED)
def test_someone_signed_in_does_what_their_role_is_for(anyone: TestClient, sqlite_url: str, role: Role) -> None:
    load(sqlite_url)
    with serving(sqlite_url, **signed_in(sqlite_url, role)) as client:
        for permission, method, path in EVERY_REQUEST:
            status = ask(client, method, path, {})
            if permission not in ALLOWED[role]:
                assert status == 403, path
            elif absent(method, path):
                assert status == 404
            else:
                alone = "P-0417" in path and role is not Role.ADVISOR
                assert status == (404 if alone else 200), path


def test_a_key_that_asks_too_often_is_told_when_to_ask_again(demonstration_url: str) -> None:
    moment: datetime = NOW
    app = application(demonstration_url, requests_per_minute=3)
    app.state.clock = replace(app.state.clock, now=lambda: moment)
    hurried, other = bearer(a_key(demonstration_url)), bearer(a_key(demonstration_url))
    with TestClient(app) as client:
        assert [ask(client, "GET", "barriers", hurried) for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get(f"{API}/barriers", headers=hurried)
        assert refused.headers["retry-after"] == "20"
        assert refused.headers["content-type"] == "application/problem+json"
        assert "20 s" in refused.json()["detail"]
        assert ask(client, "GET", "barriers", other) == 200
        moment = NOW + timedelta(seconds=20)
        assert [ask(client, "GET", "barriers", hurried) for _ in range(2)] == [200, 429]


def test_the_last_use_of_a_key_is_kept(demonstration_url: str, anyone: TestClient) -> None:
    key = a_key(demonstration_url)
    engine = open_engine(demonstration_url)
    with Session(engine) as session:
        assert session.get_one(ApiKey, key.id).last_used_at is None
    ask(anyone, "GET", "barriers", bearer(key))
    with Session(engine) as session:
        assert session.get_one(ApiKey, key.id).last_used_at == NOW
    engine.dispose()
