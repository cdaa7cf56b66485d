"""Nothing about a person is kept, logged or repeated by those who only ask."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from api.access_log import configure_logs
from api.settings import LogFormat
from network_data.database import open_engine
from network_data.tables import AuditEntry
from tests.api.serving import NOW, a_key, application, bearer, body, load, serving

SECRET = "Martine Dupont"


@contextmanager
def logged(log_format: LogFormat) -> Iterator[StringIO]:
    """What is written to the log meanwhile."""
    log, written = logging.getLogger("maillage"), StringIO()
    before = (log.handlers, log.level, log.propagate)
    configure_logs(log_format)
    for handler in log.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written)
    try:
        yield written
    finally:
        log.handlers, log.level, log.propagate = before


def contents(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = inspect(engine).get_table_names()
        return {table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one() for table in tables}


def test_a_match_stores_nothing_of_the_profile_and_leaves_a_bare_trace(sqlite_url: str) -> None:
    load(sqlite_url)
    key = a_key(sqlite_url)
    engine = open_engine(sqlite_url)
    before = contents(engine)
    with serving(sqlite_url, **bearer(key)) as client:
        assert client.post("/api/v1/match", json=body("hygiene", birth_year=1984)).status_code == 200
    added = {"audit_entry": before["audit_entry"] + 1, "audit_head": 1}
    assert contents(engine) == before | added
    with Session(engine) as session:
        trace = session.exec(select(AuditEntry).order_by(col(AuditEntry.number).desc())).first()
    assert trace is not None
    assert (trace.actor, trace.action, trace.at) == (f"key:{key.id}", "match.profile", NOW)
    assert (trace.subjects, trace.reason, trace.details) == ([], "", {})
    engine.dispose()


@pytest.mark.parametrize("log_format", LogFormat)
def test_the_log_names_routes_and_neither_people_nor_what_was_sent(client: TestClient, log_format: LogFormat) -> None:
    with logged(log_format) as written:
        client.get("/api/v1/persons/P-0417/plan")
        client.get("/personnes/P-0417")
        client.get(f"/api/v1/persons/{SECRET}")
        client.get(f"/{SECRET}")
        client.get(f"/api/v1/services?size={SECRET}")
        client.post("/api/v1/match", json={"barriers": [{"code": SECRET}]})
    lines = written.getvalue().splitlines()
    assert len(lines) == 7, "one for each request, and one for the refusal"
    assert "/api/v1/persons/{person_id}/plan" in lines[0]
    for word in ("P-0417", "Martine", "Dupont"):
        assert word not in written.getvalue()


def test_a_json_log_has_one_object_per_line(client: TestClient) -> None:
    with logged(LogFormat.JSON) as written:
        client.get("/api/v1/services?size=1")
    told = json.loads(written.getvalue())
    assert (told["method"], told["route"], told["status"]) == ("GET", "/api/v1/services", 200)
    assert told["milliseconds"] > 0
    assert told["time"].endswith("+00:00")


@pytest.fixture
def broken(sqlite_url: str) -> Iterator[FastAPI]:
    """The application with a defect whose message is personal."""
    app = application(sqlite_url)

    @app.get("/api/broken/{who}")
    def fail(who: str) -> None:
        raise ValueError(f"cannot do it for {who}")

    yield app
    app.state.engine.dispose()


def test_a_defect_is_told_without_its_message_and_logged_without_it_too(broken: FastAPI) -> None:
    with logged(LogFormat.PLAIN) as written, TestClient(broken) as client:
        response = client.get(f"/api/broken/{SECRET}")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "rien n’a été enregistré" in response.json()["detail"]
    assert "ValueError" in written.getvalue()
    assert "in fail" in written.getvalue()
    assert "cannot do it" not in written.getvalue().replace('raise ValueError(f"cannot do it for {who}")', "")
    assert "Martine" not in response.text + written.getvalue()


def test_a_defect_on_a_page_is_told_as_a_page(broken: FastAPI) -> None:
    with logged(LogFormat.PLAIN), TestClient(broken) as client:
        as_software = client.get("/api/broken/1", headers={"accept": "text/html"})
        as_reader = client.get("/nulle-part", headers={"accept": "text/html"})
    assert as_software.headers["content-type"] == "application/problem+json"
    assert (as_reader.status_code, as_reader.headers["content-type"]) == (404, "text/html; charset=utf-8")
