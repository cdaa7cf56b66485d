"""Checks what the provider signed about someone (OpenID Connect Core 1.0, section 3.1.3.7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.security.provider.fetching import RefusedByProviderError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Those whose key to check is no key to sign: neither ``none``, nor a secret that two sides share."""
LEEWAY_SECONDS = 60
"""Clocks differ."""
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say to be for us, now, about this very trip."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider signed: whom it let in, and how well they showed it (``acr``, a word of its own)."""

    subject: str
    acr: str | None


def vouched_by(id_token: str, keys: Callable[[bool], KeySet], expected: Expected) -> Vouched:
    """What the token says of someone; ``keys`` gives the provider's keys, newer ones when told so.

    Raises:
        RefusedByProviderError: it is not signed by the provider, or not what was expected.
    """
    try:
        token = _signed(id_token, keys)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
            },
            params={
                "nonce": expected.nonce,
                "client_id": expected.client_id,
                "access_token": expected.access_token,
            },
        )
        claims.validate(now=int(expected.now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError) as error:
        raise RefusedByProviderError from error
    acr = token.claims.get("acr")
    return Vouched(_subject(token.claims), acr if isinstance(acr, str) else None)


def _signed(id_token: str, keys: Callable[[bool], KeySet]) -> jwt.Token:
    try:
        return jwt.decode(id_token, keys(False), algorithms=ALGORITHMS)
    except InvalidKeyIdError:
        return jwt.decode(id_token, keys(True), algorithms=ALGORITHMS)


def _subject(claims: dict[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise RefusedByProviderError
    return subject
