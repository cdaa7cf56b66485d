"""The demonstration as it stands on one day, and a browser for anyone who works in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI

from network_data.database import open_engine, transaction
from network_data.demo import Safekeeping, load_demonstration
from tests.api.serving import TODAY, application
from tests.databases import SqliteDatabases
from tests.web.account.surfing import Surfer
from tests.web.people.working import Worker, at_work

Workers = Callable[[str], Worker]


def _application(url: str) -> FastAPI:
    app = application(url)
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        safekeeping = Safekeeping(app.state.settings.secrets, lambda password: f"no hash of {password}")
        load_demonstration(session, TODAY, safekeeping=safekeeping)
    engine.dispose()
    return app


def _workers(app: FastAPI) -> Iterator[Workers]:
    with ExitStack() as closing:
        yield lambda login: at_work(app, login, closing.enter_context(Surfer.before(app)))


@pytest.fixture(scope="package")
def programme(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application over the demonstration; nobody may change anything but the trail."""
    folder: Path = tmp_path_factory.mktemp("pages")
    with sqlite_databases.fresh_url(folder) as url:
        yield _application(url)


@pytest.fixture
def worker(programme: FastAPI) -> Iterator[Workers]:
    """Someone's browser, by login, already signed in; only to read."""
    yield from _workers(programme)


@pytest.fixture
def changing(sqlite_url: str) -> Iterator[Workers]:
    """The same over a demonstration of one's own, that may be changed."""
    yield from _workers(_application(sqlite_url))
