"""``maillage cohort solve``: in sentences and a table, or the same JSON as the API."""

import json
from collections import Counter

import pytest

from tests.cli.running import run, stopped


@pytest.fixture(autouse=True)
def _demonstration(demonstration: str) -> None:
    """Every command here speaks of the demonstration."""


def test_the_json_says_who_gets_what_who_waits_and_what_one_more_place_would_bring() -> None:
    found = json.loads(run("cohort", "solve", "--json").stdout)
    assert (found["status"], found["gap"]) == ("optimal", 0)
    needs = Counter((each["person_id"], each["barrier"]) for each in [*found["assignments"], *found["waiting"]])
    assert set(needs.values()) == {1}
    assert any(each["place"] for each in found["assignments"])
    assert found["prices"]
    assert found["fairness"]["groups"]
    assert found["reached"]["served"] == len(found["assignments"])
    assert found["reached"]["urgent"] >= found["baselines"]["by_arrival"]["urgent"]


def test_one_chantier_alone_with_few_appointments() -> None:
    free, few = (
        json.loads(run("cohort", "solve", "--chantier", "rejoue", "--appointments", most, "--json").stdout)
        for most in ("20", "1")
    )
    assert free["status"] == "optimal"
    assert 0 < few["reached"]["served"] < free["reached"]["served"]
    assert few["gap"] < 0.1


def test_a_table_and_sentences() -> None:
    said = run("cohort", "solve").stdout
    assert "premier arrivé, premier servi" in said
    assert "Proposition gardée" in said


def test_a_territory_that_does_not_exist_says_so() -> None:
    assert "territoire" in stopped("cohort", "solve", "nulle-part")
