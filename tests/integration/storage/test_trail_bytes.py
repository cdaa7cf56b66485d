"""One byte changed anywhere in a stored entry of the trail is reported with the entry."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from api.cli import app
from network_data.database import open_engine, transaction
from network_data.trail import Event, Fault, Trail
from tests.integration.storage.records import chantier, person, store, territory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "what-the-tests-sign-the-trail-with-and-nobody-else"
THIRD = 3
TEXTS = ("actor", "action", "subjects", "address", "reason", "details", "previous", "digest")


def five_looks(engine: Engine) -> Trail:
    store(engine, territory(), chantier(), person("P-1"), person("P-2"))
    trail = Trail(engine, [SECRET])
    for count in range(5):
        looked = Event(f"account-{count}", "person.read", ("P-1", "P-2"), "192.0.2.1", "à sa demande", {"count": count})
        trail.record(looked, NOON)
    return trail


def verified(url: str) -> Fault | None:
    engine = open_engine(url)
    try:
        return Trail(engine, [SECRET]).verify()
    finally:
        engine.dispose()


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """A database file that holds a trail of five entries, all of it in the one file."""
    engine = open_engine(sqlite_url)
    five_looks(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return Path(sqlite_url.removeprefix("sqlite:///"))


def bytes_of_entry(file: Path, number: int) -> range:
    """Where the file holds the columns of an entry, from the first after its number to the last."""
    with sqlite3.connect(file) as connection:
        columns = connection.execute(
            "SELECT at, actor, action, subjects, address, reason, details, previous, digest"
            " FROM audit_entry WHERE number = ?",
            (number,),
        ).fetchone()
    connection.close()
    stored = "".join(columns).encode()
    whole = file.read_bytes()
    assert whole.count(stored) == 1
    start = whole.index(stored)
    return range(start, start + len(stored))


def copies_with_one_byte_changed(file: Path, positions: range, mask: int) -> Iterator[Path]:
    whole, copy = file.read_bytes(), file.with_name("changed.sqlite")
    for position in positions:
        changed = bytearray(whole)
        changed[position] ^= mask
        copy.write_bytes(changed)
        yield copy


@pytest.mark.parametrize("mask", [0x01, 0x80], ids=["another letter", "no letter at all"])
def test_whichever_byte_of_an_entry_changes_in_the_file_the_entry_is_named(file: Path, mask: int) -> None:
    positions = bytes_of_entry(file, THIRD)
    assert len(positions) > 200
    found = {verified(f"sqlite:///{copy}") for copy in copies_with_one_byte_changed(file, positions, mask)}
    assert found == {Fault(THIRD, "altered")}


def test_a_byte_changed_in_what_tells_the_columns_apart_is_reported_too(file: Path) -> None:
    header = range(bytes_of_entry(file, THIRD).start - 12, bytes_of_entry(file, THIRD).start)
    found = {verified(f"sqlite:///{copy}") for copy in copies_with_one_byte_changed(file, header, 0x01)}
    assert None not in found


@pytest.mark.parametrize(
    "spelling", ["subjects = ' ' || subjects", "details = '{\"count\"\\:2}'", "at = replace(at,' ','T')"]
)
def test_another_spelling_of_the_same_value_is_a_change(sqlite_url: str, spelling: str) -> None:
    engine = open_engine(sqlite_url)
    trail = five_looks(engine)
    with transaction(engine, writes=True) as session:
        session.execute(text(f"UPDATE audit_entry SET {spelling} WHERE number = 3"))
    assert trail.verify() == Fault(THIRD, "altered")
    engine.dispose()


@pytest.mark.parametrize("column", TEXTS)
def test_whichever_letter_changes_by_sql_the_entry_is_named(postgresql_url: str, column: str) -> None:
    engine = open_engine(postgresql_url)
    trail = five_looks(engine)
    kind = {"subjects": "json", "details": "json"}.get(column, "text")
    with engine.connect() as connection:
        before = str(connection.execute(text(f"SELECT {column}::text FROM audit_entry WHERE number = 3")).scalar_one())
    reported = 0
    for position in range(len(before)):
        letter = "1" if before[position] == "0" else "0"
        reported += _reported(engine, trail, f"{column} = CAST(:changed AS {kind})", before, position, letter)
    assert reported > 0
    assert trail.verify() is None
    engine.dispose()


def _reported(engine: Engine, trail: Trail, change: str, before: str, position: int, letter: str) -> bool:
    """Whether the change was possible at all, and was then reported; it is undone."""
    statement = text(f"UPDATE audit_entry SET {change} WHERE number = 3")
    try:
        with transaction(engine, writes=True) as session:
            session.execute(statement, {"changed": before[:position] + letter + before[position + 1 :]})
    except DBAPIError:
        return False  # the database itself refuses it: no JSON, or no time
    fault = trail.verify()
    with transaction(engine, writes=True) as session:
        session.execute(statement, {"changed": before})
    assert fault == Fault(THIRD, "altered")
    return True


def test_the_command_names_the_entry_and_fails(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", SECRET)
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", f"sqlite:///{file}")
    whole = CliRunner().invoke(app, ["audit", "verify"])
    assert (whole.exit_code, whole.stdout) == (0, "La trace est entière.\n")
    position = bytes_of_entry(file, THIRD).start + 30
    copy = next(copies_with_one_byte_changed(file, range(position, position + 1), 0x01))
    shutil.copy(copy, file)
    touched = CliRunner().invoke(app, ["audit", "verify"])
    assert (touched.exit_code, touched.stderr) == (3, "La ligne 3 de la trace a été modifiée.\n")
    as_json = CliRunner().invoke(app, ["audit", "verify", "--json"])
    assert '"entry": 3' in as_json.stdout


def test_an_old_database_put_back_is_seen_by_the_end_that_was_noted_elsewhere(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", SECRET)
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", f"sqlite:///{file}")
    old = file.read_bytes()
    engine = open_engine(f"sqlite:///{file}")
    Trail(engine, [SECRET]).record(Event("account", "person.read", ("P-1",)), NOON)
    engine.dispose()
    noted = CliRunner().invoke(app, ["audit", "head"]).stdout.strip()
    assert noted.startswith("6:")
    assert CliRunner().invoke(app, ["audit", "verify", "--head", noted]).exit_code == 0
    file.write_bytes(old)
    assert CliRunner().invoke(app, ["audit", "verify"]).exit_code == 0
    told = CliRunner().invoke(app, ["audit", "verify", "--head", noted])
    assert told.exit_code == 3
    assert told.stderr.startswith("La ligne 6 de la trace n’est plus celle que vous aviez notée")
    assert CliRunner().invoke(app, ["audit", "verify", "--head", f"5:{'0' * 64}"]).exit_code == 3


@pytest.mark.parametrize("noted", ["", "6", "six:" + "0" * 64, "6:court", "9" * 30 + ":" + "0" * 64])
def test_an_end_that_cannot_be_one_is_refused_in_words(noted: str) -> None:
    told = CliRunner().invoke(app, ["audit", "verify", "--head", noted])
    assert (told.exit_code, told.stdout) == (2, "")
    assert "maillage audit head" in told.stderr
