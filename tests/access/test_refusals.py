"""Who was refused something is told in the log each time and in the trail once an hour, without whom it was about."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from fastapi import FastAPI
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.clock import Clock
from network_data.asker import Role
from network_data.database import open_engine, transaction
from network_data.tables import AuditEntry
from tests.access.world import COLLEAGUES, KEY, NOW, OWN, REVOKED, TODAY, application, build, credential


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    engine = open_engine(sqlite_url)
    build(engine)
    engine.dispose()
    made = application(sqlite_url)
    yield made
    made.state.engine.dispose()


def told(app: FastAPI) -> list[tuple[str, object]]:
    """Who the trail says was refused, and what."""
    query = select(AuditEntry).where(AuditEntry.action == "access.refused").order_by(col(AuditEntry.number))
    with transaction(app.state.engine) as session:
        return [(entry.actor, entry.details["route"]) for entry in session.exec(query) if entry.subjects == []]


def test_each_refusal_is_logged_with_who_asked_and_never_about_whom(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    client, advisor = TestClient(app), dict(credential(app, Role.ADVISOR).headers)
    with caplog.at_level(logging.INFO, "maillage.refusals"):
        for path in (f"/personnes/{COLLEAGUES}", "/personnes/P-nobody", "/trace"):
            client.get(path, headers=advisor)
        client.get(f"/personnes/{OWN}", headers=advisor)
        client.get("/nowhere", headers=advisor)
    lines = [record.getMessage() for record in caplog.records if record.name == "maillage.refusals"]
    assert lines == [
        "advisor refused: GET /personnes/{person_id} 404",
        "advisor refused: GET /personnes/{person_id} 404",
        "advisor refused: GET /trace 403",
    ]


def test_the_trail_hears_of_the_same_asker_once_an_hour_however_often_they_try(app: FastAPI) -> None:
    client = TestClient(app)
    askers = [dict(credential(app, kind).headers) for kind in (Role.ADVISOR, Role.DIRECTION)]
    for minutes in (0, 20, 40, 59, 60):
        app.state.clock = Clock(partial(NOW.__add__, timedelta(minutes=minutes)), lambda: TODAY)
        for headers in askers:
            for _ in range(5):
                client.get("/api/v1/persons/P-far", headers=headers)
    route = "/api/v1/persons/{person_id}"
    assert told(app) == 2 * [("advisor", route), ("direction", route)]


def test_a_wrong_key_is_told_by_its_id_where_there_is_one_and_otherwise_as_unknown(app: FastAPI) -> None:
    client = TestClient(app)
    shown = credential(app, REVOKED).headers["authorization"]
    for sent in (shown, "Bearer mlg_neighbours-key_guess", "Bearer mlg_made-up_guess", "Bearer nonsense"):
        assert client.get("/api/v1/persons", headers={"authorization": sent}).status_code == 401
    revoked = f"key:{shown.split('_')[1]}"
    assert [actor for actor, _ in told(app)] == [revoked, "key:neighbours-key", "key:unknown"]


def test_a_key_without_the_permission_is_told_and_one_with_it_is_not(app: FastAPI) -> None:
    client, headers = TestClient(app), dict(credential(app, KEY).headers)
    assert client.get("/api/v1/persons", headers=headers).status_code == 200
    assert told(app) == []
    assert client.get("/api/v1/persons/P-far", headers=headers).status_code == 404
    assert len(told(app)) == 1
