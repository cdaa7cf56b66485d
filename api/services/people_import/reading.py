"""Reads a file of people, row by row and column by column: what each row says, and everything that is wrong."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from api.services.people_import import cells
from api.services.people_import.cells import Barrier, CellError
from network_data.exchange.cells import is_storable

REQUIRED = ("chantier", "reference", "conseiller")
COLUMNS = (
    *REQUIRED,
    "prenom",
    "nom",
    "telephone",
    "mail",
    "arrivee",
    "naissance",
    "commune",
    "langues",
    "freins",
    "evalue_le",
    "papiers",
    "papiers_complets",
    "adresse_secrete",
)
MOST_ROWS = 5_000
OLDEST = timedelta(days=10 * 366)
TEMPLATE = (
    ";".join(COLUMNS) + "\r\nrejoue;A-001;conseil-rejoue;Exemple;Fictif;01 99 00 00 01;;01/09/2026;1984;75019;fra,ara;"
    "domiciliation:3!,identite:2;15/11/2026;css:31/12/2026,rib;non;non\r\n"
)
"""The columns, and one fictitious row to replace."""
_UNREADABLE = "le fichier n’est pas un texte lisible : enregistrez-le en CSV (UTF-8)"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which row as a spreadsheet counts them (0: the whole file), in which column."""

    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a row says of one person; None is not said. ``reference``: what the chantier calls them."""

    number: int
    chantier: str
    reference: str
    conseiller: str
    prenom: str | None = None
    nom: str | None = None
    telephone: str | None = None
    mail: str | None = None
    arrivee: date | None = None
    naissance: int | None = None
    commune: str | None = None
    langues: tuple[str, ...] | None = None
    freins: tuple[Barrier, ...] = ()
    evalue_le: date | None = None
    papiers: Mapping[str, date | None] = field(default_factory=dict)
    papiers_complets: bool = False
    adresse_secrete: bool = False


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The rows that can be understood, and everything that is wrong."""

    rows: tuple[PersonRow, ...]
    faults: tuple[Fault, ...]


def read_people(content: bytes, today: date) -> ReadFile:
    """The people of a CSV file as spreadsheets write them (semicolons or commas, UTF-8 or Windows)."""
    text = _decoded(content)
    if text is None or not is_storable(text):
        return ReadFile((), (Fault(0, "", _UNREADABLE),))
    lines = _lines(text)
    if lines is None or not lines:
        return ReadFile((), (Fault(0, "", _UNREADABLE if lines is None else "le fichier est vide"),))
    header = [cell.strip().lower() for cell in lines[0]]
    if faults := _header_faults(header):
        return ReadFile((), tuple(faults))
    told = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(cell.strip() for cell in line)]
    if not told:
        return ReadFile((), (Fault(0, "", "le fichier ne contient personne"),))
    if len(told) > MOST_ROWS:
        return ReadFile((), (Fault(0, "", f"le fichier a plus de {MOST_ROWS} lignes : coupez-le"),))
    return _rows(header, told, today)


def _rows(header: list[str], told: list[tuple[int, list[str]]], today: date) -> ReadFile:
    readers, rows, faults = _readers(today), list[PersonRow](), list[Fault]()
    seen: dict[tuple[str, str], int] = {}
    for number, line in told:
        values, wrong = _values(number, header, line, readers)
        faults += wrong
        known = (values.get("chantier", ""), values.get("reference", ""))
        if all(known) and known in seen:
            faults.append(Fault(number, "reference", f"cette référence est déjà à la ligne {seen[known]}"))
        elif values.keys() >= set(REQUIRED):
            # Even where something else is wrong: what it names is checked too, so that all is told at once.
            rows.append(PersonRow(number, **values))
        seen.setdefault(known, number)
    return ReadFile(tuple(rows), tuple(faults))


def _values(
    number: int, header: list[str], line: list[str], readers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, Any], list[Fault]]:
    cut = [cell.strip() for cell in line]
    if len(cut) > len(header) and any(cut[len(header) :]):
        return {}, [Fault(number, "", f"{len(cut)} colonnes au lieu de {len(header)}")]
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, cell in zip(header, cut, strict=False):
        if not cell:
            continue
        try:
            values[column] = readers[column](cell)
        except CellError as error:
            faults.append(Fault(number, column, str(error)))
    missing = {column for column in REQUIRED if column not in values} - {fault.column for fault in faults}
    faults += [Fault(number, column, "remplissez cette colonne") for column in REQUIRED if column in missing]
    return values, faults


def _readers(today: date) -> Mapping[str, Callable[[str], Any]]:
    return MappingProxyType(
        {
            **dict.fromkeys((*REQUIRED, "prenom", "nom", "commune"), cells.short),
            "telephone": cells.phone,
            "mail": cells.mail,
            "arrivee": cells.past_day(today, OLDEST),
            "naissance": cells.birth_year(today),
            "langues": cells.spoken,
            "freins": cells.barriers,
            "evalue_le": cells.past_day(today, OLDEST),
            "papiers": cells.papers(today),
            "papiers_complets": cells.yes_or_no,
            "adresse_secrete": cells.yes_or_no,
        }
    )


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> list[list[str]] | None:
    first = text.partition("\n")[0]
    try:
        return list(
            csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
        )
    except csv.Error:
        return None


def _header_faults(header: list[str]) -> list[Fault]:
    faults = [Fault(1, column, "cette colonne manque") for column in REQUIRED if column not in header]
    twice = {column for column in header if header.count(column) > 1}
    # What a stranger wrote in a heading is not repeated: where it stands says which.
    faults += [
        Fault(1, f"n° {place}", f"cette colonne n’est pas du modèle. Colonnes : {', '.join(COLUMNS)}")
        for place, column in enumerate(header, start=1)
        if column not in COLUMNS
    ]
    return faults + [Fault(1, column, "cette colonne est deux fois") for column in sorted(twice & set(COLUMNS))]
