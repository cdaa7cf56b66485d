from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.api.serving import a_key, an_empty_chantier, bearer, serving


def test_it_lives_and_is_ready_over_a_migrated_database(sqlite_url: str) -> None:
    with serving(sqlite_url) as client:
        assert client.get("/health/live").json() == {"status": "ok"}
        assert client.get("/health/ready").json() == {"status": "ok"}


def test_it_lives_but_is_not_ready_before_the_migrations(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'empty.sqlite'}") as client:
        assert client.get("/health/live").status_code == 200
        response = client.get("/health/ready")
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert "maillage db upgrade" in response.json()["detail"]


def test_a_database_that_does_not_answer_is_told_without_its_address(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path}/no-such-folder/a.sqlite") as client:
        response = client.get("/health/ready")
        assert response.status_code == 503
        assert "ne répond pas" in response.json()["detail"]
        assert "no-such-folder" not in response.text


def test_an_empty_network_answers_that_nobody_answers(sqlite_url: str) -> None:
    key = a_key(sqlite_url, an_empty_chantier(sqlite_url))
    with serving(sqlite_url, **bearer(key)) as client:
        answer = _match(client)
        assert answer["barriers"] == [{"code": "hygiene", "covered": False, "suggestions": []}]
        assert answer["plan"]["uncovered"][0]["reason_code"] == "no-service"
        assert client.get("/api/v1/persons").json()["pages"] == 0


def _match(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/api/v1/match", json={"barriers": [{"code": "hygiene"}]}).json()
    return found
