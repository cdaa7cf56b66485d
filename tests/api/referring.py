"""A small programme where people are referred: who asks, what is stored, and the requests that tests send."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import Session, SQLModel
from starlette.testclient import TestClient

from api.clock import Clock
from api.security.secrets import digest
from network_data.database import touch_network, transaction
from network_data.repositories.holdings import Holdings
from network_data.repositories.referrals import states_of
from network_data.tables import Grant, GrantKind, Need, Partner, Person, Quota, Service
from network_data.vocabulary import AccessPath, Unit
from tests.access.world import (
    COOKIE,
    ENTRUSTED,
    HERE,
    KEY,
    NOW,
    OTHER,
    OWN,
    SENSITIVE,
    TODAY,
    accompanied,
    application,
    build,
    credential,
)

API = "/api/v1"


class Programme:
    """The application over the small world of the access tests, with more services, at a time that can be moved."""

    def __init__(self, url: str, *, built: bool = False) -> None:
        self.app: FastAPI = application(url)
        self.at = NOW
        self._known: dict[tuple[str, datetime], Mapping[str, str]] = {}
        self.app.state.clock = Clock(now=lambda: self.at, today=lambda: TODAY)
        if not built:
            build(self.app.state.engine, accompanied())
            self.store(*_more_network())

    def store(self, *records: SQLModel) -> None:
        """Stores records in the order given."""
        with transaction(self.app.state.engine, writes=True) as session:
            for record in records:
                session.add(record)
                session.flush()

    def network_changed(self) -> None:
        """What was stored of the network is read again."""
        with transaction(self.app.state.engine, writes=True) as session:
            touch_network(session)

    def someone(self, number: int, *barriers: str, chantier: str = HERE) -> str:
        """A new person whom the advisor accompanies."""
        person = f"P-{number:04}"
        self.store(
            Person(id=person, chantier_id=chantier),
            *(Need(person_id=person, barrier=barrier, assessed_on=TODAY) for barrier in barriers or (ENTRUSTED,)),
            Grant(account_id="advisor", person_id=person, kind=GrantKind.ACCOMPANIES, since=NOW),
        )
        return person

    def quota(self, amount: int, unit: Unit = Unit.PLACE, **known: Any) -> None:
        """What the partner granted of its service."""
        given: dict[str, Any] = {"partner_id": "partner", "service_id": "service"} | known
        self.store(Quota(unit=unit, amount=amount, since=TODAY, **given))

    @contextmanager
    def asking(self, kind: str) -> Iterator["Caller"]:
        """Someone who asks."""
        client = TestClient(self.app)
        # Given none, a client starts an event loop for each request, and each of those its own threads.
        with start_blocking_portal() as client.portal:
            yield Caller(client, lambda: self._headers(kind))
        client.close()

    def _headers(self, kind: str) -> Mapping[str, str]:
        """How they say who they are at this time: a session lasts less than what a test may skip."""
        if (kind, self.at) not in self._known:
            opened = self.app.state.sessions.open(kind, "tests", self.at, second_factor=False) if kind != KEY else ""
            said = {"cookie": f"{COOKIE}={opened}"} if opened else dict(credential(self.app, kind).headers)
            self._known[kind, self.at] = said
        return self._known[kind, self.at]

    def used(self, unit: Unit = Unit.PLACE) -> int:
        """How many of the service's places, or applications, are held now."""
        with Session(self.app.state.engine) as session:
            holdings = Holdings(session, self.at)
            return sum(unit in holdings.held_by(referral.id) for referral, _ in states_of(session))

    def check(self) -> None:
        """What is stored of every referral is what its log gives: its state, and what it holds."""
        with Session(self.app.state.engine) as session:
            holdings = Holdings(session, self.at)
            for referral, course in states_of(session):
                assert (referral.state, referral.since) == (course.state, course.since)
                held = {unit: hold.until for unit, hold in holdings.held_by(referral.id).items()}
                assert held == course.holdings(self.at)

    def close(self) -> None:
        """Lets the database go, once nothing in the background reads it."""
        self.app.state.background.wait()
        self.app.state.engine.dispose()


