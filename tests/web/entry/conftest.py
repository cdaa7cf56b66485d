"""The demonstration, that may be changed, before the forms about people."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.api.serving import application
from tests.databases import SqliteDatabases
from tests.web.people.conftest import Workers, _workers, fill


@pytest.fixture(scope="package")
def pristine(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of a demonstration, loaded once."""
    with sqlite_databases.fresh_url(tmp_path_factory.mktemp("pristine")) as url:
        fill(url)
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def app(pristine: Path, tmp_path: Path) -> Iterator[FastAPI]:
    """The application over a demonstration of one's own."""
    copied = tmp_path / "demonstration.sqlite"
    shutil.copy(pristine, copied)
    made = application(f"sqlite:///{copied}")
    yield made
    made.state.engine.dispose()


@pytest.fixture
def at(app: FastAPI) -> Iterator[Workers]:
    """Someone's browser, by login, already signed in."""
    yield from _workers(app)
