"""Fresh databases for the tests, made by the migrations once per session and copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from network_data.database import open_engine
from network_data.migrations import upgrade
from tests.postgresql import Server

_TEMPLATE = "maillage_template"


class SqliteDatabases:
    """Databases as files."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite"
        with _engine(f"sqlite:///{self._template}") as engine:
            upgrade(engine)

    @contextmanager
    def fresh_url(self, folder: Path) -> Iterator[str]:
        """The address of a new database in ``folder``."""
        path = folder / "maillage.sqlite"
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"


class PostgresqlDatabases:
    """Databases of one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = count(1)
        self._administer(f"CREATE DATABASE {_TEMPLATE}")
        with _engine(server.url(_TEMPLATE)) as engine:
            upgrade(engine)

    @contextmanager
    def fresh_url(self) -> Iterator[str]:
        """The address of a new database."""
        name = f"maillage_{next(self._numbers)}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        yield self._server.url(name)
        self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    def _administer(self, statement: str) -> None:
        with _engine(self._server.url("postgres")) as engine, engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
