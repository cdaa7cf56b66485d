"""The application over a database, on a fixed day, and the few questions that the tests ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.clock import today
from api.settings import Settings
from network_data.database import open_engine, transaction
from network_data.demo import load_demonstration

TODAY = date(2026, 11, 22)
BELLEVILLE = {"latitude": 48.8721, "longitude": 2.3767}


def load(url: str) -> None:
    """The demonstration as it stands on ``TODAY``."""
    engine = open_engine(url)
    with transaction(engine) as session:
        load_demonstration(session, TODAY)
    engine.dispose()


def application(url: str) -> FastAPI:
    """The application for which it is ``TODAY``."""
    app = create_app(Settings(database_url=url))
    app.dependency_overrides[today] = lambda: TODAY
    return app


@contextmanager
def serving(url: str) -> Iterator[TestClient]:
    with TestClient(application(url)) as client:
        yield client


def body(*barriers: str, **facts: Any) -> dict[str, Any]:
    """A profile with these barriers."""
    return {"barriers": [{"code": code} for code in barriers], **facts}
