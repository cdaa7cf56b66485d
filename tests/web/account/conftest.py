"""Accounts over a fresh database, an application whose clock can be moved, and people with browsers before it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from network_data.database import open_engine
from tests.api.serving import application
from tests.web.account.surfing import Clock, Surfer


@pytest.fixture
def clock() -> Clock:
    """What time it is; tests move it."""
    return Clock()


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    """The database behind the pages."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def a_browser(sqlite_url: str, clock: Clock) -> Iterator[Callable[..., Surfer]]:
    """Makes browsers before one installation, all in front of the same application."""
    app = application(sqlite_url)
    app.state.clock = replace(app.state.clock, now=clock)
    with ExitStack() as closing:
        yield lambda **headers: closing.enter_context(Surfer.before(app, **headers))


@pytest.fixture
def surfer(a_browser: Callable[..., Surfer]) -> Surfer:
    """One browser, not signed in."""
    return a_browser()
