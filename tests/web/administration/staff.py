"""Those who work in the small installation, and what became of their accounts."""

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from network_data.asker import Position, Role
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import Account, AuditEntry, Grant, GrantKind, RoleAssignment
from tests.web.account.surfing import HASH, START

COMPTES = "/administration/comptes"


def staff(engine: Engine, login: str, role: Role, territory: str | None = None, chantier: str | None = None) -> str:
    """An account that has come in already, and its role; or one more role for it. The id is the login."""
    with transaction(engine, writes=True) as session:
        if session.get(Account, login) is None:
            account = Account(id=login, login=login, name=login.title(), password_hash=HASH, created_at=START)
            session.add(account)
            session.flush()
        session.add(
            RoleAssignment(
                account_id=login, role=role, territory_slug=territory, chantier_id=chantier, since=date(2026, 1, 1)
            )
        )
    return login


def accompany(engine: Engine, login: str, person: str = "P-1") -> None:
    """Lets someone accompany a person."""
    with transaction(engine, writes=True) as session:
        since = START - timedelta(days=1)
        session.add(Grant(account_id=login, person_id=person, kind=GrantKind.ACCOMPANIES, since=since))


def positions(engine: Engine, login: str) -> tuple[Position, ...]:
    """The roles held."""
    with transaction(engine) as session:
        return AccountRepository(session, START).positions(login)


def account(engine: Engine, login: str) -> Account:
    """The account as it is stored."""
    with transaction(engine) as session:
        found = session.exec(select(Account).where(Account.login == login)).one()
        session.expunge(found)
        return found


def running_grants(engine: Engine, login: str) -> int:
    """How many files the account opens."""
    with transaction(engine) as session:
        grants = session.exec(select(Grant).where(Grant.account_id == login))
        return sum(grant.until is None or grant.until > START for grant in grants)


def traces(engine: Engine, actor: str) -> list[str]:
    """What the trail says that someone did, signing in and out left out."""
    with transaction(engine) as session:
        query = select(AuditEntry.action).where(AuditEntry.actor == actor).order_by(col(AuditEntry.number))
        return [action for action in session.exec(query) if not action.startswith("sign")]
