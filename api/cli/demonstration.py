"""``maillage demo``: prepares the fictitious network and serves it."""

import json as json_text
from datetime import date
from pathlib import Path

import typer

from api.addresses import LOOPBACK
from api.cli.failures import spoken_language
from api.clock import today
from api.i18n import say
from api.services.demonstration import demonstration_safekeeping
from api.services.readings import keep_readings
from api.settings import DEMONSTRATION_URL, Settings, create_database_folder, database_file
from network_data.database import open_engine, transaction
from network_data.demo import (
    SEED,
    demonstration_accounts,
    demonstration_keys,
    demonstration_password,
    load_access,
    load_demonstration,
)
from network_data.migrations import upgrade
from network_data.repositories import NetworkRepository

_SIDE_FILES = ("", "-wal", "-shm")
"""What SQLite keeps beside a database, besides itself."""


def run(*, serve: bool, reset: bool, port: int, json: bool) -> None:
    """Prepares the demonstration where it is absent, says where it is, and serves it."""
    path = demonstration_file()
    if reset:
        _erase(path)
    url = f"sqlite:///{path}"
    prepare(url, today())
    if json:
        _print_json(url, port)
    else:
        typer.echo(
            say("La démonstration est prête : un réseau et des personnes fictifs, dans {path}.", path=path).said(
                spoken_language()
            )
        )
    if serve:
        # Only now: a web server is long to load.
        from api.cli.serving import announce, listen, serve_application

        listening = listen(port)
        announce(port)
        serve_application(Settings(database_url=url, demonstration=True), listening)


def demonstration_file() -> Path:
    """Where the demonstration is kept: in ``var/``, where one stands."""
    path = database_file(DEMONSTRATION_URL)
    assert path is not None
    return path.absolute()


def prepare(url: str, on: date) -> None:
    """Creates the database and loads the demonstration, unless it is there already."""
    create_database_folder(url)
    engine = open_engine(url)
    try:
        upgrade(engine)
        with transaction(engine, writes=True) as session:
            if not NetworkRepository(session).territories():
                load_demonstration(session, on)
            # A demonstration made before there were accounts gets them too.
            load_access(session, on, demonstration_safekeeping(), SEED)
            keep_readings(session)
    finally:
        engine.dispose()


def _erase(path: Path) -> None:
    for suffix in _SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _print_json(url: str, port: int) -> None:
    password = demonstration_password()
    told = {
        "database_url": url,
        "url": f"http://{LOOPBACK}:{port}",
        "accounts": _by_role(password),
        "api_keys": {key.chantier: key.shown for key in demonstration_keys()},
    }
    typer.echo(json_text.dumps(told, ensure_ascii=False, indent=2))


def _by_role(password: str) -> dict[str, dict[str, str]]:
    """The first account of each role: its login and the password that all share."""
    found: dict[str, dict[str, str]] = {}
    for account in demonstration_accounts():
        found.setdefault(account.role.value, {"login": account.login, "password": password})
    return found
