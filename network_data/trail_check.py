"""Finds what was done to the trail behind its back: every stored byte of every entry is compared, then the chain."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, cast, col, select, type_coerce

from network_data.tables import AuditEntry, AuditMention

START = "0" * 64
"""What stands before the first entry."""
BATCH = 1_000
_UNREADABLE = (SQLAlchemyError, ValueError, TypeError, AttributeError)
"""What a changed byte may make of a read: refused by the database, or a value of no sense to us."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong with the trail: the entry, or None when it is the head, and what."""

    number: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class End:
    """Where the chain ends: the last entry and its digest."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class _Stored:
    """An entry, with the text that the database really holds where several texts would read the same."""

    entry: AuditEntry
    subjects: str
    details: str
    at: str
    mentioned: frozenset[str]
    """Those by whom the entry is found."""


def digest_of(entry: AuditEntry) -> str:
    """The digest of an entry: of all its fields but itself, in a fixed form."""
    told = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "subjects": entry.subjects,
        "address": entry.address,
        "reason": entry.reason,
        "details": entry.details,
        "previous": entry.previous,
    }
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def walk(session: Session) -> End | Fault:
    """Reads every entry once, in order: where the chain ends, or its first fault."""
    end = End(0, START)
    try:
        for stored in _entries(session):
            fault = _fault_of(session, stored, end)
            if fault:
                return fault
            end = End(stored.entry.number, stored.entry.digest)
    except _UNREADABLE as error:
        if getattr(error, "connection_invalidated", False):
            raise
        return Fault(end.number + 1, "altered")
    return end


def _fault_of(session: Session, stored: _Stored, before: End) -> Fault | None:
    entry, number = stored.entry, before.number + 1
    if entry.number != number:
        return Fault(number, "missing")
    if entry.digest != digest_of(entry) or not _as_written(session, stored):
        return Fault(number, "altered")
    if entry.previous != before.digest:
        return Fault(number, "chain-broken")
    return None if stored.mentioned == set(entry.subjects) else Fault(number, "hidden")


def _as_written(session: Session, stored: _Stored) -> bool:
    """Whether texts that could be spelled otherwise and read the same are spelled as we write them."""
    entry = stored.entry
    # PostgreSQL keeps a time as a number, which has one spelling.
    moment = entry.at.replace(tzinfo=None).isoformat(" ", "microseconds")
    same_time = session.get_bind().dialect.name != "sqlite" or stored.at == moment
    return same_time and (stored.subjects, stored.details) == (json.dumps(entry.subjects), json.dumps(entry.details))


def _entries(session: Session) -> Iterator[_Stored]:
    """Every entry in order, a batch at a time; one by one where a batch holds something unreadable."""
    last = 0
    while True:
        try:
            with session.begin_nested():
                batch = _read(session, last, BATCH)
        except _UNREADABLE:
            batch = _read(session, last, 1)
        if not batch:
            return
        last = batch[-1].entry.number
        yield from batch
        session.expunge_all()


def _read(session: Session, last: int, limit: int) -> list[_Stored]:
    # PostgreSQL holds texts as texts; SQLite may hold anything anywhere, and a cast would hide it.
    spell = type_coerce if session.get_bind().dialect.name == "sqlite" else cast
    spelled = [
        spell(col(column), Text).label(f"spelled_{number}")
        for number, column in enumerate((AuditEntry.subjects, AuditEntry.details, AuditEntry.at))
    ]
    query = select(AuditEntry, *spelled).where(col(AuditEntry.number) > last)
    rows: Sequence[Any] = session.execute(query.order_by(col(AuditEntry.number)).limit(limit)).all()
    mentioned = _mentioned(session, last, rows[-1][0].number) if rows else {}
    return [
        _Stored(entry, subjects, details, at, frozenset(mentioned.get(entry.number, ())))
        for entry, subjects, details, at in rows
    ]


def _mentioned(session: Session, last: int, until: int) -> Mapping[int, Collection[str]]:
    """By entry after ``last`` and no further than ``until``, those by whom it is found."""
    query = select(AuditMention.entry, AuditMention.subject)
    found: dict[int, list[str]] = defaultdict(list)
    for entry, subject in session.exec(query.where(col(AuditMention.entry) > last, col(AuditMention.entry) <= until)):
        found[entry].append(subject)
    return found
