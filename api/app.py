"""Assembles the application: state, transactions, JSON API, pages, errors and logs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api import documentation, due_clockwork, health, mail_clockwork, webhook_clockwork
from api.access_log import AccessLog
from api.body_limit import BodyLimit
from api.clock import Clock
from api.errors import ProblemError
from api.mail.terms import mail_terms
from api.openapi import describe
from api.problem_responses import UnexpectedErrors, install_problem_responses
from api.security.allowed_hosts import AllowedHosts
from api.security.csrf import CsrfTokens, guard
from api.security.headers import SecurityHeaders
from api.security.installation import check_accounts, check_secrets
from api.security.links import Links
from api.security.own_account import OwnAccount
from api.security.provider.arrivals import Arrivals
from api.security.provider.client import Provider
from api.security.provider.terms import provider_terms
from api.security.rate_limits import RateLimits
from api.security.refusals import Refusals
from api.security.sessions import Sessions
from api.security.sign_in import sign_in_of
from api.services.background import Background
from api.services.catalogues import Catalogues
from api.services.clocks import Clocks
from api.services.mailing import Mailer
from api.services.partner_search import PartnerSearches
from api.services.place_bids import PlaceBids
from api.services.place_computing import PlaceComputing
from api.services.staffing.computing import Computing
from api.services.webhook_sending import WebhookSender
from api.settings import Settings
from api.turns import Turns
from api.v1 import routes as v1
from api.web import error_pages
from api.web import routes as pages
from api.webhooks.terms import webhook_rules
from network_data.database import open_engine
from network_data.trail import Trail

OPENAPI_URL = "/api/v1/openapi.json"


class Application(FastAPI):
    """Maillage over HTTP."""

    def openapi(self) -> dict[str, Any]:
        """The description of the API, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self)
        return self.openapi_schema


def create_app(settings: Settings, *, clocks: bool = False, catalogues: Catalogues | None = None) -> FastAPI:
    """The whole application over the database of ``settings``; ``app.state`` holds what requests share.

    The engine connects when the application starts; it is disposed of when it stops. ``clocks``: whether it runs the
    clocks of referrals and sends mail while it is served, as the settings say. ``catalogues``: compiled already.

    Raises:
        UnsafeInstallationError: the settings would protect nobody.
    """
    check_secrets(settings)
    terms = provider_terms(settings)
    mail = mail_terms(settings)
    app = Application(
        title="Maillage",
        version=version("maillage"),
        openapi_url=OPENAPI_URL,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        routes=_routes(),
        lifespan=_lifespan,
        middleware=[
            Middleware(AccessLog),
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)),
            Middleware(SecurityHeaders, settings=settings),
            Middleware(UnexpectedErrors),
            Middleware(AllowedHosts, names=settings.hosts),
            Middleware(Refusals),
            Middleware(BodyLimit),
        ],
        # Telemetry would record messages of errors, which may be personal.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = settings
    app.state.clock = Clock()
    app.state.engine = open_engine(settings.database_url)
    app.state.turns = Turns(alone=app.state.engine.dialect.name == "sqlite")
    app.state.clockwork_minutes = settings.due_every_minutes if clocks else 0
    mailer = Mailer(app.state.engine, settings.secrets, mail, settings.public_url) if mail else None
    app.state.mailer = mailer if clocks else None
    app.state.webhook_rules = webhook_rules(settings)
    sender = WebhookSender(app.state.engine, settings.secrets, app.state.webhook_rules)
    app.state.webhook_sender = sender if clocks else None
    app.state.sessions = Sessions(app.state.engine)
    app.state.csrf = CsrfTokens(settings.secrets)
    app.state.trail = Trail(app.state.engine, settings.secrets)
    app.state.sign_in = sign_in = sign_in_of(app.state.engine, settings, app.state.sessions, app.state.trail)
    app.state.own_account = OwnAccount(
        engine=sign_in.engine,
        passwords=sign_in.passwords,
        second_factors=sign_in.second_factors,
        throttle=sign_in.throttle,
        trail=sign_in.trail,
        rules=sign_in.sessions.rules,
    )
    app.state.links = Links(sign_in.engine, sign_in.passwords, sign_in.trail)
    app.state.arrivals = Arrivals(Provider(terms), sign_in, settings.secrets) if terms else None
    app.state.rate_limits = RateLimits(settings.requests_per_minute)
    app.state.catalogues = catalogues or Catalogues()
    app.state.partner_searches = PartnerSearches()
    app.state.background = Background()
    app.state.computing = Computing(app.state.engine, lambda: app.state.clock.now(), app.state.background)  # noqa: PLW0108 - tests set the clock later
    app.state.place_computing = PlaceComputing(app.state.engine, lambda: app.state.clock.now(), app.state.background)  # noqa: PLW0108 - as above
    app.state.place_bids = PlaceBids(
        app.state.engine,
        app.state.catalogues,
        lambda: app.state.clock.now(),  # noqa: PLW0108 - as above
        app.state.background,
    )
    app.state.error_page = _error_page
    install_problem_responses(app)
    app.mount("/static", StaticFiles(packages=[("api.web", "static")]), name="static")
    return app


@cache
def _routes() -> list[BaseRoute]:
    """Every route, guarded; the same for all applications of a process.

    FastAPI reads the signatures of all dependencies of all routes when the first of them is asked for: a second's work.
    """
    every = APIRouter(dependencies=[Depends(guard)], generate_unique_id_function=lambda route: route.name)
    for router in (health.router, v1.router, documentation.router, pages.router):
        every.include_router(router)
    return every.routes


def _error_page(request: Request, problem: ProblemError) -> Response:
    return error_pages.render(request, problem)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    try:
        check_accounts(app.state.engine, app.state.settings)
        clocks = Clocks(app.state.engine, app.state.settings.secrets)
        with (
            due_clockwork.running(clocks, app.state.clock, app.state.clockwork_minutes),
            mail_clockwork.running(app.state.mailer, app.state.clock),
            webhook_clockwork.running(app.state.webhook_sender, app.state.clock),
        ):
            yield
    finally:
        app.state.background.close()
        app.state.engine.dispose()
