"""Writes one line per request: the route's pattern, the status, the time taken; never who or what was asked about."""

import json
import logging
from datetime import UTC, datetime
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import LogFormat

_LOG = logging.getLogger("maillage.access")


class AccessLog:
    """Logs requests by their route, such as ``/persons/{person_id}``: the address itself may hold a pseudonym."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, start = 0, perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            spent = round(1000 * (perf_counter() - start), 1)
            fields = {"method": scope["method"], "route": route_of(scope), "status": status, "milliseconds": spent}
            _LOG.info("%(method)s %(route)s %(status)d %(milliseconds).1f ms", fields, extra={"fields": fields})


NO_ROUTE = "-"


def route_of(scope: Scope) -> str:
    """The pattern that was matched, with the prefix of its router; ``-`` when none was.

    A route knows its own pattern only: what comes before it in the address is the prefix, which holds no parameter.
    """
    pattern: str | None = getattr(scope.get("route"), "path", None)
    if pattern is None:
        return NO_ROUTE
    segments = scope["path"].split("/")
    prefix = segments[: len(segments) - pattern.count("/")]
    return "/".join(prefix) + pattern


class JsonLines(logging.Formatter):
    """One JSON object per line, for software that gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: time in UTC, level, where it comes from, and its fields or its text."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = getattr(record, "fields", None) or {"message": record.getMessage()}
        return json.dumps(told | fields, ensure_ascii=False)


def configure_logs(log_format: LogFormat) -> None:
    """Sends our logs to standard error, in the chosen form."""
    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if log_format is LogFormat.JSON else plain)
    log = logging.getLogger("maillage")
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
