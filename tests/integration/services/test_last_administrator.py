"""Two administrators who put each other out at the same moment: the second finds that nobody else is left."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from api.services.accounts import Accounts, RefusedAccountError
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.tables import Account, RoleAssignment
from network_data.trail import JoinedTrail, Trail

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CHIEF = Position(Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def both(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        for login, password in (("first", "hash"), ("second", "hash"), ("invited", None)):
            session.add(Account(id=login, login=login, name=login, password_hash=password, created_at=NOW))
            session.flush()
            session.add(RoleAssignment(account_id=login, role=Role.ADMINISTRATOR, since=date(2026, 1, 1)))


def accounts_of(asker: Asker, engine: Engine, session: Session) -> Accounts:
    return Accounts(asker, session, NOW, JoinedTrail(Trail(engine, ["secret"]), session))


def put_out(engine: Engine, asker: str, other: str) -> None:
    """``asker`` was known as an administrator when the request came in."""
    with transaction(engine, writes=True) as session:
        account = session.get_one(Account, other)
        accounts_of(Asker(asker, (CHIEF,)), engine, session).leave(account)


def test_the_last_administrator_who_can_come_in_is_not_put_out(engine: Engine) -> None:
    put_out(engine, "first", "second")
    with pytest.raises(RefusedAccountError, match="dernier administrateur"):
        put_out(engine, "second", "first")
    put_out(engine, "first", "invited")
    with transaction(engine) as session:
        assert session.get_one(Account, "first").left_at is None


def test_whoever_holds_the_machine_may(engine: Engine) -> None:
    put_out(engine, "first", "second")
    with transaction(engine, writes=True) as session:
        accounts_of(Asker.local(), engine, session).withdraw(session.get_one(Account, "first"), CHIEF)