class Caller:
    """Someone who sends requests about referrals."""

    def __init__(self, client: TestClient, headers: Callable[[], Mapping[str, str]]) -> None:
        self._client = client
        self._headers = headers

    def get(self, path: str) -> Response:
        """Reads something."""
        return self._client.get(API + path, headers=self._headers())

    def read(self, address: str) -> Response:
        """Asks for a page."""
        return self._client.get(address, headers={**self._headers(), "accept": "text/html"})

    def post(
        self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None, if_match: str | None = None
    ) -> Response:
        """Sends something, under a key if there is one, on what was read if it is said."""
        headers = dict(self._headers()) | ({"idempotency-key": key} if key else {})
        headers |= {"if-match": if_match} if if_match is not None else {}
        return self._client.post(API + path, headers=headers, json=body)

    def put(self, path: str, body: Mapping[str, Any]) -> Response:
        """Says something as a whole."""
        return self._client.put(API + path, headers=dict(self._headers()), json=body)

    def patch(self, path: str, body: Mapping[str, Any]) -> Response:
        """Changes a part of something."""
        return self._client.patch(API + path, headers=dict(self._headers()), json=body)

    def page(self, path: str) -> Response:
        """Reads a page, from a browser that is signed in."""
        return self._client.get(path, headers={**self._headers(), "accept": "text/html"})

    def submit(self, path: str, **fields: str | Sequence[str]) -> Response:
        """Sends the form of a page, from a browser that is signed in."""
        headers = {**self._headers(), "accept": "text/html"}
        app = self._client.app
        assert isinstance(app, FastAPI)
        token = app.state.csrf.token(f"session:{digest(headers['cookie'].partition('=')[2])}")
        return self._client.post(path, headers=headers, data={"csrf": token, **fields}, follow_redirects=False)

    def prepare(self, person: str = OWN, *barriers: str, **said: Any) -> Response:
        """Prepares a referral to the service."""
        body = {"person_id": person, "service_id": "service", "barriers": list(barriers or (ENTRUSTED,)), **said}
        return self.post("/referrals", body)

    def move(self, referral: str, to: str, **said: Any) -> Response:
        """Moves a referral."""
        return self.post(f"/referrals/{referral}/events", {"to": to, **said})

    def agree(self, person: str = OWN, service: str = "service", **said: Any) -> str:
        """Writes down that a person agreed to share; the agreement's id."""
        until = "2027-01-31"
        body = {"service_id": service, "fields": ["first_name", "phone"], "until": until, "form": "oral", **said}
        given = self.post(f"/persons/{person}/agreements", body)
        assert given.status_code == 201, given.text
        return str(given.json()["id"])

    def sent(self, person: str = OWN, *barriers: str, **said: Any) -> str:
        """A referral that was sent, with the person's agreement; its id."""
        referral = str(self.prepare(person, *barriers, **said).json()["id"])
        self.agree(person)
        assert self.move(referral, "sent").status_code == 200
        return referral


def told(response: Response) -> tuple[int, object]:
    """The status, and the code of what is refused."""
    body = response.json()
    return response.status_code, body.get("state") or body.get("guard") or body.get("allowed")


def later(moment: datetime) -> str:
    """A time as the API reads it."""
    return moment.isoformat()


def _more_network() -> Iterator[SQLModel]:
    given: dict[str, Any] = {"source": "test", "updated_on": TODAY}
    yield Partner(id="other", territory_slug="north", name="Autre", **given)
    yield Partner(id="discreet", territory_slug="north", name="Discret", sensitive=True, **given)
    for service, partner, path in (
        ("elsewhere", "other", AccessPath.DIRECT),
        ("behind-a-gate", "other", AccessPath.SIAO),
        ("quiet", "discreet", AccessPath.DIRECT),
    ):
        yield Service(id=service, partner_id=partner, name=service, description="", access_path=path, **given)


__all__ = ["ENTRUSTED", "NOW", "OTHER", "OWN", "SENSITIVE", "TODAY", "Caller", "Programme", "later", "told"]
