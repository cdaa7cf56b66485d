"""Writes the trail and checks it: a chain of SHA-256 digests whose head is signed (HMAC) with the installation's key.

Haber and Stornetta's linked time-stamps (How to time-stamp a digital document, Journal of Cryptology 3, 1991).
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, func, select

from network_data.database import transaction
from network_data.sealing import derive_key
from network_data.tables import AuditEntry, AuditHead, AuditMention, AuditSubject
from network_data.trail_check import START, End, Fault, digest_of, walk

__all__ = ["End", "Event", "Fault", "JoinedTrail", "Recorder", "Trail", "digest_of"]

FORGED = "forged"
"""The signature of whatever follows a head that is not ours."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to leave a trace of. ``persons`` are pseudonyms; the trail keeps their erasable keys instead."""

    actor: str
    action: str
    persons: Sequence[str] = ()
    address: str | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class Recorder(Protocol):
    """Where the trace of a look or a change is left, before it happens."""

    def record(self, event: Event, at: datetime) -> int:
        """Leaves the trace of ``event``; its number in the trail."""
        ...


class Trail:
    """The trail of one installation: looks are written in transactions of their own, changes in the change's own."""

    def __init__(self, engine: Engine, secrets: Sequence[str]) -> None:
        self._engine = engine
        self._keys = [derive_key(secret, "trail") for secret in secrets]

    def record(self, event: Event, at: datetime) -> int:
        """Appends ``event`` and gives its number. Writers take turns: one row is locked, for one insertion."""
        with transaction(self._engine, writes=True) as session:
            return self.append(session, event, at)

    def append(self, session: Session, event: Event, at: datetime) -> int:
        """Appends ``event`` within the caller's transaction, which must have been opened to write."""
        head = _locked_head(session)
        entry = AuditEntry(
            number=head.number + 1 if head else 1,
            at=at,
            actor=event.actor,
            action=event.action,
            subjects=_subjects(session, event.persons),
            address=event.address,
            reason=event.reason,
            details=dict(event.details),
            previous=head.digest if head else START,
            digest="",
        )
        entry.digest = digest_of(entry)
        session.add(entry)
        # A head that is not ours stays so, whatever is written after it: signing it again would hide what was done.
        ours = head is None or self._is_signed(head)
        signature = self._sign(self._keys[0], entry.number, entry.digest) if ours else FORGED
        session.merge(AuditHead(number=entry.number, digest=entry.digest, signature=signature))
        session.flush()
        session.add_all(AuditMention(subject=subject, entry=entry.number) for subject in entry.subjects)
        session.flush()
        return entry.number

    def verify(self) -> Fault | None:
        """The first fault of the whole trail, or None when it is whole. Reads every entry once, in batches."""
        with self._engine.connect() as connection, Session(_at_one_moment(connection)) as session:
            found = walk(session)
            return found if isinstance(found, Fault) else self._fault_of_head(session.get(AuditHead, 1), found)

    def head(self) -> End | None:
        """Where the trail ends, to be noted elsewhere; None while it is empty."""
        with self._engine.connect() as connection, Session(connection) as session:
            head = session.get(AuditHead, 1)
            return End(head.number, head.digest) if head else None

    def lacks(self, noted: End) -> bool:
        """Whether the trail no longer holds an end that was ``noted``: an older database was put back, or rewritten.

        Only a copy kept elsewhere tells: an old database with its old head is whole in itself. Since each digest
        covers the one before, one that is found vouches for every entry up to it, once ``verify`` finds no fault.
        """
        with self._engine.connect() as connection, Session(connection) as session:
            entry = session.get(AuditEntry, noted.number)
            return entry is None or not hmac.compare_digest(entry.digest.encode(), noted.digest.encode())

    def _fault_of_head(self, head: AuditHead | None, end: End) -> Fault | None:
        if head is None:
            return None if end.number == 0 else Fault(None, "head-missing")
        if (head.number, head.digest) != (end.number, end.digest):
            return Fault(min(end.number, head.number) + 1, "cut-off")
        return None if self._is_signed(head) else Fault(None, "head-forged")

    def _is_signed(self, head: AuditHead) -> bool:
        signed = (self._sign(key, head.number, head.digest) for key in self._keys)
        return any(hmac.compare_digest(each.encode(), head.signature.encode()) for each in signed)

    @staticmethod
    def _sign(key: bytes, number: int, digest: str) -> str:
        return hmac.new(key, f"{number}:{digest}".encode(), sha256).hexdigest()


class JoinedTrail:
    """The trail within a transaction that changes something: the trace stands or falls with the change.

    Should it fall, ``replay`` writes the traces after all: what failed was still attempted, and what was read was read.
    """

    def __init__(self, trail: Trail, session: Session) -> None:
        self._trail = trail
        self._session = session
        self._events: list[tuple[Event, datetime]] = []

    def record(self, event: Event, at: datetime) -> int:
        """Appends ``event`` within the transaction."""
        self._events.append((event, at))
        return self._trail.append(self._session, event, at)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the transaction that is done whole or not at all; if not, its traces stay."""
        before = len(self._events)
        try:
            with self._session.begin_nested():
                yield
        except BaseException:
            wiped = self._events[before:]
            del self._events[before:]
            for event, at in wiped:
                self.record(event, at)
            raise

    def replay(self) -> None:
        """Records again, each in a transaction of its own, what a roll-back has wiped."""
        for event, at in self._events:
            self._trail.record(event, at)


def _at_one_moment(connection: Connection) -> Connection:
    """The connection, whose next transaction sees one state of the trail whatever is appended meanwhile."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection  # on SQLite every transaction does


def _locked_head(session: Session) -> AuditHead | None:
    """The head, locked until the transaction ends, so that two writers never follow the same entry."""
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(_LOCK))).one()
    return session.get(AuditHead, 1)


_LOCK = 0x4D41494C
"""Any number that nothing else of ours locks."""


def _subjects(session: Session, persons: Iterable[str]) -> list[str]:
    """The erasable keys of some people, made at first need."""
    wanted = sorted(set(persons))
    known = session.exec(select(AuditSubject).where(col(AuditSubject.person_id).in_(wanted))).all()
    keys = {subject.person_id: subject.id for subject in known}
    for person in wanted:
        if person not in keys:
            keys[person] = token_urlsafe(12)
            session.add(AuditSubject(id=keys[person], person_id=person))
    return [keys[person] for person in wanted]
