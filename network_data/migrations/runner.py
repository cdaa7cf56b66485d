"""Runs the migrations on an engine, without a configuration file, in one transaction.

A migration that fails leaves the database as it was, on SQLite as on PostgreSQL: both undo DDL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from network_data.tables import METADATA


class BrokenReferencesError(RuntimeError):
    """A migration left rows that point at nothing; it was undone."""


class NewerDatabaseError(RuntimeError):
    """The database stands at a revision that this version of Maillage does not know."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the database to ``revision`` (the newest by default); does nothing where it already is.

    Raises:
        NewerDatabaseError: a newer version of Maillage was here.
        BrokenReferencesError: the result would break a foreign key.
    """
    with migrating(engine) as connection:
        _refuse_newer(connection)
        command.upgrade(config_of(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Brings the database back to ``revision``; ``base`` removes every table of ours **and what they hold**.

    Raises:
        BrokenReferencesError: the result would break a foreign key.
    """
    with migrating(engine) as connection:
        command.downgrade(config_of(connection), revision)


def is_current(engine: Engine) -> bool:
    """Whether every migration was run. One short query: a readiness probe may ask it."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == _newest()


def check(engine: Engine) -> tuple[str, ...]:
    """What differs between the database and the tables as the code knows them, one line each; empty when nothing."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    return tuple(line for difference in differences for line in _lines(difference))


def _refuse_newer(connection: Connection) -> None:
    known = {script.revision for script in scripts().walk_revisions()}
    newer = set(MigrationContext.configure(connection).get_current_heads()) - known
    if newer:
        raise NewerDatabaseError(
            f"Cette base de données vient d'une version plus récente de Maillage (révision {', '.join(newer)}). "
            "Rien n'a été changé. Mettez Maillage à jour, puis recommencez."
        )


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection on which migrations may run, committed whole at the end or not at all.

    SQLite changes most things by rebuilding the table, and dropping the old one would delete, by cascade, the rows
    that refer to it. So foreign keys rest meanwhile, and are verified before the commit.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        _enforce_references(connection, on=False)
        try:
            with connection.begin():
                yield connection
                _verify_references(connection)
        finally:
            _enforce_references(connection, on=True)


def _enforce_references(connection: Connection, *, on: bool) -> None:
    # On the driver's own connection: within a transaction, which SQLAlchemy would begin, the pragma has no effect.
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _verify_references(connection: Connection) -> None:
    broken = sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
    if broken:
        raise BrokenReferencesError(f"Rows of {', '.join(broken)} would refer to nothing; the migration was undone.")


def config_of(connection: Connection | None = None) -> Config:
    """Where the migrations lie, and the connection to run them on."""
    config = Config()
    config.set_main_option("script_location", "network_data:migrations")
    config.attributes["connection"] = connection
    return config


def scripts() -> ScriptDirectory:
    """The revisions shipped with the package."""
    return ScriptDirectory.from_config(config_of())


@cache
def _newest() -> frozenset[str]:
    # Read once: each reading imports every revision.
    return frozenset(scripts().get_heads())


def _lines(difference: Any) -> list[str]:
    """Alembic gives a tuple per difference, and a list of tuples for those of one column."""
    if isinstance(difference, list):
        return [line for each in difference for line in _lines(each)]
    names = (subject if isinstance(subject, str) else getattr(subject, "name", None) for subject in difference)
    return [" ".join(str(name) for name in names if name)]
