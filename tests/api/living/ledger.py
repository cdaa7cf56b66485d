"""Reads what is stored by plain SQL, and checks it by rules that share nothing with the product's own."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any

from sqlalchemy import Engine, text

from tests.api.living.lifecycle import ENDED, HELD, Line, walk
from tests.reference import request_life

PARALLEL = frozenset({"acces-logement"})
"""Of the barriers of these tests, those that may go several ways at once."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One referral as it is stored."""

    id: str
    person: str
    service: str
    kind: str
    barriers: frozenset[str]
    replaces: str | None
    state: str
    since: datetime
    log: tuple[Line, ...]

    def standing(self) -> list[Line]:
        """The moves that stand."""
        return walk(self.log, dossier=self.kind == "dossier")


@dataclass(frozen=True, slots=True)
class Question:
    """One request to the officers as it is stored, and its log as the slow walk takes it."""

    id: str
    person: str
    barrier: str
    stands: tuple[str, str | None, bool]
    """Its state, who has it, and whether they still have to take it."""
    log: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """What lets an account see a person."""

    account: str
    person: str
    kind: str
    barriers: frozenset[str] | None


class Ledger:
    """What a database holds about some people."""

    def __init__(self, engine: Engine, people: Sequence[str]) -> None:
        self._engine = engine
        self._people = {f"p{number}": person for number, person in enumerate(people)}
        names = ", ".join(f":{name}" for name in self._people)
        # The placeholders are ours: nothing that a person wrote is part of a statement.
        self._queries = {name: text(query.format(people=names)) for name, query in _QUERIES.items()}

    def read(self) -> "Snapshot":
        """All that is stored about them, and all quotas with what is held of them."""
        with self._engine.connect() as connection:
            return Snapshot(
                {
                    name: connection.execute(query, self._people if name not in _OF_NOBODY else {}).fetchall()
                    for name, query in self._queries.items()
                }
            )


_QUERIES = {
    "person": "SELECT id FROM person WHERE id IN ({people}) ORDER BY id",
    "referral": "SELECT * FROM referral WHERE person_id IN ({people}) ORDER BY id",
    "event": "SELECT e.* FROM referral_event e JOIN referral r ON r.id = e.referral_id "
    "WHERE r.person_id IN ({people}) ORDER BY e.referral_id, e.number",
    "own_hold": "SELECT h.* FROM hold h JOIN referral r ON r.id = h.referral_id WHERE r.person_id IN ({people}) "
    "ORDER BY h.referral_id, h.unit",
    "contact": "SELECT * FROM logged_contact WHERE person_id IN ({people}) ORDER BY id",
    "request": "SELECT * FROM officer_request WHERE person_id IN ({people}) ORDER BY person_id, barrier, asked_at, id",
    "request_event": "SELECT e.* FROM request_event e JOIN officer_request r ON r.id = e.request_id "
    "WHERE r.person_id IN ({people}) ORDER BY e.request_id, e.number",
    "agreement": "SELECT * FROM sharing_agreement WHERE person_id IN ({people}) ORDER BY id",
    "grant": 'SELECT * FROM "grant" WHERE person_id IN ({people}) ORDER BY id',
    "quota": "SELECT * FROM quota ORDER BY id",
    "hold": "SELECT * FROM hold ORDER BY referral_id, unit",
}
_OF_NOBODY = frozenset({"quota", "hold"})


