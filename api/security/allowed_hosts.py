"""Answers under our own names only."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.addresses import host_of
from api.errors import WrongHostError
from api.i18n import say
from api.problem_responses import respond

_WATCHED = "/health/"
"""A load balancer asks here by address, and the answer is about nobody."""


class AllowedHosts:
    """Refuses any other name than ``names``: no link of ours ever comes to hold someone else's. None: all are ours."""

    def __init__(self, app: ASGIApp, names: Sequence[str] | None) -> None:
        self._app = app
        self._names = None if names is None else frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._names is None or scope["type"] != "http" or scope["path"].startswith(_WATCHED):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if len(request.headers.getlist("host")) == 1 and host_of(request.headers["host"]) in self._names:
            await self._app(scope, receive, send)
            return
        refused = WrongHostError(
            say("Ce nom n’est pas celui de ce service. Demandez la bonne adresse à l’administrateur.")
        )
        await respond(request, refused)(scope, receive, send)
