"""The application over a database, on a fixed day, those who ask it, and the few questions that the tests ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from api.app import create_app
from api.clock import Clock
from api.security.keys import KeyTerms, NewKey, Permission, make_key
from api.security.sessions import Sessions
from api.settings import Settings, database_file
from network_data.asker import Role
from network_data.database import open_engine, transaction
from network_data.demo import load_demonstration
from network_data.tables import Account, Chantier, Grant, GrantKind, Person, RoleAssignment, Territory

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BELLEVILLE = {"latitude": 48.8721, "longitude": 2.3767}
EVERYTHING = frozenset(Permission)
COOKIE = "maillage-session"
_LOADED: list[bytes] = []
"""The first demonstration of this process, as SQLite keeps it once everybody has left it."""


def load(url: str) -> None:
    """The demonstration as it stands on ``TODAY``, into an empty database.

    Built once a process: what is a file is then copied from the first one.
    """
    file = database_file(url)
    if file is not None and _LOADED:
        file.write_bytes(_LOADED[0])
        return
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        load_demonstration(session, TODAY)
    engine.dispose()
    if file is not None:
        _LOADED.append(file.read_bytes())


def application(url: str, **settings: Any) -> FastAPI:
    """The application for which it is ``TODAY``; nobody asks too often unless ``settings`` say so."""
    told: dict[str, Any] = {
        "demonstration": True,
        "insecure_cookies": True,
        "requests_per_minute": 1_000_000,
        "allowed_hosts": "testserver",
    } | settings
    app = create_app(Settings(database_url=url, **told))
    # Not by FastAPI's overrides: with one of them, it looks at every dependency's signature again on every request.
    app.state.clock = Clock(lambda: NOW, lambda: TODAY)
    return app


@contextmanager
def serving(url: str, **headers: str) -> Iterator[TestClient]:
    """A client that sends ``headers`` with every request."""
    with TestClient(application(url), headers=headers) as client:
        yield client


def bearer(key: NewKey) -> dict[str, str]:
    """The header of software that holds ``key``."""
    return {"Authorization": f"Bearer {key.shown}"}


def a_key(
    url: str,
    chantier_id: str = "rejoue",
    permissions: frozenset[Permission] = EVERYTHING,
    expires_at: datetime | None = None,
) -> NewKey:
    """A new key of a chantier."""
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        made = make_key(session, KeyTerms("tests", chantier_id, permissions, expires_at), NOW)
    engine.dispose()
    return made


def an_empty_chantier(url: str) -> str:
    """The id of a chantier where nobody works, added to the database."""
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        session.add(Territory(slug="vide", name="Vide"))
        session.flush()
        session.add(Chantier(id="vide", name="Vide", territory_slug="vide"))
    engine.dispose()
    return "vide"


def signed_in(url: str, role: Role, chantier: str | None = "rejoue", territory: str | None = None) -> dict[str, str]:
    """The cookie of someone who holds ``role``; an advisor accompanies everybody, no one else anybody.

    They hold it in ``territory`` if one is given, else in a chantier.
    """
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        account = f"tests-{role}"
        session.add(Account(id=account, login=account, name="Camille Verrier", created_at=NOW))
        session.flush()
        held = {"territory_slug": territory} if territory else {"chantier_id": chantier}
        session.add(RoleAssignment(account_id=account, role=role, since=TODAY, **held))
        if role is Role.ADVISOR:
            _entrust_everybody(session, account)
    secret = Sessions(engine).open(account, "tests", NOW, second_factor=False)
    engine.dispose()
    return {"cookie": f"{COOKIE}={secret}"}


def _entrust_everybody(session: Session, account: str) -> None:
    since = NOW - timedelta(days=1)
    for person_id in session.exec(select(col(Person.id))).all():
        session.add(Grant(account_id=account, person_id=person_id, kind=GrantKind.ACCOMPANIES, since=since))


def body(*barriers: str, **facts: Any) -> dict[str, Any]:
    """A profile with these barriers."""
    return {"barriers": [{"code": code} for code in barriers], **facts}
