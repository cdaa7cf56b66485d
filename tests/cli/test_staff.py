"""``maillage staff``: months in tables or in the API's JSON, and replayed."""

import json

import pytest

from tests.cli.running import run, stopped


@pytest.fixture(autouse=True)
def _demonstration(demonstration: str) -> None:
    """Every command here speaks of the demonstration."""


def test_a_month_is_solved_told_and_replayed_identical() -> None:
    found = json.loads(run("staff", "solve", "--from", "2026-11-30", "--effort", "3", "--json").stdout)
    assert found["status"] == "optimal"
    assert found["starts_on"] == "2026-11-30"
    assert "Identique" in run("replay", found["result_id"]).stdout
    assert json.loads(run("replay", found["result_id"], "--json").stdout)["identical"]


def test_a_month_is_told_in_tables() -> None:
    said = run("staff", "solve", "--from", "2026-11-30", "--effort", "3").stdout
    assert "prouvé" in said
    assert "Rejoué" in said
    assert "Solène Barbier" in said


def test_an_absence_tells_who_gains_and_who_loses() -> None:
    said = run(
        "staff", "what-if", "away", "--officer", "poste-emploi", "--week", "1", "--from", "2026-11-30", "--effort", "3"
    ).stdout
    assert "Y gagnent" in said


def test_what_is_not_known_is_said() -> None:
    assert "Cas inconnu" in stopped("staff", "what-if", "flood")
    assert "territoire" in stopped("staff", "solve", "--territory", "nulle-part")