class Snapshot:
    """What was stored at one moment. Two are equal when nothing has changed, but for who looked at what."""

    def __init__(self, rows: Mapping[str, Sequence[Any]]) -> None:
        self._rows = rows
        logs: dict[str, list[Line]] = {}
        for row in rows["event"]:
            logs.setdefault(row.referral_id, []).append(_line(row))
        self.people = {row.id for row in rows["person"]}
        self.referrals = {row.id: _stored(row, tuple(logs[row.id])) for row in rows["referral"]}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and all(
            list(map(tuple, rows)) == list(map(tuple, other._rows[name])) for name, rows in self._rows.items()
        )

    __hash__ = None  # type: ignore[assignment]

    def grants(self, now: datetime) -> list[Granted]:
        """What is open to whom now."""
        return [
            Granted(row.account_id, row.person_id, row.kind, _codes(row.barriers))
            for row in self._rows["grant"]
            if _moment(row.since) <= now and (row.until is None or _moment(row.until) > now)
        ]

    def agreed(self, referral: Stored, today: date) -> bool:
        """Whether the person agrees today that the partner of this referral be told."""
        return any(
            (row.person_id, row.service_id) == (referral.person, referral.service)
            and row.withdrawn_at is None
            and _day(row.given_on) <= today <= _day(row.until)
            for row in self._rows["agreement"]
        )

    def questions(self) -> list[Question]:
        """The requests to the officers, in an order that does not hang on their ids."""
        logs: dict[str, list[dict[str, Any]]] = {}
        for row in self._rows["request_event"]:
            line = {"kind": row.kind, "actor": row.actor, "at": _moment(row.at), "to": row.to_state}
            logs.setdefault(row.request_id, []).append(line | {"officer": row.officer_id})
        return [
            Question(
                row.id,
                row.person_id,
                row.barrier,
                (row.state, row.officer_id, bool(row.waiting)),
                tuple(logs[row.id]),
            )
            for row in self._rows["request"]
        ]

    def check(self, now: datetime) -> None:
        """All that must hold, whoever did what before."""
        for question in self.questions():
            assert request_life.walk([dict(line) for line in question.log]) == question.stands, (
                "stored as its log gives"
            )
        still = Counter((each.person, each.barrier) for each in self.questions() if each.stands[0] != "closed")
        assert not still or max(still.values()) == 1, "asked twice"
        found = self.referrals
        for each in found.values():
            standing = each.standing()
            assert (each.state, each.since) == (standing[-1].to, standing[-1].at), "stored as its log gives"
        self._check_holds(now)
        self._check_quotas(now)
        _check_doubles(list(found.values()))
        replaced = [each.replaces for each in found.values() if each.replaces]
        assert len(replaced) == len(set(replaced)), "replaced once"
        assert all(found[each].state in ENDED for each in replaced), "what is replaced is over"

    def _check_holds(self, now: datetime) -> None:
        held = {
            (row.referral_id, row.unit): None if row.until is None else _moment(row.until)
            for row in self._rows["own_hold"]
            if row.until is None or _moment(row.until) > now
        }
        expected = {(each.id, unit): until for each in self.referrals.values() for unit, until in _to_hold(each, now)}
        assert held == expected, "held as the logs give"

    def _check_quotas(self, now: datetime) -> None:
        """What is held of each quota, counted row by row."""
        quotas = self._rows["quota"]
        holds = [row for row in self._rows["hold"] if row.until is None or _moment(row.until) > now]
        for quota in quotas:
            if quota.reserved:
                continue
            for month, count in _used(quota, holds).items():
                kept = sum(
                    max(0, other.amount - _used(other, holds).get(month, 0))
                    for other in quotas
                    if other.reserved and _within(other, quota)
                )
                assert count + kept <= quota.amount, (tuple(quota), month, count, kept)


def _to_hold(referral: Stored, now: datetime) -> Iterator[tuple[str, datetime | None]]:
    standing = referral.standing()
    firm = HELD.get(referral.state, frozenset())
    until = next((line.details["held_until"] for line in reversed(standing) if "held_until" in line.details), None)
    kept = datetime.fromisoformat(str(until)) if until else None
    for unit in ("application", "place"):
        if unit in firm:
            yield unit, None
        elif kept and kept > now and referral.state in {"prepared", "sent"}:
            yield unit, kept


def _used(quota: Any, holds: Sequence[Any]) -> dict[tuple[int, int] | None, int]:
    """How much of a quota is held: in each month, or (None) at all."""
    found: dict[tuple[int, int] | None, int] = {}
    for row in holds:
        same = (row.unit, row.partner_id) == (quota.unit, quota.partner_id)
        service, chantier = quota.service_id in {None, row.service_id}, quota.chantier_id in {None, row.chantier_id}
        if same and service and chantier:
            day = _day(row.counted_on)
            month = (day.year, day.month) if quota.monthly else None
            found[month] = found.get(month, 0) + 1
    return found


def _within(inner: Any, outer: Any) -> bool:
    return (
        (inner.unit, inner.partner_id, inner.monthly) == (outer.unit, outer.partner_id, outer.monthly)
        and outer.service_id in {None, inner.service_id}
        and outer.chantier_id in {None, inner.chantier_id}
    )


def _check_doubles(found: Sequence[Stored]) -> None:
    """One open referral for a person, a need and a service; one way at a time for a need, unless both are meant."""
    still = [each for each in found if each.state not in ENDED]
    for one, other in combinations(still, 2):
        if one.person != other.person or one.barriers.isdisjoint(other.barriers):
            continue
        assert one.service != other.service, "booked twice"
        meant = any("alongside" in each.log[0].details for each in (one, other))
        routes = meant or "dossier" in {one.kind, other.kind} or (one.barriers & other.barriers) <= PARALLEL
        assert routes, "one need goes two ways that nobody meant"


def _stored(row: Any, log: tuple[Line, ...]) -> Stored:
    barriers = _codes(row.barriers) or frozenset()
    given = (row.replaces_id, row.state, _moment(row.since), log)
    return Stored(row.id, row.person_id, row.service_id, row.kind, barriers, *given)


def _line(row: Any) -> Line:
    details = json.loads(row.details) if isinstance(row.details, str) else row.details
    moments = (_moment(row.at), _moment(row.recorded_at))
    return Line(row.number, row.kind == "undo", row.to_state, row.actor, *moments, details or {}, row.reason)


def _codes(stored: Any) -> frozenset[str] | None:
    known = json.loads(stored) if isinstance(stored, str) else stored
    return None if known is None else frozenset(known)


def _moment(stored: Any) -> datetime:
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(stored: Any) -> date:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
