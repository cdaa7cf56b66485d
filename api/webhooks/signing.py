"""Signs what chantiers' software is told, as the Standard Webhooks specification says (version 1.0.0, symmetric)."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_signing_secret() -> str:
    """A secret that nobody can guess, written as the specification has it."""
    return PREFIX + base64.b64encode(token_bytes(SECRET_BYTES)).decode()


def signed_headers(delivery_id: str, secrets: Sequence[str], at: datetime, body: bytes) -> Mapping[str, str]:
    """The headers by which whoever holds one of ``secrets`` knows that ``body`` is ours, and of when.

    ``at``: when it is sent, to the second; whoever reads it refuses what is old.
    """
    moment = str(int(at.timestamp()))
    signed = b".".join((delivery_id.encode(), moment.encode(), body))
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()
