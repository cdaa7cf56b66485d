"""The cookies of a browser, signed in or not yet, and where a request comes from."""

from fastapi import Request
from starlette.responses import Response

from api.settings import Settings


def session_cookie(request: Request) -> str:
    """The name of the cookie of whoever is signed in."""
    return _named(request, "maillage-session")


def visitor_cookie(request: Request) -> str:
    """The name of the cookie of whoever is not signed in yet: it only ties forms to their browser."""
    return _named(request, "maillage-visitor")


def provider_cookie(request: Request) -> str:
    """The name of the cookie of whoever is on their way to the provider, or back: it lasts as long as the trip."""
    return _named(request, "maillage-provider")


def set_cookie(request: Request, response: Response, name: str, secret: str, seconds: int | None = None) -> None:
    """Gives the browser a secret: out of reach of scripts and of other sites, for some time or until it is closed."""
    secure = _settings(request).secure_cookies
    response.set_cookie(name, secret, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")


def set_session_cookie(request: Request, response: Response, secret: str) -> None:
    """Gives the browser its session."""
    set_cookie(request, response, session_cookie(request), secret)


def forget_cookie(request: Request, response: Response, name: str) -> None:
    """Makes the browser forget a secret."""
    secure = _settings(request).secure_cookies
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def address_of(request: Request) -> str | None:
    """The address of whoever asks, as the server sees it."""
    return request.client.host if request.client else None


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _named(request: Request, name: str) -> str:
    """``__Host-`` makes browsers refuse a cookie that was set from elsewhere or without HTTPS."""
    return f"__Host-{name}" if _settings(request).secure_cookies else name
