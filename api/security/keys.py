"""Keys for chantiers' own software: ``mlg_<id>_<secret>``, shown once, kept as a digest, checked in constant time."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import Engine
from sqlmodel import Session

from api.security.secrets import digest, new_secret
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import ApiKey

PREFIX = "mlg"
USED_EVERY = timedelta(minutes=1)
"""``last_used_at`` is written at most so often."""
_NOTHING = digest("")


class Permission(StrEnum):
    """What a key may do."""

    MATCH = "match"
    """Send a profile and get suggestions and a plan; nothing of it is stored."""
    NETWORK = "network"
    """Read partners and services."""
    PERSONS = "persons"
    """Read the chantier's people by pseudonym, without sensitive needs."""
    REFERRALS = "referrals"
    """Prepare and follow the referrals of the chantier's people, without those that tell a sensitive need."""


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """What a key is for: whose it is, what it may do, until when."""

    name: str
    chantier_id: str
    permissions: frozenset[Permission]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown, once."""

    id: str
    shown: str


def make_key(session: Session, terms: KeyTerms, now: datetime) -> NewKey:
    """A new key of a chantier, within the caller's transaction."""
    key_id, secret = token_hex(6), new_secret()
    made = ApiKey(
        id=key_id,
        name=terms.name,
        secret_hash=digest(secret),
        chantier_id=terms.chantier_id,
        permissions=sorted(terms.permissions),
        created_at=now,
        expires_at=terms.expires_at,
    )
    session.add(made)
    session.flush()
    return NewKey(key_id, f"{PREFIX}_{key_id}_{secret}")


def id_of_key(engine: Engine, shown: str, now: datetime) -> str | None:
    """The id that a refused key bears, where there is or was a key of that id: by it alone nobody is let in."""
    key_id = shown.partition("_")[2].partition("_")[0]
    with transaction(engine) as session:
        return key_id if AccountRepository(session, now).had_key(key_id) else None


def asker_of_key(engine: Engine, shown: str, now: datetime, address: str | None) -> Asker | None:
    """Whose software holds the key ``shown``; None when it is unknown, revoked or expired. Same work in every case."""
    prefix, _, rest = shown.partition("_")
    key_id, _, secret = rest.partition("_")
    with transaction(engine) as session:
        key = AccountRepository(session, now).key(key_id)
        right = hmac.compare_digest(digest(secret), key.secret_hash if key else _NOTHING)
        if key is None or not right or prefix != PREFIX:
            return None
        asker = Asker(
            f"key:{key.id}", (Position(Role.SOFTWARE, chantier=key.chantier_id),), frozenset(key.permissions), address
        )
        stale = key.last_used_at is None or now - key.last_used_at >= USED_EVERY
    if stale:
        with transaction(engine, writes=True) as session:
            session.get_one(ApiKey, key_id).last_used_at = now
    return asker
