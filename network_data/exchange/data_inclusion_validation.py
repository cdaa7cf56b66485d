"""Validates a row against data·inclusion v1, dropping the optional values that fail and telling which."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from network_data.exchange.cells import date_of, is_storable, list_of, number_of, text_of
from network_data.exchange.data_inclusion_fields import CODES, LINKS, LISTS, Table, reason_for

MISSING = "valeur obligatoire absente"
_UNREADABLE = "caractère interdit dans le texte"
_NUMBERS = frozenset({"latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines"})
_INTEGERS = frozenset({"nombre_semaines"})
_WEEKS_AT_MOST = 5_000
_ID_FIELDS = ("id", "structure_id")
_ID_LENGTH = 200
_CODE = re.compile(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*")
_CODE_LENGTH = 80

Problems = list[tuple[str, str]]
"""(field, reason) pairs."""


class InvalidRowError(Exception):
    """A mandatory value is absent or not valid."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


def validated(table: Table, fields: Mapping[str, Any]) -> tuple[dict[str, Any], Problems]:
    """The clean values of a row under the source's names, and the optional values that were dropped.

    Raises:
        InvalidRowError: a mandatory value is absent or not valid.
    """
    problems: Problems = []
    values = {name: _cleaned(name, fields.get(name), problems) for name in table.fields}
    for name in sorted(table.mandatory):
        _require(name, values[name], problems)
    model = _accepted(table, values, problems)
    return {name: _final(name, values[name], model) for name in values}, problems


def _cleaned(name: str, raw: Any, problems: Problems) -> Any:
    value = text_of(raw)
    if value is None:
        return None
    if not is_storable(value):
        problems.append((name, _UNREADABLE))
        return None
    if name in LISTS:
        return list_of(value)
    cleaned = date_of(value) if name == "date_maj" else _number(name, value) if name in _NUMBERS else value
    if cleaned is None:
        problems.append((name, reason_for(name)))
    return cleaned


def _number(name: str, value: Any) -> float | int | None:
    number = number_of(value)
    if number is None or name not in _INTEGERS:
        return number
    return int(number) if number.is_integer() and number <= _WEEKS_AT_MOST else None


def _require(name: str, value: Any, problems: Problems) -> None:
    if value is None:
        raise InvalidRowError(name, next((reason for field, reason in problems if field == name), MISSING))
    if name in _ID_FIELDS and not (isinstance(value, str) and len(value) <= _ID_LENGTH and value.isprintable()):
        raise InvalidRowError(name, f"identifiant non valable ({_ID_LENGTH} caractères au plus)")


def _accepted(table: Table, values: dict[str, Any], problems: Problems) -> BaseModel:
    """Drops what the schema refuses until it refuses nothing; ``values`` is changed."""
    while True:
        try:
            return table.model.model_validate(values)
        except ValidationError as error:
            for name, positions in _refused(error).items():
                if name in table.mandatory:
                    raise InvalidRowError(name, reason_for(name)) from None
                _drop(name, positions, values, problems)


def _refused(error: ValidationError) -> dict[str, set[int] | None]:
    """Field -> the positions refused in its list, or None when the whole value is."""
    refused: dict[str, set[int] | None] = {}
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        name, *rest = detail["loc"]
        known = refused.setdefault(str(name), set())
        if rest and isinstance(rest[0], int) and known is not None:
            known.add(rest[0])
        else:
            refused[str(name)] = None
    return refused


def _drop(name: str, positions: set[int] | None, values: dict[str, Any], problems: Problems) -> None:
    value = values[name]
    if positions is None:
        problems.append((name, _reason(name, value)))
        values[name] = None
        return
    problems.extend((name, _reason(name, value[position])) for position in sorted(positions))
    values[name] = [item for position, item in enumerate(value) if position not in positions] or None


def _reason(name: str, value: Any) -> str:
    """The reason, quoting ``value`` only where it looks like a code: never a person's data."""
    if name not in CODES:
        return reason_for(name)
    if isinstance(value, list):
        return reason_for(name) if name == "publics" else "liste de codes non valable"
    if isinstance(value, str) and len(value) <= _CODE_LENGTH and _CODE.fullmatch(value):
        return f"code inconnu : « {value} »"
    return "code inconnu"


def _final(name: str, value: Any, model: BaseModel) -> Any:
    """The value to store: lists sorted, so that a source that shuffles them changes nothing."""
    if name in LISTS:
        return sorted(set(value)) if value else None
    if name == "courriel" and value:
        return getattr(model, name)  # "Accueil <accueil@example.org>" is accepted; the address alone is kept
    if name in LINKS and value and not (value.isprintable() and " " not in value):
        return str(getattr(model, name))
    return value
