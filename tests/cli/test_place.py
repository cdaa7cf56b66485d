"""Territories and chantiers from the command line: opened, listed, renamed, closed; refusals say what to correct."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from api.cli import app
from network_data.database import open_engine, transaction
from network_data.tables import AuditEntry


@pytest.fixture
def engine(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An empty database, set as that of the commands, with nothing else of this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAILLAGE_DEMONSTRATION", raising=False)
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", "a secret that is long enough for anyone")
    return open_engine(sqlite_url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return result.stderr.strip()


def test_an_empty_installation_is_set_up_with_places_and_an_administrator(engine: Engine) -> None:
    assert "« paris »" in done("territory", "add", "Paris", "--departments", "75")
    assert "« rejoue »" in done("chantier", "add", "Rejoué", "--territory", "paris", "--activity", "Jouets")
    done("user", "add", "chief", "Chief Test", "--role", "administrator")
    assert json.loads(done("territory", "list", "--json")) == [
        {"code": "paris", "name": "Paris", "departments": ["75"]}
    ]
    assert json.loads(done("chantier", "list", "--json")) == [
        {"code": "rejoue", "name": "Rejoué", "activity": "Jouets", "territory": "paris", "closed_on": None}
    ]
    for words in ("rejoue", "Jouets"):
        assert words in done("chantier", "list")


def test_places_are_renamed_closed_and_reopened_in_the_trail(engine: Engine) -> None:
    done("territory", "add", "Paris", "--code", "grand-paris")
    done("territory", "rename", "grand-paris", "Le Grand Paris")
    done("chantier", "add", "Rejoué", "--territory", "grand-paris", "--activity", "Jouets")
    done("chantier", "rename", "rejoue", "Rejoué demain")
    done("chantier", "close", "rejoue")
    (one,) = json.loads(done("chantier", "list", "--json"))
    assert one["closed_on"] is not None
    assert (one["name"], one["activity"]) == ("Rejoué demain", "Jouets")
    assert refused("user", "add", "amina", "A", "--role", "advisor", "--chantier", "rejoue") == "Ce chantier est fermé."
    done("chantier", "reopen", "rejoue")
    with transaction(engine) as session:
        told = [entry.action for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.number)))]
    assert told == [
        "territory.add",
        "territory.rename",
        "chantier.add",
        "chantier.rename",
        "chantier.close",
        "chantier.reopen",
    ]


def test_what_cannot_be_is_refused_in_words(engine: Engine) -> None:
    done("territory", "add", "Paris")
    assert refused("territory", "add", "Paris").startswith("Ce code est déjà celui d’un territoire")
    assert refused("chantier", "add", "Rejoué", "--territory", "lyon").startswith("Choisissez un territoire")
    assert refused("chantier", "close", "nowhere").startswith("Ce chantier n’existe pas")
