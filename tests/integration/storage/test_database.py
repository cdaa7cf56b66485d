"""What every database guarantees: named constraints, references that hold, transactions that are whole."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from network_data.database import SQLITE_BUSY_MS, is_busy, open_engine, touch_network, transaction
from network_data.tables import (
    METADATA,
    HeldPaper,
    Need,
    NeedState,
    NetworkVersion,
    Partner,
    Person,
    Referent,
    Service,
    Territory,
)
from network_data.vocabulary import AccessPath
from tests.integration.storage.records import (
    DAY,
    chantier,
    need,
    partner,
    person,
    referent,
    service,
    store,
    territory,
)


def test_every_constraint_and_index_has_a_name_that_says_what_it_holds(engine: Engine) -> None:
    schema = inspect(engine)
    for table in METADATA.tables:
        assert schema.get_pk_constraint(table)["name"] == f"pk_{table}"
        for key in schema.get_foreign_keys(table):
            columns = "_".join(key["constrained_columns"])
            assert key["name"] == f"fk_{table}_{columns}_{key['referred_table']}"
        for unique in schema.get_unique_constraints(table):
            assert unique["name"] == f"uq_{table}_{'_'.join(unique['column_names'])}"
        for index in schema.get_indexes(table):
            if not index.get("duplicates_constraint"):
                assert index["name"] == f"ix_{table}_{'_'.join(str(name) for name in index['column_names'])}"


def test_every_reference_is_indexed_so_that_deleting_never_scans_a_table(engine: Engine) -> None:
    schema = inspect(engine)
    for table in METADATA.tables:
        leading = {index["column_names"][0] for index in schema.get_indexes(table)}
        leading.add(schema.get_pk_constraint(table)["constrained_columns"][0])
        referring = {key["constrained_columns"][0] for key in schema.get_foreign_keys(table)}
        assert referring <= leading


def test_a_time_comes_back_in_utc_whatever_its_offset_was(engine: Engine) -> None:
    paris_summer = timezone(timedelta(hours=2))
    store(engine, NetworkVersion(token="t", changed_at=datetime(2026, 7, 1, 0, 30, tzinfo=paris_summer)))
    with Session(engine) as session:
        changed_at = session.exec(select(NetworkVersion.changed_at)).one()
    assert changed_at == datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert changed_at.tzinfo is UTC


def test_a_time_without_offset_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 7, 1, 0, 30)  # noqa: DTZ001 - the very mistake
    with pytest.raises(StatementError, match="UTC offset"):
        store(engine, NetworkVersion(token="t", changed_at=naive))


def test_an_unknown_list_is_stored_as_null_and_an_empty_one_as_empty(engine: Engine) -> None:
    store(engine, territory(), partner("unknown", networks=None), partner("none", networks=[]))
    with Session(engine) as session:
        unknown = select(Partner.id).where(text("networks IS NULL"))
        assert session.exec(unknown).all() == ["unknown"]
        assert session.get_one(Partner, "unknown").networks is None
        assert session.get_one(Partner, "none").networks == []


def test_a_list_keeps_its_order_and_its_accents(engine: Engine) -> None:
    store(engine, territory(), partner(networks=["œuvre", "été", "abc"]))
    with Session(engine) as session:
        assert session.get_one(Partner, "p1").networks == ["œuvre", "été", "abc"]


def test_a_state_is_stored_as_its_plain_value_and_read_as_itself(engine: Engine) -> None:
    store(engine, territory(), chantier(), person(), need("identite", state=NeedState.SET_ASIDE))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM need")).scalar_one() == "set_aside"
    with Session(engine) as session:
        assert session.exec(select(Need.state)).one() is NeedState.SET_ASIDE


def test_an_access_path_may_be_given_as_text_but_not_invented(engine: Engine) -> None:
    store(engine, territory(), partner(), service(access_path="siao"))
    with Session(engine) as session:
        assert session.get_one(Service, "s1").access_path is AccessPath.SIAO
    with pytest.raises(StatementError, match="window"):
        store(engine, service("s2", access_path="window"))


def test_a_reference_to_nothing_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        store(engine, person(chantier_id="nowhere"))


def test_the_same_barrier_cannot_be_carried_twice_by_one_person(engine: Engine) -> None:
    store(engine, territory(), chantier(), person(), need("identite"))
    with pytest.raises(IntegrityError):
        store(engine, need("identite"))


def test_erasing_a_person_erases_everything_about_them_and_nobody_else(engine: Engine) -> None:
    about_two = [
        record
        for who in ("P-0001", "P-0002")
        for record in (
            person(who),
            need("identite", who),
            referent(who),
            HeldPaper(person_id=who, paper="cni", until=DAY),
        )
    ]
    store(engine, territory(), chantier(), *about_two)
    with transaction(engine) as session:
        session.delete(session.get_one(Person, "P-0001"))
    with Session(engine) as session:
        for table in (Need, Referent, HeldPaper):
            assert session.exec(select(table.person_id)).all() == ["P-0002"]


def test_work_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    class ChangedOurMindError(Exception):
        pass

    def work() -> None:
        with transaction(engine) as session:
            session.add(territory())
            session.flush()
            session.add(chantier())
            session.flush()
            raise ChangedOurMindError

    with pytest.raises(ChangedOurMindError):
        work()
    with engine.connect() as connection:
        for table in ("territory", "chantier"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_a_reader_never_sees_work_that_is_not_finished(engine: Engine) -> None:
    with transaction(engine) as writing:
        writing.add(territory())
        writing.flush()
        with Session(engine) as reading:
            assert reading.exec(select(Territory.slug)).all() == []
    with Session(engine) as reading:
        assert reading.exec(select(Territory.slug)).all() == ["paris"]


def test_every_change_to_the_network_gives_it_another_version(engine: Engine) -> None:
    tokens = set()
    for _ in range(3):
        with transaction(engine) as session:
            touch_network(session)
        with Session(engine) as session:
            tokens.add(session.exec(select(NetworkVersion.token)).one())
    assert len(tokens) == 3


def test_sqlite_lets_people_read_while_someone_writes_and_enforces_references(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == SQLITE_BUSY_MS
    engine.dispose()


def test_a_database_that_cannot_be_reached_is_busy_and_a_wrong_statement_is_not(engine: Engine) -> None:
    away = open_engine("postgresql://postgres@/maillage?host=/nowhere")
    with pytest.raises(OperationalError) as unreachable, transaction(away):
        pass
    assert is_busy(unreachable.value)
    with pytest.raises(StatementError) as wrong, engine.connect() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert not is_busy(wrong.value)
