"""Coverage over the API: for the coordinator and the officers of a territory, and for no key."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine
from network_data.demo import BEST_NEW_PARTNER, PLANTED_GAPS, SINGLE_POINTS
from network_data.demo.partners import TERRITORY
from network_data.tables import AuditEntry, RoleAssignment, Territory
from tests.api.serving import NOW, serving, signed_in

ADDRESS = "/api/v1/coverage"


@pytest.fixture(scope="module")
def officer(url: str) -> Iterator[TestClient]:
    with serving(url, **signed_in(url, Role.OFFICER, territory=TERRITORY)) as client:
        yield client


@pytest.fixture(scope="module")
def found(officer: TestClient) -> dict[str, Any]:
    answer = officer.get(ADDRESS)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_what_was_planted_comes_first(found: dict[str, Any]) -> None:
    assert {gap["barrier"] for gap in found["gaps"][:3]} == {gap.barrier for gap in PLANTED_GAPS}
    assert {loss["id"] for loss in found["partners"][:2]} == set(SINGLE_POINTS.values())
    assert found["prospects"]["found"][0]["barriers"][0] == BEST_NEW_PARTNER


def test_the_figures_add_up(found: dict[str, Any]) -> None:
    total = found["total"]
    for rows in (found["by"]["barrier"], found["by"]["area"]):
        assert {column: sum(row[column] for row in rows) for column in total} == total
    assert total["needs"] == sum(total[each] for each in ("followed", "sure", "perhaps", "uncovered"))
    assert total["uncovered"] == sum(gap["needs"] for gap in found["gaps"])
    assert total["single"] == sum(loss["needs"] for loss in found["partners"])
    assert found["prospects"]["unlocks"] <= found["prospects"]["at_most"] <= total["uncovered"]
    assert found["people"] == 200


def test_losing_partners_together_uncovers_at_least_what_each_does(officer: TestClient, found: dict[str, Any]) -> None:
    first, second = (loss for loss in found["partners"][:2])
    answer = officer.get(ADDRESS, params={"without": [first["id"], second["id"]]}).json()["without"]
    assert answer["partners"] == sorted([first["id"], second["id"]])
    assert answer["needs"] >= first["needs"] + second["needs"]
    assert officer.get(ADDRESS, params={"without": "nobody"}).status_code == 404


def counts_in(document: Any) -> Iterator[int]:
    """Every number of needs or people in a document."""
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, int) and not isinstance(value, bool) and key not in {"services", "waiting_days"}:
                yield value
            yield from counts_in(value)
    elif isinstance(document, list):
        for each in document:
            yield from counts_in(each)


def test_what_may_be_shared_holds_no_small_number_nor_what_would_give_one_away(
    officer: TestClient, found: dict[str, Any]
) -> None:
    shared = officer.get(ADDRESS, params={"shareable": True}).json()
    assert shared["shareable"]
    assert not {1, 2, 3, 4} & set(counts_in(shared))
    assert {1, 2, 3, 4} & set(counts_in(found))
    for row in shared["by"]["barrier"]:
        hidden = [name for name in ("needs", "followed", "sure", "perhaps", "uncovered") if row[name] is None]
        assert len(hidden) != 1, row
    assert shared["gaps"][0]["barrier"] == BEST_NEW_PARTNER


def test_the_trace_says_who_counted_which_territory_and_names_nobody(url: str, found: dict[str, Any]) -> None:
    engine = open_engine(url)
    with Session(engine) as session:
        query = select(AuditEntry).where(AuditEntry.action == "needs.count").order_by(col(AuditEntry.number))
        entry = session.exec(query).first()
    engine.dispose()
    assert entry is not None
    assert (entry.actor, entry.subjects, entry.details) == (
        f"tests-{Role.OFFICER}",
        [],
        {"territory": TERRITORY, "people": found["people"]},
    )


def test_a_key_counts_nothing(client: TestClient) -> None:
    assert client.get(ADDRESS).status_code == 403


def test_whoever_coordinates_several_territories_names_one(url: str) -> None:
    headers = signed_in(url, Role.COORDINATOR, territory=TERRITORY)
    engine = open_engine(url)
    with Session(engine) as session:
        session.add(Territory(slug="ailleurs", name="Ailleurs"))
        session.flush()
        account = f"tests-{Role.COORDINATOR}"
        session.add(
            RoleAssignment(account_id=account, role=Role.COORDINATOR, territory_slug="ailleurs", since=NOW.date())
        )
        session.commit()
    engine.dispose()
    with serving(url, **headers) as client:
        refusal = client.get(ADDRESS)
        assert (refusal.status_code, "ailleurs, paris-demo" in refusal.text) == (422, True)
        elsewhere = client.get(ADDRESS, params={"territory": "ailleurs"}).json()
        assert (elsewhere["people"], elsewhere["gaps"], elsewhere["total"]["needs"]) == (0, [], 0)
        assert client.get(ADDRESS, params={"territory": "nowhere"}).status_code == 404
        empty = client.get("/territoires/ailleurs/couverture", headers={"accept": "text/html"})
        assert "Aucun besoin n’est encore décrit" in empty.text
