"""Imports data·inclusion v1: structures and services, in JSON or CSV, given in any order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from network_data.exchange.csv_rows import csv_header, read_csv
from network_data.exchange.data_inclusion_access import access_path, women_only
from network_data.exchange.data_inclusion_fields import SERVICES, STRUCTURES, TABLES, Table
from network_data.exchange.data_inclusion_validation import InvalidRowError, validated
from network_data.exchange.errors import UnusableFile
from network_data.exchange.json_rows import json_fields, read_json
from network_data.exchange.phones import e164
from network_data.exchange.places import department_of, position_of
from network_data.exchange.rows import Kind, Outcome, RawRow, Record, Values
from network_data.exchange.sources import Source

_KINDS = {STRUCTURES.name: Kind.PARTNER, SERVICES.name: Kind.SERVICE}
_ONLY_IN_SERVICES = "structure_id"
_IN_BOTH = {"id", "nom"}
_UNKNOWN_FIELDS = (
    "ces champs ne sont pas ceux de data·inclusion v1 (id, nom, source, date_maj...). Vérifiez le format indiqué."
)


class DataInclusion:
    """The format ``data-inclusion``."""

    name = "data-inclusion"

    def read(self, sources: Sequence[Source]) -> Iterator[RawRow]:
        """Yields the rows of the structures' files, then those of the services'."""
        tables = [(source, _table_of(source)) for source in sources]
        for table in (STRUCTURES, SERVICES):
            for source, its_table in tables:
                if its_table is table:
                    yield from _rows(source, table)

    def department(self, row: RawRow) -> str | None:
        """The département of the row's commune, or of its postcode."""
        return department_of(row.fields.get("code_insee"), row.fields.get("code_postal"))

    def map(self, row: RawRow) -> Outcome:
        """A structure is a partner, a service a service; field by field."""
        if row.problem:
            return Outcome(row, rejection=row.fault("", row.problem))
        table = TABLES[row.table]
        try:
            clean, problems = validated(table, row.fields)
        except InvalidRowError as error:
            return Outcome(row, rejection=row.fault(error.field, error.reason))
        _check_position(clean, problems)
        clean["telephone"] = _phone(clean["telephone"])
        values = {ours: clean[theirs] for theirs, ours in table.fields.items() if _is_given(theirs, row, table)}
        warnings = tuple(row.fault(field, f"valeur ignorée : {reason}") for field, reason in problems)
        return Outcome(row, (Record(_KINDS[table.name], values),), warnings=warnings)

    def derive(self, service: Values, partner: Mapping[str, Any]) -> Values:
        """The way in and whether it is for women only."""
        return {
            "access_path": access_path(service, partner["networks"]),
            "women_only": women_only(service.get("publics")),
        }


def _table_of(source: Source) -> Table:
    fields = json_fields(source) if source.is_json else set(csv_header(source))
    if fields and not fields >= _IN_BOTH:
        raise UnusableFile(source.name, _UNKNOWN_FIELDS)
    return SERVICES if _ONLY_IN_SERVICES in fields else STRUCTURES


def _rows(source: Source, table: Table) -> Iterator[RawRow]:
    if source.is_json:
        return read_json(source, table.name)
    return read_csv(source, table.mandatory, table.name)


def _is_given(field: str, row: RawRow, table: Table) -> bool:
    """Whether the source has the field: what it does not have is not overwritten."""
    return field in row.fields or field in table.mandatory


def _check_position(clean: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    if clean["latitude"] is None and clean["longitude"] is None:
        return
    position = position_of(clean["latitude"], clean["longitude"])
    if position is None and not {"latitude", "longitude"} & {field for field, _reason in problems}:
        problems.append(("latitude", "coordonnées hors limites ou incomplètes"))
    clean["latitude"], clean["longitude"] = position or (None, None)


def _phone(text: str | None) -> str | None:
    """In E.164 where it is a full number; short ones such as 115 stay as they are."""
    return None if text is None else e164(text) or text
