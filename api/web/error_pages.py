"""The pages of what goes wrong, in the look of the others: what happened, that nothing is lost, what to do."""

from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from api.dependencies import moment, who_is_signed_in
from api.errors import ProblemError, SecondFactorNeededError, UnauthenticatedError
from api.web.place import Place, place_of
from api.web.reader import Reader, reader_of
from api.web.templating import render as render_template
from network_data.database import transaction
from network_data.repositories import NetworkRepository

SIGN_IN = "/connexion"
SECOND_FACTOR = "/compte/second-facteur"
_TOLD = frozenset(
    {"forbidden", "stale-form", "not-found", "method-not-allowed", "invalid-request", "not-ready", "wrong-host"}
)
"""Kinds that have their own words; any other is told as unexpected."""


def render(request: Request, problem: ProblemError) -> Response:
    """The page of ``problem``, which repeats nothing of what was asked; the way to sign in if that is what lacks."""
    if isinstance(problem, UnauthenticatedError):
        return _to_sign_in(request)
    if isinstance(problem, SecondFactorNeededError):
        return RedirectResponse(SECOND_FACTOR, 303)
    told, status = (problem.kind, problem.status) if problem.kind in _TOLD else ("unexpected", 500)
    reader, place = _reader_and_place(request)
    return HTMLResponse(render_template("error.html", reader, told=told, status=status, place=place), status)


def _to_sign_in(request: Request) -> Response:
    """Signing in leads back to the page asked for, if it was one to read."""
    wanted = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    back = f"?{urlencode({'suite': wanted})}" if request.method == "GET" and wanted != "/" else ""
    return RedirectResponse(SIGN_IN + back, 303)


def _reader_and_place(request: Request) -> tuple[Reader, Place]:
    """Who reads and where, or nothing at all when it is the database that failed."""
    try:
        known = hasattr(request.state, "browser")
        reader = reader_of(request, request.state.browser if known else who_is_signed_in(request, moment(request)))
        with transaction(request.app.state.engine) as session:
            return reader, place_of(NetworkRepository(session))
    except SQLAlchemyError:
        return Reader(), Place()
