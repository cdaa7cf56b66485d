"""What all tests share: a fresh database on each engine we support, Hypothesis profiles, and no silent skip."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from network_data.database import open_engine
from tests import postgresql
from tests.databases import PostgresqlDatabases, SqliteDatabases
from tests.shared_data import SHARED

NO_SKIP = "MAILLAGE_NO_SKIP"

settings.register_profile("default", derandomize=True, max_examples=100, deadline=None)
settings.register_profile("deep", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Makes fresh SQLite databases."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """Makes fresh PostgreSQL databases, on one server for the whole session."""
    binaries = postgresql.find_binaries()
    if binaries is None:
        pytest.skip(postgresql.ABSENT)
    with postgresql.running(binaries) as server:
        yield PostgresqlDatabases(server)


@pytest.fixture
def sqlite_url(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh SQLite database, migrated and empty."""
    with sqlite_databases.fresh_url(tmp_path) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_databases: PostgresqlDatabases) -> Iterator[str]:
    """The address of a fresh PostgreSQL database, migrated and empty."""
    with postgresql_databases.fresh_url() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, migrated and empty: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database, migrated and empty: the test runs once on each kind."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skip into a failure where nothing may be skipped."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    refuse_skip(report)
    return report


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """The one skip that stays allowed is for the reference data, when their folder really is absent."""
    if not report.skipped or hasattr(report, "wasxfail") or not os.environ.get(NO_SKIP):
        return
    reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if "shared" in reason and not SHARED.is_dir():
        return
    report.outcome = "failed"
    report.longrepr = f"{NO_SKIP} is set, and this was skipped: {reason}"
