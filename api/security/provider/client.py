"""Speaks with the provider: where to send someone, who came back, where to sign them out (code flow with PKCE)."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from pydantic import BaseModel, ValidationError

from api.security.provider.directory import Directory, Metadata
from api.security.provider.fetching import RefusedByProviderError, fetch
from api.security.provider.id_tokens import Expected, vouched_by
from api.security.provider.terms import ProviderTerms
from api.security.provider.trips import Purpose, Trip
from api.security.secrets import new_secret

SCOPE = "openid"
"""Who someone is, as a code of the provider's: neither name nor e-mail are asked for."""


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom the provider let in: ``identity`` is what an account keeps of it."""

    identity: str
    two_factors: bool
    """Whether it says that they showed two factors, in a word that was agreed on."""
    id_token: str = field(repr=False)


class _Tokens(BaseModel):
    """The token endpoint's answer, as far as we read it."""

    id_token: str
    access_token: str | None = None


class Provider:
    """One provider, on the terms agreed with it."""

    def __init__(self, terms: ProviderTerms) -> None:
        self.terms = terms
        self._directory = Directory(terms.issuer)

    def departure(self, trip: Trip, now: datetime) -> str:
        """Where the browser goes.

        Raises:
            ProviderUnavailableError: the provider does not answer.
        """
        metadata = self._directory.metadata(now)
        asked = {
            "response_type": "code",
            "client_id": self.terms.client_id,
            "redirect_uri": self.terms.redirect_uri,
            "scope": SCOPE,
            "state": trip.state,
            "nonce": trip.nonce,
        }
        if trip.purpose is not Purpose.SIGN_IN:
            # On a shared computer someone else may still be signed in there: their identity must not be linked.
            asked["prompt"] = "login"
        if self.terms.second_factor_acr:
            # A wish: who takes it out of the address comes in with less, and owes our code where one is needed.
            asked["acr_values"] = " ".join(self.terms.second_factor_acr)
        if _checks_codes(metadata):
            asked |= {
                "code_challenge": create_s256_code_challenge(trip.verifier),
                "code_challenge_method": "S256",
            }
        return _with_query(metadata.authorization_endpoint, asked)

    def identify(self, trip: Trip, code: str, issuer: str | None, now: datetime) -> Identified:
        """Who came back from ``trip`` with ``code``; ``issuer`` is who says so in the address (RFC 9207).

        Raises:
            ProviderUnavailableError: the provider does not answer.
            RefusedByProviderError: the code or the token is not good.
        """
        metadata = self._directory.metadata(now)
        if issuer not in self._issuers_in_address(metadata):
            raise RefusedByProviderError
        tokens = self._redeem(metadata, code, trip)
        expected = Expected(self.terms.issuer, self.terms.client_id, trip.nonce, tokens.access_token, now)
        keys = partial(self._directory.keys, now)
        told = vouched_by(tokens.id_token, lambda newer: keys(newer=newer), expected)
        two_factors = told.acr in self.terms.second_factor_acr
        return Identified(identity_of(self.terms.issuer, told.subject), two_factors, tokens.id_token)

    def sign_out_address(self, id_token: str, now: datetime) -> str | None:
        """Where the browser ends the provider's session (RP-Initiated Logout 1.0); None where that is not offered.

        Raises:
            ProviderUnavailableError: the provider does not answer.
        """
        address = self._directory.metadata(now).end_session_endpoint
        told = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": self.terms.after_sign_out_uri,
            "state": new_secret(),
        }
        return _with_query(address, told) if address else None

    def _issuers_in_address(self, metadata: Metadata) -> tuple[str | None, ...]:
        always = metadata.authorization_response_iss_parameter_supported
        return (self.terms.issuer,) if always else (self.terms.issuer, None)

    def _redeem(self, metadata: Metadata, code: str, trip: Trip) -> _Tokens:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.terms.redirect_uri}
        if _checks_codes(metadata):
            sent["code_verifier"] = trip.verifier
        headers: dict[str, str] = {}
        if "client_secret_post" in metadata.token_endpoint_auth_methods_supported:
            sent |= {"client_id": self.terms.client_id, "client_secret": self.terms.client_secret}
        else:
            headers["authorization"] = self._basic()
        try:
            return _Tokens.model_validate_json(fetch(metadata.token_endpoint, sent, headers))
        except ValidationError as error:
            raise RefusedByProviderError from error

    def _basic(self) -> str:
        """Both are encoded as in a form first (RFC 6749, section 2.3.1); some servers read a plus as a plus."""
        pair = f"{quote(self.terms.client_id, safe='')}:{quote(self.terms.client_secret, safe='')}"
        return "Basic " + base64.b64encode(pair.encode()).decode()


def identity_of(issuer: str, subject: str) -> str:
    """What an account keeps of someone: who says so, then how they call them. No address holds a space."""
    return f"{issuer} {subject}"


def _checks_codes(metadata: Metadata) -> bool:
    """Whether it says that it knows PKCE (RFC 8414): some providers refuse what they do not know."""
    return "S256" in metadata.code_challenge_methods_supported


def _with_query(address: str, parameters: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
