"""Seals what names a person, so that the database alone tells nobody who they are."""

import base64
import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class UnreadableSealError(RuntimeError):
    """No key at hand opens the seal: the secret key of this installation has changed, or the row was altered."""

    def __init__(self) -> None:
        super().__init__("None of the keys of MAILLAGE_SECRET_KEY opens this record.")


def derive_key(secret: str, purpose: str) -> bytes:
    """Thirty-two bytes for one purpose only, from the installation's secret (HKDF, RFC 5869).

    Different purposes give unrelated keys, so that one that leaks does not give away the others.
    """
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"maillage:{purpose}".encode()).derive(
        secret.encode()
    )


class Sealer:
    """Seals and opens small records (Fernet: AES-128-CBC with HMAC-SHA256).

    The first of the ``secrets`` seals; all of them open, so that a key can be replaced while old seals still stand.
    """

    def __init__(self, secrets: Sequence[str], purpose: str) -> None:
        keys = [base64.urlsafe_b64encode(derive_key(secret, purpose)) for secret in secrets]
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, record: Mapping[str, str | None]) -> bytes:
        """The record, unreadable without the key."""
        return self._fernet.encrypt(json.dumps(record, sort_keys=True, ensure_ascii=False).encode())

    def open(self, sealed: bytes) -> dict[str, str | None]:
        """The record.

        Raises:
            UnreadableSealError: no key opens it.
        """
        try:
            record: dict[str, str | None] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise UnreadableSealError from error
        return record

    def reseal(self, sealed: bytes) -> bytes:
        """The same record under the first key.

        Raises:
            UnreadableSealError: no key opens it.
        """
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken as error:
            raise UnreadableSealError from error
