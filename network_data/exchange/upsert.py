"""Writes partners and services in bulk: creates what is new, updates what differs, and leaves the rest alone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlmodel import SQLModel

from network_data.exchange.report import Counts
from network_data.exchange.rows import Kind, Values
from network_data.tables import METADATA, Partner, Service
from network_data.vocabulary import AccessPath

_MODELS: Mapping[Kind, type[SQLModel]] = {Kind.PARTNER: Partner, Kind.SERVICE: Service}
_ONLY_AT_CREATION = frozenset({"territory_slug"})
_PARTNER_FACTS = (
    "id",
    "networks",
    "address",
    "address_complement",
    "postcode",
    "city",
    "insee_code",
    "latitude",
    "longitude",
    "opening_hours",
)
"""What services may take over from their partner."""


def table_of(kind: Kind) -> Table:
    """The table records of ``kind`` go to."""
    return METADATA.tables[kind.value]


def is_unknown(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value is AccessPath.UNKNOWN


def stored_rows(
    connection: Connection, kind: Kind, ids: Sequence[str], names: Collection[str] | None = None
) -> dict[str, Values]:
    """The rows that exist among ``ids``, by id: all their columns, or only ``names``."""
    table = table_of(kind)
    columns = list(table.c) if names is None else [table.c[name] for name in names]
    found = connection.execute(select(*columns).where(table.c.id.in_(ids)))
    return {row["id"]: dict(row) for row in found.mappings()}


def partner_facts(connection: Connection, ids: Collection[str]) -> dict[str, Values]:
    """What services may take over from their partners, by partner id; a partner that does not exist is absent."""
    return stored_rows(connection, Kind.PARTNER, sorted(ids), _PARTNER_FACTS)


def write(
    connection: Connection, kind: Kind, records: Sequence[Values], stored: Mapping[str, Values], counts: Counts
) -> set[str]:
    """Creates or updates ``records``, whose ids are all different, and gives the partners concerned.

    Only the fields a record holds are compared and overwritten; ``stored`` holds whole rows.
    """
    created = [_with_defaults(kind, record) for record in records if record["id"] not in stored]
    known = [(record, stored[record["id"]]) for record in records if record["id"] in stored]
    changed = [(new, old) for new, old in known if _differs(new, old)]
    if created:
        connection.execute(table_of(kind).insert(), created)
    if changed:
        _update(connection, table_of(kind), changed)
    counts.created += len(created)
    counts.updated += len(changed)
    counts.unchanged += len(known) - len(changed)
    partner = "id" if kind is Kind.PARTNER else "partner_id"
    return {record[partner] for record in created} | {row[partner] for pair in changed for row in pair}


def _with_defaults(kind: Kind, record: Values) -> Values:
    fields = _MODELS[kind].model_fields
    return {name: None if info.is_required() else info.default for name, info in fields.items()} | record


def _differs(new: Values, old: Values) -> bool:
    return any(old[name] != value for name, value in new.items() if name not in _ONLY_AT_CREATION)


def _update(connection: Connection, table: Table, changed: Sequence[tuple[Values, Values]]) -> None:
    given = {name for new, _old in changed for name in new}
    names = sorted(given - {"id"} - _ONLY_AT_CREATION)
    statement = table.update().where(table.c.id == bindparam("row_id"))
    statement = statement.values({name: bindparam(f"new_{name}") for name in names})
    rows = [old | new for new, old in changed]
    connection.execute(statement, [{"row_id": row["id"]} | {f"new_{n}": row[n] for n in names} for row in rows])
