"""The pages over the demonstration: read in process, or served to a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine, transaction
from network_data.tables import Account
from tests.api.serving import load, serving, signed_in
from tests.databases import SqliteDatabases
from tests.web.browsing import CHROMIUM, CHROMIUM_FLAGS, Reader, served
from tests.web.visiting import Visitor

NO_CHROMIUM = "Chromium is not installed: apt-get install chromium"


@pytest.fixture(scope="session")
def demonstration_url(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database that holds the demonstration; nobody may change it."""
    folder: Path = tmp_path_factory.mktemp("demonstration")
    with sqlite_databases.fresh_url(folder) as url:
        load(url)
        yield url


@pytest.fixture(scope="session")
def advisor(demonstration_url: str) -> dict[str, str]:
    """The cookie of an advisor who accompanies everybody, and whom one may become at a click."""
    cookie = signed_in(demonstration_url, Role.ADVISOR)
    engine = open_engine(demonstration_url)
    with transaction(engine, writes=True) as session:
        session.get_one(Account, f"tests-{Role.ADVISOR}").is_demonstration = True
    engine.dispose()
    return cookie


@pytest.fixture(scope="session")
def client(demonstration_url: str, advisor: dict[str, str]) -> Iterator[TestClient]:
    """An advisor's browser before the demonstration."""
    with serving(demonstration_url, **advisor) as client:
        yield client


@pytest.fixture(scope="session")
def visitor(client: TestClient) -> Visitor:
    """Someone who reads pages of the demonstration."""
    return Visitor(client)


@pytest.fixture(scope="session")
def address(demonstration_url: str, advisor: dict[str, str]) -> Iterator[str]:
    """Where the demonstration is served, the advisor among those one may become."""
    with served(demonstration_url) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    if not shutil.which(CHROMIUM):
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def came_in(browser: Browser, address: str) -> StorageState:
    """What the advisor's browser keeps once they came in, at a click: the tests that only read come in once."""
    with Reader.at(browser, address) as reader:
        return reader.page.context.storage_state()


@pytest.fixture
def reader(browser: Browser, address: str, came_in: StorageState) -> Iterator[Reader]:
    """Someone at a computer before the demonstration; whatever goes wrong in their browser fails the test."""
    with Reader.at(browser, address, came_in=came_in) as reader:
        yield reader
