"""The pages over the demonstration: read in process, or served to a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from network_data.asker import Role
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
def client(demonstration_url: str) -> Iterator[TestClient]:
    """A client of the application over the demonstration, for an advisor who accompanies everybody."""
    with serving(demonstration_url, **signed_in(demonstration_url, Role.ADVISOR)) as client:
        yield client


@pytest.fixture(scope="session")
def visitor(client: TestClient) -> Visitor:
    """Someone who reads pages of the demonstration."""
    return Visitor(client)


@pytest.fixture(scope="session")
def address(demonstration_url: str) -> Iterator[str]:
    """Where the demonstration is served."""
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


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """Someone at a computer before the demonstration; whatever goes wrong in their browser fails the test."""
    with Reader.at(browser, address) as reader:
        yield reader
