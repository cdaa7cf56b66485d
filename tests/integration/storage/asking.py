"""Askers of each role, the accesses they hold, and the repositories as they see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.repositories.identities import PURPOSE, IdentityRepository
from network_data.sealing import Sealer
from network_data.tables import Account, Grant, GrantKind, RoleAssignment
from network_data.trail import Trail
from tests.integration.storage.records import DAY, store

NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
SECRETS = ("the installation's secret",)


def account(account_id: str = "ines", **known: Any) -> Account:
    given: dict[str, Any] = {
        "login": account_id,
        "name": account_id.title(),
        "created_at": NOON - timedelta(days=9),
    } | known
    return Account(id=account_id, **given)


def holds(account_id: str, role: Role, *, chantier: str | None = None, territory: str | None = None) -> RoleAssignment:
    return RoleAssignment(
        account_id=account_id, role=role, chantier_id=chantier, territory_slug=territory, since=DAY - timedelta(days=9)
    )


def grant(account_id: str, person_id: str, kind: GrantKind = GrantKind.ACCOMPANIES, **known: Any) -> Grant:
    given: dict[str, Any] = {"since": NOON - timedelta(days=1)} | known
    return Grant(account_id=account_id, person_id=person_id, kind=kind, **given)


def asker(account_id: str = "ines", *positions: Position) -> Asker:
    return Asker(account_id, positions or (Position(Role.ADVISOR, chantier="rejoue"),))


def store_advisor(engine: Engine, account_id: str, *people: str, chantier: str = "rejoue") -> Asker:
    """An advisor who accompanies ``people``."""
    store(engine, account(account_id), holds(account_id, Role.ADVISOR, chantier=chantier))
    store(engine, *(grant(account_id, person) for person in people))
    return asker(account_id, Position(Role.ADVISOR, chantier=chantier))


@contextmanager
def people_as(who: Asker, engine: Engine, now: datetime = NOON) -> Iterator[PeopleRepository]:
    with transaction(engine) as session:
        yield PeopleRepository(who, session, now, Trail(engine, SECRETS))
        # What was read is looked at after the transaction.
        session.expunge_all()


@contextmanager
def identities_as(
    who: Asker, engine: Engine, now: datetime = NOON
) -> Iterator[tuple[PeopleRepository, IdentityRepository]]:
    with transaction(engine) as session:
        trail = Trail(engine, SECRETS)
        yield (
            PeopleRepository(who, session, now, trail),
            IdentityRepository(who, session, now, trail, Sealer(SECRETS, PURPOSE)),
        )
        session.expunge_all()
