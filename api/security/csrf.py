"""Refuses a form that was not written by a page of ours for this very browser: one check, on every route."""

import hmac
from collections.abc import Sequence
from hashlib import sha256

from fastapi import Request

from api.errors import StaleFormError
from api.i18n import say
from api.security.cookies import session_cookie, visitor_cookie
from api.security.secrets import digest
from network_data.sealing import derive_key

FIELD = "csrf"
"""The hidden field of every form."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SOFTWARE_PATHS = ("/api/", "/health/")
_ELSEWHERE = frozenset({"cross-site", "same-site"})


class CsrfTokens:
    """Makes and checks tokens: a keyed digest of the browser's cookie, so that nothing has to be stored."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [derive_key(secret, "csrf") for secret in secrets]

    def token(self, binding: str) -> str:
        """The token of the browser known by ``binding``."""
        return self._sign(self._keys[0], binding)

    def accepts(self, token: str, binding: str) -> bool:
        """Whether the token was made for that browser, in constant time."""
        return any(hmac.compare_digest(self._sign(key, binding).encode(), token.encode()) for key in self._keys)

    @staticmethod
    def _sign(key: bytes, binding: str) -> str:
        return hmac.new(key, binding.encode(), sha256).hexdigest()


def binding_of(request: Request) -> str | None:
    """What a form is tied to: the session, or before signing in, the visitor's cookie."""
    for kind, cookie in (("session", session_cookie(request)), ("visitor", visitor_cookie(request))):
        if secret := request.cookies.get(cookie):
            return f"{kind}:{digest(secret)}"
    return None


def token_of(request: Request) -> str:
    """The token for the forms of a page; empty for a browser without any cookie of ours."""
    tokens: CsrfTokens = request.app.state.csrf
    binding = binding_of(request)
    return tokens.token(binding) if binding else ""


async def guard(request: Request) -> None:
    """Lets a request through when it changes nothing, or when it carries the token of its browser.

    Software has no form: it sends a key, which no browser adds by itself, or JSON, which no other site may send
    in someone's name without asking us first.

    Raises:
        StaleFormError: the token is absent, or another's.
    """
    if request.method in READING:
        return
    if request.url.path.startswith(_SOFTWARE_PATHS):
        if "authorization" in request.headers or request.headers.get("sec-fetch-site") not in _ELSEWHERE:
            return
    elif await _carries_token(request):
        return
    raise StaleFormError(say("Cette page est restée ouverte trop longtemps. Rechargez-la, puis recommencez."))


async def _carries_token(request: Request) -> bool:
    binding, sent = binding_of(request), (await request.form()).get(FIELD)
    tokens: CsrfTokens = request.app.state.csrf
    return binding is not None and isinstance(sent, str) and tokens.accepts(sent, binding)
