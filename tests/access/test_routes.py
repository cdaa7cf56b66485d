"""Every route x everyone who may ask x whose data it is: as the table of docs/personal-data.md says, no other way."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from tests.access.asking import SUBJECTS, ask, path_of, rows_of, told
from tests.access.putting_back import PutBack
from tests.access.route_table import DOCUMENT, Row, read_table, written
from tests.access.world import KEY, KINDS, ROLES, application, build, credential
from tests.databases import SqliteDatabases

TABLE = read_table(DOCUMENT.read_text(encoding="utf-8"))


class Programme:
    """The application over the small world, put back as it was after each request that may have changed it."""

    def __init__(self, url: str) -> None:
        self.app: FastAPI = application(url)
        build(self.app.state.engine)
        event.listen(self.app.state.engine, "before_cursor_execute", _not_where_requests_are_taken)
        self.client = TestClient(self.app)
        self.askers = {kind: credential(self.app, kind) for kind in KINDS}
        self._before = PutBack(self.app)
        self._before.save()

    def status(self, row: Row, kind: str) -> str:
        """What the table should say of this row to this kind of asker."""
        answer = told(ask(self.client, self.askers[kind], row))
        if row.method != "GET":
            self._before.restore()
        return answer


def _not_where_requests_are_taken(*_: object) -> None:
    """The loop that takes requests asks the database nothing: everybody would wait for the answer."""
    with suppress(RuntimeError):
        asyncio.get_running_loop()
        pytest.fail("The database is asked outside a thread: take ``at_once`` from what asks.")


@pytest.fixture(scope="module")
def programme(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with sqlite_databases.fresh_url(tmp_path_factory.mktemp("access")) as url:
        made = Programme(url)
        with made.client:
            yield made


def test_the_table_has_a_row_for_every_route_and_no_other(programme: Programme) -> None:
    wanted = set(rows_of(programme.app))
    missing = {row: {kind: programme.status(row, kind) for kind in KINDS} for row in sorted(wanted - TABLE.keys())}
    assert not missing, f"Rows to read, judge and add to {DOCUMENT.name}:\n{written(missing, KINDS)}"
    assert sorted(TABLE.keys() - wanted) == []


@pytest.mark.parametrize("kind", KINDS)
def test_everyone_gets_from_every_route_what_the_table_says(programme: Programme, kind: str) -> None:
    known = set(rows_of(programme.app))
    asked = [row for row in TABLE if row in known]
    found = {row: programme.status(row, kind) for row in asked}
    assert {row: (found[row], TABLE[row][kind]) for row in asked if found[row] != TABLE[row][kind]} == {}


@pytest.mark.parametrize("kind", [KEY, *ROLES])
def test_what_is_someone_elses_is_answered_like_what_does_not_exist(programme: Programme, kind: str) -> None:
    """Word for word: neither the status nor the text tells that there is someone."""
    asker = programme.askers[kind]
    theirs = [row for row in TABLE if "{person_id}" in row.route and row.method == "GET" and TABLE[row][kind] == "404"]
    for row in theirs:
        nobodys = Row(row.method, row.route, "unknown")
        first, second = (ask(programme.client, asker, each).text.replace(path_of(each), "") for each in (row, nobodys))
        assert first == second


def test_the_table_is_about_other_people_wherever_a_route_is_about_people() -> None:
    assert {row.whose for row in TABLE if "{person_id}" in row.route} == set(SUBJECTS["person_id"])
