"""One demonstration for all tests that only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.api.serving import load, serving
from tests.databases import SqliteDatabases


@pytest.fixture(scope="session")
def demonstration_url(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database that holds the demonstration; nobody may change it."""
    folder: Path = tmp_path_factory.mktemp("demonstration")
    with sqlite_databases.fresh_url(folder) as url:
        load(url)
        yield url


@pytest.fixture(scope="session")
def client(demonstration_url: str) -> Iterator[TestClient]:
    """A client of the application over the demonstration."""
    with serving(demonstration_url) as client:
        yield client
