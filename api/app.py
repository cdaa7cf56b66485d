"""Assembles the application: state, transactions, JSON API, pages, errors and logs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware

from api import health
from api.access_log import AccessLog
from api.body_limit import BodyLimit
from api.openapi import describe
from api.problem_responses import UnexpectedErrors, install_problem_responses
from api.services.catalogues import Catalogues
from api.settings import Settings
from api.v1 import routes as v1
from network_data.database import open_engine

OPENAPI_URL = "/api/v1/openapi.json"


class Application(FastAPI):
    """Maillage over HTTP."""

    def openapi(self) -> dict[str, Any]:
        """The description of the API, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self)
        return self.openapi_schema


def create_app(settings: Settings) -> FastAPI:
    """The whole application over the database of ``settings``; ``app.state`` holds what requests share.

    The engine connects at the first request; it is disposed of when the application stops.
    """
    app = Application(
        title="Maillage",
        version=version("maillage"),
        openapi_url=OPENAPI_URL,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
        middleware=[Middleware(AccessLog), Middleware(UnexpectedErrors), Middleware(BodyLimit)],
        # Telemetry would record messages of errors, which may be personal.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = settings
    app.state.engine = open_engine(settings.database_url)
    app.state.catalogues = Catalogues()
    install_problem_responses(app)
    app.include_router(health.router)
    app.include_router(v1.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.engine.dispose()
