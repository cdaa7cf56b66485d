"""Opens the database (SQLite or PostgreSQL) and gives transactions."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session, col, create_engine, delete, func, select

from network_data.tables import NetworkChange, NetworkVersion

SQLITE_BUSY_MS = 25_000
MOST_CHANGES = 50
"""Partners changed at once beyond which a catalogue is compiled anew."""
KEPT_CHANGES = 500
"""Changes remembered; a catalogue older than that is compiled anew."""
WRITES = "maillage_writes"
"""The execution option of a connection whose transactions write."""


_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_POSTGRESQL_BUSY = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"})
"""Serialisation failure, deadlock, lock not available, shut down, crashed, starting, too many connections."""
_KEPT, _MOST_CONNECTIONS = 5, 40
"""Connections that a process keeps, and may have: two for each turn of its requests, and what runs beside them."""


def open_engine(url: str) -> Engine:
    """An engine for ``url``; on SQLite with WAL, foreign keys, and transactions that cover what they say they cover.

    Its errors never repeat the values of a statement: they may be personal.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        known = parsed.set(drivername="postgresql+psycopg")
        return create_engine(known, pool_pre_ping=True, hide_parameters=True, max_overflow=_MOST_CONNECTIONS - _KEPT)
    in_memory = parsed.database in {None, "", ":memory:"}
    pool = {} if in_memory else {"max_overflow": _MOST_CONNECTIONS - _KEPT}
    engine = create_engine(parsed, hide_parameters=True, **pool)
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


def is_busy(error: Exception) -> bool:
    """Whether the database could not answer for a reason that passes: others hold what is asked for, or it restarts."""
    if isinstance(error, PoolTimeoutError):
        return True
    cause = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_BUSY
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(error, OperationalError) and not state:
        # PostgreSQL could not be reached, or takes no more connections: the driver then knows no state.
        return True
    return state in _POSTGRESQL_BUSY or state.startswith("08") or bool(getattr(error, "connection_invalidated", False))


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
