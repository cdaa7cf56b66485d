"""The migrations bring a database to where the code is, and never leave it half-way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, func, select

from network_data.database import open_engine
from network_data.migrations import (
    BrokenReferencesError,
    NewerDatabaseError,
    check,
    downgrade,
    is_current,
    upgrade,
)
from network_data.migrations.runner import migrating
from network_data.tables import METADATA, AuditMention, Need, Person
from network_data.trail import Event, Trail
from tests.integration.storage.records import chantier, need, person, store, territory


def table_names(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def execute(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_a_migrated_database_has_every_table_as_the_code_knows_it(engine: Engine) -> None:
    assert is_current(engine)
    assert check(engine) == ()
    assert table_names(engine) == {*METADATA.tables, "alembic_version"}


def test_going_back_to_the_base_removes_every_table_and_going_up_again_restores_them(engine: Engine) -> None:
    downgrade(engine, "base")
    assert table_names(engine) == {"alembic_version"}
    assert not is_current(engine)

    upgrade(engine)
    assert is_current(engine)
    assert check(engine) == ()


def test_upgrading_twice_keeps_what_is_stored(engine: Engine) -> None:
    store(engine, territory(), chantier(), person(), need("domiciliation"))
    upgrade(engine)
    with Session(engine) as session:
        assert session.exec(select(Need.barrier)).all() == ["domiciliation"]


def test_entries_written_before_there_were_mentions_are_found_by_person_once_upgraded(engine: Engine) -> None:
    store(engine, territory(), chantier(), person("P-1"), person("P-2"))
    trail = Trail(engine, ["the installation's secret"])
    for persons in (("P-1", "P-2"), ("P-2",), ()):
        trail.record(Event("account", "people.list", persons), datetime(2026, 11, 22, tzinfo=UTC))
    downgrade(engine, "0002")
    upgrade(engine)
    assert trail.verify() is None
    with Session(engine) as session:
        assert sorted(session.exec(select(AuditMention.entry))) == [1, 1, 2]


def test_a_database_that_was_never_migrated_is_not_current_and_says_what_it_lacks(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert not is_current(engine)
    assert "add_table person" in check(engine)
    engine.dispose()


def test_a_drift_between_database_and_code_is_named(engine: Engine) -> None:
    execute(engine, "ALTER TABLE person ADD COLUMN shoe_size VARCHAR")
    execute(engine, "DROP INDEX ix_need_person_id")
    assert set(check(engine)) == {"remove_column person shoe_size", "add_index ix_need_person_id"}


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(engine: Engine) -> None:
    execute(engine, "DROP TABLE held_paper")
    before = table_names(engine)
    with pytest.raises(DatabaseError):
        downgrade(engine, "base")
    assert table_names(engine) == before
    assert is_current(engine)


def test_a_database_written_by_a_newer_version_is_refused_and_left_alone(engine: Engine) -> None:
    execute(engine, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError, match="plus récente"):
        upgrade(engine)
    assert not is_current(engine)
    assert "person" in table_names(engine)


def rebuild_person(connection: Connection) -> None:
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("person", recreate="always") as batch:
        batch.drop_column("arrived_on")


def count_needs(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count(col(Need.id)))).one()


def test_rebuilding_a_table_on_sqlite_keeps_the_rows_that_refer_to_it(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    store(engine, territory(), chantier(), person(), need("domiciliation"), need("identite"))
    with migrating(engine) as connection:
        rebuild_person(connection)
    assert count_needs(engine) == 2
    engine.dispose()


def test_a_migration_on_sqlite_that_would_break_a_reference_is_undone(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    store(engine, territory(), chantier(), person(), need("domiciliation"))

    def migrate() -> None:
        with migrating(engine) as connection:
            connection.execute(text("DELETE FROM person"))

    with pytest.raises(BrokenReferencesError, match="need"):
        migrate()
    with Session(engine) as session:
        assert session.exec(select(Person.id)).all() == ["P-0001"]
    engine.dispose()
