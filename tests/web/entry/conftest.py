"""The demonstration, that may be changed, before the forms about people."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from tests.web.people.conftest import Workers, _application, _workers


@pytest.fixture
def app(sqlite_url: str) -> FastAPI:
    """The application over a demonstration of one's own."""
    return _application(sqlite_url)


@pytest.fixture
def at(app: FastAPI) -> Iterator[Workers]:
    """Someone's browser, by login, already signed in."""
    yield from _workers(app)
