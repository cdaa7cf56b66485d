"""The fairness receipt over the API and on its page: for the coordinator of a territory, and for nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.demo.partners import TERRITORY
from tests.api.serving import serving, signed_in

ADDRESS = "/api/v1/fairness"


@pytest.fixture(scope="module")
def coordinator(url: str) -> Iterator[TestClient]:
    with serving(url, **signed_in(url, Role.COORDINATOR, territory=TERRITORY)) as client:
        yield client


@pytest.fixture(scope="module")
def found(coordinator: TestClient) -> dict[str, Any]:
    answer = coordinator.get(ADDRESS)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_every_dimension_is_there_and_no_group_is_small(found: dict[str, Any]) -> None:
    assert {group["dimension"] for group in found["groups"]} == {"sex", "age", "chantier", "language"}
    assert min(group["people"] for group in found["groups"]) >= 10
    assert all(found["people"] - group["people"] >= 10 for group in found["groups"])


def test_a_gap_is_flagged_when_its_interval_excludes_zero_and_told_in_a_sentence(found: dict[str, Any]) -> None:
    gaps = [gap for group in found["groups"] for gap in group["differences"].values()]
    assert len(gaps) == found["comparisons"]
    assert all(gap["low"] <= gap["value"] <= gap["high"] for gap in gaps)
    assert all(gap["flagged"] == (gap["low"] > 0 or gap["high"] < 0) for gap in gaps)
    assert len(found["findings"]) == sum(gap["flagged"] for gap in gaps)
    assert "ne dit pas sa cause" in found["caution"]


def test_it_speaks_english(coordinator: TestClient) -> None:
    told = coordinator.get(ADDRESS, headers={"accept-language": "en"}).json()
    assert "does not tell its cause" in told["caution"]
    assert "Women" in {group["label"] for group in told["groups"]}


def test_officers_do_not_read_it(url: str) -> None:
    with serving(url, **signed_in(url, Role.OFFICER, territory=TERRITORY)) as officer:
        assert officer.get(ADDRESS).status_code == 403


def test_a_territory_that_is_not_theirs_does_not_exist(coordinator: TestClient) -> None:
    assert coordinator.get(f"{ADDRESS}?territory=ailleurs").status_code == 404
    assert coordinator.get("/territoires/ailleurs/equite").status_code == 404


def test_the_page_tells_findings_before_figures(coordinator: TestClient, found: dict[str, Any]) -> None:
    page = coordinator.get(f"/territoires/{TERRITORY}/equite").text
    assert page.index("Les écarts qui dépassent le hasard") < page.index("Groupe par groupe")
    assert all(group["label"].replace("'", "&#39;") in page for group in found["groups"])
    assert f"/territoires/{TERRITORY}/equite" in coordinator.get(f"/territoires/{TERRITORY}/couverture").text
