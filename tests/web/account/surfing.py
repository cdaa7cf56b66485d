"""Someone with a browser before the pages of accounts: reads forms, fills them in, and keeps their cookies."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.security.passwords import Passwords
from network_data.asker import Role
from network_data.database import transaction
from network_data.tables import Account, AuditEntry, RoleAssignment

HTML = {"accept": "text/html"}
PASSWORD = "cheval correct agrafe pile"
HASH = Passwords().hash(PASSWORD)
START = datetime(2026, 11, 22, 10, tzinfo=UTC)


@dataclass
class Clock:
    """The moment it is."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def pass_time(self, spent: timedelta) -> None:
        """Lets time pass."""
        self.moment += spent


@dataclass
class Surfer:
    """A browser that follows no redirect by itself."""

    client: TestClient

    @classmethod
    @contextmanager
    def before(cls, app: FastAPI, **headers: str) -> Iterator["Surfer"]:
        with TestClient(app, follow_redirects=False, headers={**HTML, **headers}) as client:
            yield cls(client)

    def open(self, path: str) -> Response:
        return self.client.get(path)

    def token(self, path: str) -> str:
        """The token of the forms of a page."""
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.open(path).text)
        assert found, f"{path} has no form of ours"
        return found[1]

    def submit(self, page: str, action: str, **fields: str | list[str]) -> Response:
        """Opens a page, fills in one of its forms and sends it."""
        return self.client.post(action, data={"csrf": self.token(page), **fields})

    def sign_in(self, login: str, password: str = PASSWORD, **fields: str) -> Response:
        return self.submit("/connexion", "/connexion", login=login, password=password, **fields)

    def is_signed_in(self) -> bool:
        return self.open("/compte").status_code == 200


def an_account(engine: Engine, login: str = "amina", role: Role = Role.ADMINISTRATOR, **facts: Any) -> str:
    """A new account that holds ``role``; its id."""
    account = Account(
        id=f"id-{login}",
        login=login,
        name=f"{login.capitalize()} Test",
        password_hash=facts.pop("password_hash", HASH),
        created_at=START,
        **facts,
    )
    with transaction(engine, writes=True) as session:
        session.add(account)
        session.flush()
        session.add(RoleAssignment(account_id=f"id-{login}", role=role, since=date(2026, 1, 1)))
    return f"id-{login}"


def actions(engine: Engine) -> list[str]:
    """What the trail tells, in its order."""
    with transaction(engine) as session:
        return list(session.exec(select(col(AuditEntry.action)).order_by(col(AuditEntry.number))))


def told(response: Response) -> str:
    """The words of a page."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.text.partition("<main")[2]))
    return " ".join(text.replace("\u00a0", " ").split())
