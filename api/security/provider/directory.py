"""What the provider publishes of itself: its addresses and its keys, read when needed and kept for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from api.security.provider.fetching import ProviderUnavailableError, RefusedByProviderError, fetch
from api.security.provider.terms import travels_safely

KEPT = timedelta(hours=1)
"""How long addresses and keys are believed."""
PAUSE = timedelta(seconds=30)
"""After a failure nobody waits for the provider again so soon, nor are keys read again for each unknown one."""


class Metadata(BaseModel):
    """The part of the discovery document that we use (OpenID Connect Discovery 1.0, section 3)."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: Sequence[str] = ("client_secret_basic",)
    code_challenge_methods_supported: Sequence[str] = ()
    authorization_response_iss_parameter_supported: bool = False

    def addresses(self) -> list[str]:
        """Every address that we or a browser are sent to."""
        told = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri, self.end_session_endpoint)
        return [address for address in told if address is not None]


class Directory:
    """Reads what the provider publishes, one thread at a time; each process has its own."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._lock = Lock()
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        self._failed_at: datetime | None = None

    def metadata(self, now: datetime) -> Metadata:
        """The provider's addresses.

        Raises:
            ProviderUnavailableError: they cannot be had, or are another's.
        """
        with self._lock:
            if self._metadata is None or now - self._metadata[0] >= KEPT:
                url = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
                self._metadata = (now, self._checked(self._get(url, now)))
            return self._metadata[1]

    def keys(self, now: datetime, *, newer: bool = False) -> KeySet:
        """The keys that it signs with; ``newer`` reads them again, unless they were just read.

        Raises:
            ProviderUnavailableError: they cannot be had.
        """
        url = self.metadata(now).jwks_uri
        with self._lock:
            if self._keys is None or now - self._keys[0] >= (PAUSE if newer else KEPT):
                self._keys = (now, _key_set(self._get(url, now)))
            return self._keys[1]

    def _get(self, url: str, now: datetime) -> bytes:
        if self._failed_at is not None and now - self._failed_at < PAUSE:
            raise ProviderUnavailableError
        try:
            found = fetch(url)
        except (ProviderUnavailableError, RefusedByProviderError) as error:
            self._failed_at = now
            raise ProviderUnavailableError from error
        self._failed_at = None
        return found

    def _checked(self, document: bytes) -> Metadata:
        try:
            found = Metadata.model_validate_json(document)
        except ValidationError as error:
            raise ProviderUnavailableError from error
        if found.issuer != self._issuer or not all(travels_safely(address) for address in found.addresses()):
            raise ProviderUnavailableError
        return found


def _key_set(document: bytes) -> KeySet:
    try:
        return KeySet.import_key_set(TypeAdapter(dict).validate_json(document))  # type: ignore[arg-type]  # its own check follows
    except (JoseError, ValidationError, KeyError, TypeError, ValueError) as error:
        raise ProviderUnavailableError from error
