"""``maillage replay``: what was proposed to a person is computed again."""

import json

import pytest

from network_data.database import open_engine, transaction
from network_data.tables import StoredResult
from tests.cli.running import run, stopped

WHO = "P-0417"


@pytest.fixture(autouse=True)
def _demonstration(demonstration: str) -> None:
    """Every command here speaks of the demonstration."""


def tamper(url: str, result_id: str, **otherwise: object) -> None:
    """As if the engine had once answered something else."""
    with transaction(open_engine(url), writes=True) as session:
        stored = session.get_one(StoredResult, result_id)
        stored.answer = {**stored.answer, "steps": stored.answer["steps"][1:]} | otherwise


def kept() -> str:
    found: str = json.loads(run("plan", WHO, "--json").stdout)["result_id"]
    return found


def test_a_plan_that_was_shown_is_identical_as_long_as_nothing_changed() -> None:
    result = run("replay", kept())
    assert result.exit_code == 0
    assert result.stdout.startswith("Identique")


def test_the_json_says_what_it_was_compared_with() -> None:
    found = json.loads(run("replay", kept(), "--json").stdout)
    assert (found["identical"], found["verdict"], found["differences"]) == (True, "identical", [])
    assert found["network"]["then"] == found["network"]["now"]
    assert WHO not in json.dumps(found)


def test_suggestions_and_plan_of_one_question_are_one_result() -> None:
    assert json.loads(run("suggest", WHO, "--json").stdout)["result_id"] == kept()


def test_a_result_that_is_not_kept_says_so() -> None:
    assert "n’est pas gardé" in stopped("replay", "0123456789abcdef")


def test_another_answer_where_nothing_changed_is_told_as_a_defect_by_the_exit_code_too(demonstration: str) -> None:
    result_id = kept()
    tamper(demonstration, result_id)
    result = run("replay", result_id)
    assert result.exit_code == 1
    assert result.stdout.startswith("Défaut")
    assert "le plan allait à rien, va à demo--" in result.stdout


def test_past_requests_and_reasons_that_are_others_now_are_told(demonstration: str) -> None:
    result_id = kept()
    network = json.loads(run("replay", result_id, "--json").stdout)["network"]
    assert (network["requests"], network["expectations"]) == ([], False)
    service_id = json.loads(run("plan", WHO, "--json").stdout)["plan"]["steps"][0]["service_id"]
    said = {"left": {"calcul": "all-refused"}, "moves": {"calcul": "closed"}}
    tamper(demonstration, result_id, requests={service_id: "-"}, expectations="-", **said)
    result = run("replay", result_id)
    assert result.stdout.startswith("Différent")
    for told in (
        "hors du plan, la raison était all-refused, est rien",
        "ce qui a fait changer le plan gardé était closed, est rien",
        f"dont les demandes passées ne sont plus les mêmes : {service_id}",
        "ne font plus attendre la même chose",
    ):
        assert told in result.stdout
