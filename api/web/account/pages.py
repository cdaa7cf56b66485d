"""Renders the pages of accounts, before and after signing in, and ties their forms to the reader's browser."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.security.cookies import set_cookie, visitor_cookie
from api.security.csrf import CsrfTokens, binding_of
from api.security.provider.arrivals import Arrivals
from api.security.secrets import digest, new_secret
from api.security.sessions import SignedIn
from api.web.place import place_of
from api.web.reader import Reader, reader_of
from api.web.templating import render
from network_data.database import transaction
from network_data.repositories import NetworkRepository


def provider_name(request: Request) -> str | None:
    """What the OpenID Connect provider is called; None without one."""
    arrivals: Arrivals | None = request.app.state.arrivals
    return arrivals.provider.terms.name if arrivals else None


def open_page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """A page that anyone may read; whoever comes without a cookie gets one."""
    tokens: CsrfTokens = request.app.state.csrf
    binding = binding_of(request)
    secret = None if binding else new_secret()
    reader = Reader(tokens.token(binding or f"visitor:{digest(secret or '')}"))
    response = _page(request, reader, template, status, **context)
    if secret is not None:
        set_cookie(request, response, visitor_cookie(request), secret)
    return response


def account_page(request: Request, own: SignedIn, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """A page for whoever is signed in."""
    return _page(request, reader_of(request, own), template, status, **context)


def _page(request: Request, reader: Reader, template: str, status: int, **context: object) -> HTMLResponse:
    with transaction(request.app.state.engine) as session:
        place = place_of(NetworkRepository(session))
    response = HTMLResponse(render(template, reader, place=place, **context), status)
    response.headers["cache-control"] = "no-store"
    return response
