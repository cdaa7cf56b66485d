"""Reads a CSV file row by row; a row that cannot be cut into fields is told, and the next one is read."""

import csv
import io
from collections.abc import Collection, Iterator

from network_data.exchange.errors import UnusableFile
from network_data.exchange.rows import RawRow
from network_data.exchange.sources import ByteStream, Source

_FIRST_DATA_ROW = 2


def read_csv(source: Source, required: Collection[str], table: str = "") -> Iterator[RawRow]:
    """Yields every row with its spreadsheet number; empty lines do not count as rows but keep their number.

    Raises:
        UnusableFile: no row at all, or a column of ``required`` is missing.
    """
    with source.open() as stream, _text(stream, source) as text:
        reader = csv.reader(text, delimiter=_delimiter(text))
        header = _header(reader)
        _check_columns(source, header, required)
        number = _FIRST_DATA_ROW - 1
        empty = True
        for number, cells in enumerate(_cells(reader), start=_FIRST_DATA_ROW):
            if cells == []:
                continue
            empty = False
            yield _row(source.name, number, header, cells, table)
        if empty:
            raise UnusableFile(source.name, "le fichier ne contient aucune ligne de données.")


def csv_header(source: Source) -> list[str]:
    """The names of the columns."""
    with source.open() as stream, _text(stream, source) as text:
        return _header(csv.reader(text, delimiter=_delimiter(text)))


def _text(stream: ByteStream, source: Source) -> io.TextIOWrapper:
    errors = "replace" if source.damaged else "strict"
    return io.TextIOWrapper(stream, encoding=source.encoding, errors=errors, newline="")


def _delimiter(text: io.TextIOWrapper) -> str:
    """Semicolon where the first line has more of them, as French spreadsheets write; else comma."""
    start = text.tell()
    first = text.readline(100_000)
    text.seek(start)
    return ";" if first.count(";") > first.count(",") else ","


def _header(reader: Iterator[list[str]]) -> list[str]:
    for cells in _cells(reader):
        if cells is None:
            return []
        if cells:
            return [cell.strip() for cell in cells]
    return []


def _cells(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """The cells of each row, None for one that the CSV reader cannot cut."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _check_columns(source: Source, header: list[str], required: Collection[str]) -> None:
    missing = sorted(set(required) - set(header))
    if missing:
        raise UnusableFile(
            source.name,
            f"colonnes absentes : {', '.join(missing)}. Vérifiez le format indiqué et la première ligne du fichier.",
        )


def _row(file: str, number: int, header: list[str], cells: list[str] | None, table: str) -> RawRow:
    if cells is None:
        return RawRow(file, number, problem="ligne illisible (guillemets ou longueur)", table=table)
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        return RawRow(file, number, problem=f"{len(cells)} colonnes au lieu de {len(header)}", table=table)
    return RawRow(file, number, dict(zip(header, cells, strict=True)), table=table)
