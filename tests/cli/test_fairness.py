"""``maillage fairness``: findings in sentences, or the same JSON as the API."""

import json

import pytest

from tests.cli.running import run, stopped


@pytest.fixture(autouse=True)
def _demonstration(demonstration: str) -> None:
    """Every command here speaks of the demonstration."""


def test_findings_come_first_and_the_caution_last() -> None:
    said = run("fairness").stdout
    assert said.index("comparaisons") < said.index("Emmaüs Défi") < said.index("Un écart ne dit pas sa cause")


def test_the_json_is_that_of_the_api() -> None:
    found = json.loads(run("fairness", "paris-demo", "--json").stdout)
    assert found["territory"] == "paris-demo"
    assert found["people"] > 100


def test_a_territory_that_does_not_exist_says_so() -> None:
    assert "territoire" in stopped("fairness", "nulle-part")
