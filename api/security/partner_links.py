"""The links and codes by which partners answer: worked out from what each is bound to, so that no secret is stored.

A link is its id and an HMAC-SHA256 (RFC 2104) of its purpose, its referral, the step it was made for and its end, under
a key derived from the installation's secret for this alone. A code is its number and six digits of such a digest.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from network_data.sealing import derive_key
from network_data.tables import PartnerLink

PATH = "/reponse/"
_DIGITS = 6
_LONGEST = 200


class PartnerLinks:
    """Makes links and codes, and tells those that are ours from all others."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._link_keys = [derive_key(secret, "partner-link") for secret in secrets]
        self._code_keys = [derive_key(secret, "partner-code") for secret in secrets]

    def path(self, link: PartnerLink) -> str:
        """Where a link leads, on this installation."""
        return f"{PATH}{link.id}.{_signature(self._link_keys[0], link)}"

    def code(self, link: PartnerLink) -> str:
        """What is said on the telephone: four groups of three digits."""
        digits = f"{number_of(link)}{_digits(self._code_keys[0], link)}"
        return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))

    def accepts(self, link: PartnerLink, signature: str) -> bool:
        """Whether a link was signed here, with a key that still serves, for what this row says; in constant time."""
        return any(_same(_signature(key, link), signature) for key in self._link_keys)

    def accepts_code(self, link: PartnerLink, tail: str) -> bool:
        """Whether these are the last digits of its code."""
        return any(_same(_digits(key, link), tail) for key in self._code_keys)


def number_of(link: PartnerLink) -> str:
    """What the request is called, in mails and on the telephone."""
    return f"{link.number:0{_DIGITS}}"


def parts_of(token: str) -> tuple[str, str] | None:
    """The id and the signature of a link as it came; None when it cannot be one."""
    link_id, dot, signature = token.partition(".")
    return (link_id, signature) if dot and link_id and signature and len(token) <= _LONGEST else None


def parts_of_code(typed: str) -> tuple[int, str] | None:
    """The number and the last digits of a code as it was typed; None when it cannot be one."""
    digits = "".join(sign for sign in typed if not sign.isspace() and sign not in "-.")
    if len(digits) != 2 * _DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits[:_DIGITS]), digits[_DIGITS:]


def _signature(key: bytes, link: PartnerLink) -> str:
    return urlsafe_b64encode(_mac(key, link)).decode().rstrip("=")


def _digits(key: bytes, link: PartnerLink) -> str:
    return f"{int.from_bytes(_mac(key, link)[:8]) % 10**_DIGITS:0{_DIGITS}}"


def _mac(key: bytes, link: PartnerLink) -> bytes:
    bound = (link.purpose.value, link.id, link.referral_id, str(link.step), link.expires_at.isoformat())
    return hmac.new(key, "\n".join(bound).encode(), sha256).digest()


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode())
