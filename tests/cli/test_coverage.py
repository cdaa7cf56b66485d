"""``maillage coverage``: the findings in sentences, or the same JSON as the API."""

import json

import pytest

from network_data.demo import PLANTED_GAPS
from tests.cli.running import run, stopped


@pytest.fixture(autouse=True)
def _demonstration(demonstration: str) -> None:
    """Every command here speaks of the demonstration."""


def test_the_findings_come_in_sentences_the_gravest_first() -> None:
    said = run("coverage").stdout
    assert said.index("Garde d’enfants") < said.index("Qui chercher d’abord") < said.index("Parchemin Sans Frontière")


def test_the_json_is_that_of_the_api() -> None:
    found = json.loads(run("coverage", "paris-demo", "--json").stdout)
    assert {gap["barrier"] for gap in found["gaps"][:3]} == {gap.barrier for gap in PLANTED_GAPS}
    assert not found["shareable"]


def test_partners_may_be_imagined_away() -> None:
    said = run("coverage", "--without", "demo--parchemin-sans-frontiere").stdout
    assert "n’auraient plus personne" in said


def test_what_is_shared_hides_small_numbers() -> None:
    said = run("coverage", "--shareable").stdout
    assert "—" in said
    assert "tigrigna" not in said


def test_a_territory_that_does_not_exist_says_so() -> None:
    assert "territoire" in stopped("coverage", "nulle-part")
