"""Writes the files that the import tests read, and reads back what they left in the database."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from network_data.database import transaction
from network_data.exchange import ImportReport, import_files
from network_data.tables import METADATA

SHARED = Path(__file__).resolve().parents[4] / "shared"

STRUCTURE: dict[str, Any] = {
    "id": "exemple--s1",
    "source": "exemple",
    "nom": "Maison des droits",
    "date_maj": "2024-01-15",
    "commune": "Paris",
    "code_postal": "75019",
    "code_insee": "75119",
    "adresse": "1 rue Imaginaire",
    "latitude": 48.89,
    "longitude": 2.37,
    "telephone": "01 40 00 00 00",
    "horaires_accueil": "Mo-Fr 09:00-17:00",
}
SERVICE: dict[str, Any] = {
    "id": "exemple--1",
    "structure_id": "exemple--s1",
    "source": "exemple",
    "nom": "Permanence",
    "description": "Aide aux démarches.",
    "date_maj": "2024-01-15",
    "thematiques": ["sante--acces-aux-soins"],
    "mobilisable_par": ["usagers"],
}
ESTABLISHMENT = {
    "finess_et": "750000001",
    "siret": "20008210500327",
    "nom": "CMP LA POMME",
    "categorie_code": "156",
    "adresse": "4 R CHARLES LAUTH",
    "code_postal": "75018",
    "commune": "PARIS",
    "telephone": "0140375099",
    "latitude": "48.899036",
    "longitude": "2.368314",
    "maj_le": "2019-06-14",
}


def shared_file(name: str) -> Path:
    """A file of the shared folder beside the clone; skips the test where there is none."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not in a folder 'shared' beside this clone")
    return path


def write_json(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def write_csv(path: Path, rows: Sequence[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Lists are written as Python shows them and None as an empty cell, the way data·inclusion publishes."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def run_import(engine: Engine, format_name: str, *paths: Path, territory: str | None = None) -> ImportReport:
    with transaction(engine) as session:
        return import_files(session, format_name, paths, territory)


def table_rows(engine: Engine, name: str) -> list[dict[str, Any]]:
    table = METADATA.tables[name]
    with engine.connect() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key))
        return [dict(row) for row in found.mappings()]


def whole_database(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    return {name: table_rows(engine, name) for name in sorted(METADATA.tables)}


def change_row(engine: Engine, name: str, row_id: str, **values: Any) -> None:
    table = METADATA.tables[name]
    with engine.begin() as connection:
        connection.execute(table.update().where(table.c.id == row_id).values(**values))
