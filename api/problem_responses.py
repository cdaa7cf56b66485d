"""Answers every error as RFC 9457 problem+json, or as a page to whoever reads pages."""

import logging
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dependencies import language, locale
from api.errors import (
    BusyError,
    InvalidRequestError,
    MethodNotAllowedError,
    NotFoundError,
    ProblemError,
    TooLargeError,
    UnexpectedError,
    WrongContentTypeError,
    document,
)
from api.i18n import say
from api.validation import faults_of
from network_data.database import is_busy

PROBLEM_JSON = "application/problem+json"
SOFTWARE_PATHS = ("/api/", "/health/")
"""What is read by software: errors there are never pages, whatever the reader accepts."""

ErrorPage = Callable[[Request, ProblemError], Response]
"""How the pages show an error; ``app.state.error_page``."""

_LOG = logging.getLogger("maillage.errors")

_BY_STATUS: Mapping[int, ProblemError] = {
    HTTPStatus.NOT_FOUND: NotFoundError(
        say("Il n’y a rien à cette adresse. Vérifiez-la ; la liste est dans /api/docs.")
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowedError(
        say("Cette adresse existe, mais pas pour cette méthode HTTP. L’en-tête « Allow » donne celles qui conviennent.")
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TooLargeError(
        say("Le message dépasse 1 Mo. Rien n’a été lu ni gardé : envoyez un message plus court.")
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: WrongContentTypeError(
        say("Envoyez du JSON, avec l’en-tête « Content-Type: application/json ».")
    ),
}
_UNEXPECTED = UnexpectedError(
    say("Nous n’avons pas pu répondre et rien n’a été enregistré. Réessayez ; si cela dure, prévenez l’administrateur.")
)


def install_problem_responses(app: FastAPI) -> None:
    """Replaces every default answer to an error, ours included."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_parameters)
    app.add_exception_handler(SQLAlchemyError, _on_database)


def respond(request: Request, problem: ProblemError, headers: Mapping[str, str] | None = None) -> Response:
    """The problem in the reader's language: a page for a browser on a page's address, else problem+json."""
    error_page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if error_page is not None and _reads_pages(request):
        return error_page(request, problem)
    told = document(problem, language(request))
    spoken = {"content-language": locale(request), "vary": "accept-language"}
    return JSONResponse(
        {**told.model_dump(), **problem.members}, problem.status, {**(headers or {}), **spoken}, PROBLEM_JSON
    )


def _reads_pages(request: Request) -> bool:
    return not request.url.path.startswith(SOFTWARE_PATHS) and "text/html" in request.headers.get("accept", "")


def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return respond(request, error, error.headers)


def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return respond(request, _BY_STATUS.get(error.status_code, _UNEXPECTED), error.headers)


def _on_database(request: Request, error: Exception) -> Response:
    """What passes is told as such; anything else is a defect."""
    if not is_busy(error):
        raise error
    problem = BusyError()
    return respond(request, problem, problem.headers)


def _on_invalid_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = faults_of(error.errors(), skip=1)
    return respond(request, InvalidRequestError(say("L’adresse demandée contient un paramètre à corriger."), faults))


class UnexpectedErrors:
    """Answers a defect of ours with 500, and logs where it arose but not what it says: that may be personal."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            _log(error)
            if started:
                # Too late to answer otherwise: cut, so that half an answer is not taken for a whole one.
                raise ConnectionAbortedError from None
            await respond(Request(scope), _UNEXPECTED)(scope, receive, send)


def _log(error: BaseException) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if "site-packages" not in frame.filename]
    where = "".join(traceback.format_list([*ours, *frames[-1:]]))
    _LOG.error("%s\n%s", type(error).__name__, where)
