"""The demonstration as it stands on one day, and a browser for anyone who works in it."""

import shutil
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


def fill(url: str) -> None:
    """Loads the demonstration with its accounts, whose passwords are not worth hashing, into an empty database."""
    app = application(url)
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        safekeeping = Safekeeping(app.state.settings.secrets, lambda password: f"no hash of {password}")
        load_demonstration(session, TODAY, safekeeping=safekeeping)
    engine.dispose()
    app.state.engine.dispose()


def _workers(app: FastAPI) -> Iterator[Workers]:
    with ExitStack() as closing:
        yield lambda login: at_work(app, login, closing.enter_context(Surfer.before(app)))


@pytest.fixture(scope="session")
def filled(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the demonstration with its accounts; to be copied, not changed."""
    folder: Path = tmp_path_factory.mktemp("filled")
    with sqlite_databases.fresh_url(folder) as url:
        fill(url)
    return folder / "maillage.sqlite"


@pytest.fixture(scope="package")
def programme(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application over the demonstration; nobody may change anything but the trail."""
    return _over_a_copy(filled, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def worker(programme: FastAPI) -> Iterator[Workers]:
    """Someone's browser, by login, already signed in; only to read."""
    yield from _workers(programme)


@pytest.fixture
def changing(filled: Path, tmp_path: Path) -> Iterator[Workers]:
    """The same over a demonstration of one's own, that may be changed."""
    yield from _workers(_over_a_copy(filled, tmp_path))


def _over_a_copy(filled: Path, folder: Path) -> FastAPI:
    copied = shutil.copy(filled, folder / "maillage.sqlite")
    return application(f"sqlite:///{copied}")
