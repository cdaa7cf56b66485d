"""Months of officers over the API: for the coordinator of a territory, solved, imagined otherwise, kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine
from network_data.demo.partners import TERRITORY
from network_data.tables import AuditEntry, Chantier, OfficerPost, StaffingRun
from tests.api.serving import serving, signed_in

SOLVE, WHAT_IF = "/api/v1/staffing/solve", "/api/v1/staffing/what-if"
EFFORT = 3
PROMISED = {"result_id", "status", "levels", "allocation", "coverage", "load", "changes", "conflicts", "seconds"}


@pytest.fixture(scope="module")
def coordinator(url: str) -> Iterator[TestClient]:
    with serving(url, **signed_in(url, Role.COORDINATOR, territory=TERRITORY)) as client:
        yield client


def asked(client: TestClient, address: str = SOLVE, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = client.post(address, json={"effort": EFFORT, **body})
    assert answer.status_code == status, answer.text
    document: dict[str, Any] = answer.json()
    return document


@pytest.fixture(scope="module")
def solved(coordinator: TestClient) -> dict[str, Any]:
    return asked(coordinator)


def test_the_demonstration_is_proven_best_at_every_level(solved: dict[str, Any]) -> None:
    assert solved.keys() >= PROMISED
    assert solved["status"] == "optimal"
    assert all(level["proven"] and level["value"] == level["bound"] for level in solved["levels"])
    assert solved["conflicts"] == []


def test_the_worst_chantier_gains_over_the_month_that_runs(solved: dict[str, Any]) -> None:
    assert min(solved["today"].values()) < 0.5
    assert min(solved["coverage"].values()) > 0.9
    assert max(solved["load"].values()) <= 1.1


def test_the_allocation_names_officers_chantiers_and_half_days_that_exist(url: str, solved: dict[str, Any]) -> None:
    with Session(open_engine(url)) as session:
        posts = set(session.exec(select(OfficerPost.id)).all())
        chantiers = set(session.exec(select(Chantier.id)).all())
    cells = solved["allocation"]
    assert {cell["officer_id"] for cell in cells} == posts == solved["load"].keys()
    assert {cell["chantier_id"] for cell in cells} == chantiers == solved["coverage"].keys()
    assert len({(cell["officer_id"], cell["date"], cell["half_day"]) for cell in cells}) == len(cells)
    assert {cell["date"] for cell in cells if cell["week"] == 0} <= {f"2026-11-{day}" for day in range(23, 31)}


def test_the_working_of_the_demand_adds_up(solved: dict[str, Any]) -> None:
    for lines in solved["demand"].values():
        assert sum(line["rounded"] for line in lines) == round(sum(line["half_days"] for line in lines))
    assert solved["formula"]["half_days"]["sante"] == 0.06


def test_another_formula_asks_for_more(coordinator: TestClient, solved: dict[str, Any]) -> None:
    more = asked(coordinator, formula={"half_days": {"sante": 0.5}})
    rounded = [
        sum(line["rounded"] for lines in document["demand"].values() for line in lines if line["domain"] == "sante")
        for document in (solved, more)
    ]
    assert rounded[1] > 3 * rounded[0]


def test_three_weeks_without_an_officer_move_few_of_the_other_half_days(coordinator: TestClient) -> None:
    found = asked(coordinator, WHAT_IF, kind="reshuffle", officer="poste-emploi", weeks=[0, 1, 2])
    assert 0 < found["share_moved"] <= 0.15
    away = [cell for cell in found["allocation"] if cell["officer_id"] == "poste-emploi"]
    assert {cell["week"] for cell in away} <= {3}
    assert found["comparison"]["sentence"].startswith("Y gagnent")


@pytest.mark.parametrize(
    "scenario",
    [
        {"kind": "half-post", "domain": "sante"},
        {"kind": "officer", "domain": "droits"},
        {"kind": "people", "chantier": "rejoue", "people": 20},
        {"kind": "chantier", "people": 40},
    ],
)
def test_a_month_may_be_imagined_otherwise(coordinator: TestClient, scenario: dict[str, Any]) -> None:
    found = asked(coordinator, WHAT_IF, **scenario)
    assert found["status"] in {"optimal", "feasible"}
    assert found["comparison"]["uncovered_after"] < found["comparison"]["uncovered_before"]


@pytest.mark.parametrize(
    ("scenario", "status"),
    [
        ({"kind": "away", "officer": "nobody", "weeks": [0]}, 404),
        ({"kind": "away", "officer": "poste-emploi", "weeks": [9]}, 422),
        ({"kind": "people", "chantier": "nowhere", "people": 3}, 404),
        ({"kind": "people", "chantier": "rejoue"}, 422),
        ({"kind": "half-post", "domain": "magie"}, 422),
        ({"kind": "flood"}, 422),
        ({"kind": "month", "territory": "nowhere"}, 404),
    ],
)
def test_what_cannot_be_imagined_is_refused(coordinator: TestClient, scenario: dict[str, Any], status: int) -> None:
    asked(coordinator, WHAT_IF, status, **scenario)


def test_an_answer_is_kept_without_anyone_and_counting_leaves_a_trace(url: str, solved: dict[str, Any]) -> None:
    with Session(open_engine(url)) as session:
        kept = session.get_one(StaffingRun, solved["result_id"])
        told = set(session.exec(select(AuditEntry.action).where(col(AuditEntry.action).like("%s%"))).all())
    assert "P-0417" not in str(kept.problem) + str(kept.answer)
    assert {"needs.count", "staffing.run"} <= told


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_no_one_else_shares_officers(url: str, role: Role) -> None:
    with serving(url, **signed_in(url, role, territory=TERRITORY)) as client:
        asked(client, status=403)
