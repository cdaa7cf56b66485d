"""``maillage weights``: what each weight means, and how much hangs on it."""

import json
import re

import pytest

from api.services.weighing import default_tables, explained_weights
from tests.architecture.documents import text_of
from tests.architecture.source import ROOT
from tests.cli.running import run


def test_every_weight_is_told_with_its_meaning_in_the_language_of_the_installation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    french = json.loads(run("weights", "explain", "--json").stdout)
    assert {(each["table"], each["key"]) for each in french} == {(w.table, w.key) for w in explained_weights()}
    assert next(each for each in french if each["key"] == "fit")["value"] == default_tables()["score"]["fit"]
    monkeypatch.setenv("MAILLAGE_LANGUAGE", "en")
    english = json.loads(run("weights", "explain", "--json").stdout)
    assert [each["meaning"] for each in english] == [each.meaning.en for each in explained_weights()]


def test_the_table_reads_in_words() -> None:
    told = run("weights", "explain").stdout
    assert "score.known" in told
    assert "Le partenaire connaît déjà la personne." in told


def test_the_table_in_the_documents_has_a_row_for_each_weight_of_today() -> None:
    told = set(re.findall(r"^\| `\[(\w+)\]` (\w+)", text_of(ROOT / "docs" / "matching.md"), re.MULTILINE))
    assert told == {(weight.table, weight.key) for weight in explained_weights()}


@pytest.mark.usefixtures("demonstration")
def test_sensitivity_counts_what_changes_over_people_of_the_database() -> None:
    found = json.loads(run("weights", "sensitivity", "--people", "3", "--json").stdout)
    assert found["people"] <= 3
    assert found["needs"] > 0
    assert {move["table"] for move in found["moves"]} == {name for name in default_tables() if name != "meaning"}
    assert all(0 <= move["first_changed"] <= found["needs"] for move in found["moves"] if move["allowed"])


@pytest.mark.usefixtures("demonstration")
def test_sensitivity_reads_as_a_table_and_says_how_it_was_done() -> None:
    told = run("weights", "sensitivity", "--people", "1").stdout
    assert "score.distance" in told
    assert "Un seul poids bouge" in " ".join(told.split())
