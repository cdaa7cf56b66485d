"""Tells who was refused what: each refusal a line of the log, the first of an asker in an hour a line of the trail.

The log is where all of them go, for whoever runs the installation rotates it. The trail is kept for good, and
each line takes the one lock of its chain: were every refusal to add one, anybody could make it grow and others wait.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Lock
from types import MappingProxyType

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access_log import NO_ROUTE, route_of
from network_data.trail import Event, Trail

REFUSED = frozenset({401, 403, 404})
"""Nobody we know, not for their role or their form, not theirs to see or not there at all."""
EVERY = timedelta(hours=1)
MOST_ASKERS = 10_000
"""Those last told are forgotten beyond this many; askers are accounts and keys that exist, and one for all others."""
UNKNOWN_KEY = "key:unknown"
_STATE = "refusal"
_LOG = logging.getLogger("maillage.refusals")


def asks(request: Request, asker: str, address: str | None, now: datetime) -> None:
    """Says who asks, should it be refused: an account's or a key's id."""
    setattr(request.state, _STATE, (asker, address, now))


class Told:
    """Who was told of in the trail, and when: in this process only."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}
        self._lock = Lock()

    def is_due(self, asker: str, now: datetime) -> bool:
        """Whether the trail has not heard of this asker's refusals for ``EVERY``; it then hears of this one."""
        with self._lock:
            last = self._last.get(asker)
            if last is not None and now - last < EVERY:
                return False
            if len(self._last) >= MOST_ASKERS:
                self._last.clear()
            self._last[asker] = now
            return True


class Refusals:
    """Watches answers, and tells of those that refuse a route of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._told = Told()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def watched(message: Message) -> None:
            # Before the answer leaves, and after its transaction: the trail has its own.
            if message["type"] == "http.response.start" and message["status"] in REFUSED:
                await self._tell(scope, message["status"])
            await send(message)

        await self._app(scope, receive, watched)

    async def _tell(self, scope: Scope, status: int) -> None:
        asked: tuple[str, str | None, datetime] | None = scope.get("state", {}).get(_STATE)
        route = route_of(scope)
        # Whoever has not said who they are is asked to, not refused.
        if route == NO_ROUTE or (asked is None and status == HTTPStatus.UNAUTHORIZED):
            return
        what = {"method": scope["method"], "route": route, "status": status}
        fields: Mapping[str, object] = MappingProxyType({**what, "asker": asked[0] if asked else None})
        _LOG.warning("%(asker)s refused: %(method)s %(route)s %(status)d", dict(fields), extra={"fields": dict(fields)})
        if asked is not None and self._told.is_due(asked[0], asked[2]):
            trail: Trail = scope["app"].state.trail
            event = Event(asked[0], "access.refused", address=asked[1], details=what)
            await run_in_threadpool(trail.record, event, asked[2])
