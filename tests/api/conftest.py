"""One demonstration for all tests that only read, and those who ask it."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from starlette.testclient import TestClient

from network_data.asker import Role
from tests.api.serving import a_key, bearer, load, serving, signed_in
from tests.databases import SqliteDatabases


@pytest.fixture(scope="session")
def demonstration_file(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the demonstration, to be copied; nobody opens it."""
    folder: Path = tmp_path_factory.mktemp("demonstration")
    with sqlite_databases.fresh_url(folder) as url:
        load(url)
    return folder / "maillage.sqlite"


@pytest.fixture(scope="session")
def demonstration_url(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that holds the demonstration; nobody may change it."""
    return f"sqlite:///{copy(demonstration_file, tmp_path_factory.mktemp('shared'))}"


@pytest.fixture(scope="module")
def url(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a demonstration for the tests of one module."""
    return f"sqlite:///{copy(demonstration_file, tmp_path_factory.mktemp('own'))}"


@pytest.fixture(scope="session")
def key_headers(demonstration_url: str) -> dict[str, str]:
    """What Rejoué's software sends to say who it is; it may do all that a key may."""
    return bearer(a_key(demonstration_url))


@pytest.fixture(scope="session")
def client(demonstration_url: str, key_headers: dict[str, str]) -> Iterator[TestClient]:
    """Rejoué's software, before the application over the demonstration."""
    with serving(demonstration_url, **key_headers) as client:
        yield client


@pytest.fixture(scope="session")
def advisor(demonstration_url: str) -> Iterator[TestClient]:
    """The browser of an advisor who accompanies everybody."""
    with serving(demonstration_url, **signed_in(demonstration_url, Role.ADVISOR)) as client:
        yield client
