"""The session's cookie, and where a request comes from."""

from fastapi import Request
from starlette.responses import Response

from api.settings import Settings


def session_cookie(request: Request) -> str:
    """The cookie's name. ``__Host-`` makes browsers refuse it from elsewhere or without HTTPS."""
    settings: Settings = request.app.state.settings
    return "maillage-session" if settings.insecure_cookies else "__Host-maillage-session"


def set_session_cookie(request: Request, response: Response, secret: str) -> None:
    """Gives the browser its session: out of reach of scripts and of other sites."""
    settings: Settings = request.app.state.settings
    response.set_cookie(
        session_cookie(request),
        secret,
        path="/",
        secure=not settings.insecure_cookies,
        httponly=True,
        samesite="lax",
    )


def address_of(request: Request) -> str | None:
    """The address of whoever asks, as the server sees it."""
    return request.client.host if request.client else None
