"""Reads a JSON array of objects one object at a time."""

from collections.abc import Iterator
from typing import Any

import ijson

from network_data.exchange.errors import UnusableFile
from network_data.exchange.rows import RawRow
from network_data.exchange.sources import Source

_NOT_A_LIST = "le JSON contient un objet et non une liste. Exportez les fiches sous la forme [{...}, {...}]."
_NO_ROW = "le fichier ne contient aucune fiche."


def read_json(source: Source, table: str = "") -> Iterator[RawRow]:
    """Yields every object of the array with its rank, from 1.

    Raises:
        UnusableFile: cut short, not JSON, not an array, or an empty one.
    """
    number = 0
    for number, item in enumerate(_items(source), start=1):
        if isinstance(item, dict):
            yield RawRow(source.name, number, item, table=table)
        else:
            yield RawRow(source.name, number, problem="ce n'est pas une fiche (objet JSON attendu)", table=table)
    if number == 0:
        raise UnusableFile(source.name, _NO_ROW)


def json_fields(source: Source) -> set[str]:
    """The names of the fields of the first object, empty when the array has none."""
    for item in _items(source):
        if isinstance(item, dict):
            return set(item)
    return set()


def _items(source: Source) -> Iterator[Any]:
    with source.open() as stream:
        if stream.read(1 << 16).lstrip()[:1] != b"[":
            raise UnusableFile(source.name, _NOT_A_LIST)
    with source.open() as stream:
        try:
            # Numbers as Decimal: one that overflows a float then spoils its own row only.
            yield from ijson.items(stream, "item")
        except ijson.JSONError as error:
            raise UnusableFile(source.name, _what_is_wrong(error)) from None


def _what_is_wrong(error: Exception) -> str:
    if "premature EOF" in str(error) or "Incomplete" in str(error):
        return "le fichier est incomplet : il s'arrête au milieu. Téléchargez-le de nouveau."
    return "ce n'est pas du JSON valide. Exportez les données de nouveau, puis recommencez."
