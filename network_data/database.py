"""Opens the database (SQLite or PostgreSQL) and gives transactions."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlmodel import Session, col, create_engine, delete, func, select

from network_data.tables import NetworkChange, NetworkVersion

SQLITE_BUSY_MS = 10_000
MOST_CHANGES = 50
"""Partners changed at once beyond which a catalogue is compiled anew."""
KEPT_CHANGES = 500
"""Changes remembered; a catalogue older than that is compiled anew."""
WRITES = "maillage_writes"
"""The execution option of a connection whose transactions write."""


def open_engine(url: str) -> Engine:
    """An engine for ``url``; on SQLite with WAL, foreign keys, and transactions that cover what they say they cover.

    Its errors never repeat the values of a statement: they may be personal.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own implicit transactions would leave reads and DDL outside: SQLAlchemy's documented remedy.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={SQLITE_BUSY_MS}", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool = False) -> Iterator[Session]:
    """A session whose work is committed whole at the end, or not at all.

    ``writes``: on SQLite, waits for its turn to write before anything is read. A reader there cannot become a
    writer once someone else has written: what may write says so from the start.
    """
    connecting = engine.connect().execution_options(**{WRITES: writes})
    with connecting as connection, Session(connection) as session, session.begin():
        yield session


def touch_network(session: Session, partner_ids: Collection[str] | None = None) -> None:
    """Marks the network as changed: compiled catalogues follow at their next use.

    ``partner_ids``: the partners that changed, with their services, when nothing else did; a catalogue is then
    patched, and otherwise compiled anew.
    """
    token = token_hex(8)
    session.merge(NetworkVersion(token=token, changed_at=datetime.now(UTC)))
    few = partner_ids is not None and len(partner_ids) <= MOST_CHANGES
    concerned: list[str | None] = [*sorted(partner_ids or ())] if few else [None]
    session.add_all(NetworkChange(token=token, partner_id=one) for one in concerned)
    session.flush()
    last = session.exec(select(func.max(NetworkChange.number))).one()
    session.exec(delete(NetworkChange).where(col(NetworkChange.number) <= (last or 0) - KEPT_CHANGES))
