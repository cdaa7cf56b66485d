"""PostgreSQL and SQLite give the same answers, and refuse the same questions."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from network_data.asker import Role
from tests.api.serving import load, serving, signed_in

PATHS = (
    "services?size=200",
    "partners?size=200&page=2",
    "persons?size=200",
    "persons?chantier_id=rejoue",
    "persons/P-0417",
    "persons/P-0417/suggestions",
    "persons/P-0417/plan",
    "services/nobody",
    "persons/%00",
    "persons?chantier_id=%00",
    "partners/%E2%82%AC%27%22",
)


def told(client: TestClient, path: str) -> tuple[int, dict[str, Any]]:
    response = client.get(f"/api/v1/{path}")
    return response.status_code, {**response.json(), "result_id": None, "network_version": None}


@pytest.fixture(scope="module")
def on_sqlite(advisor: TestClient) -> dict[str, tuple[int, dict[str, Any]]]:
    return {path: told(advisor, path) for path in PATHS}


def test_postgresql_answers_as_sqlite_does(
    postgresql_url: str, on_sqlite: dict[str, tuple[int, dict[str, Any]]]
) -> None:
    load(postgresql_url)
    with serving(postgresql_url, **signed_in(postgresql_url, Role.ADVISOR)) as client:
        assert client.get("/health/ready").status_code == 200
        assert {path: told(client, path) for path in PATHS} == on_sqlite
    assert [on_sqlite[path][0] for path in PATHS] == [200] * 7 + [404, 422, 422, 404]
