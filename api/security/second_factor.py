"""The second factor: six digits from a telephone (TOTP, RFC 6238), their secret sealed, each code good for once."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyotp

from network_data.sealing import Sealer, UnreadableSealError
from network_data.tables import Account

ISSUER = "Maillage"
PURPOSE = "second-factor"
"""What telephones' secrets are sealed for."""
STEP_SECONDS = 30
DRIFT = 1
"""Steps before and after now that are accepted: telephones are not on time, nor are people."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for someone's telephone: to type, to photograph, and sealed to come back with the first code."""

    secret: str
    uri: str
    sealed: str


class SecondFactors:
    """Makes, seals and checks the secrets that telephones hold."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._sealer = Sealer(secrets, PURPOSE)

    def offer(self, account: Account) -> Offer:
        """A new secret to show once; nothing is kept until a code proves that a telephone holds it."""
        secret = pyotp.random_base32()
        uri = pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name=ISSUER)
        sealed = self._sealer.seal({"secret": secret, "offered_to": account.id}).decode()
        return Offer(secret, uri, sealed)

    def accept(self, account: Account, sealed_offer: str, code: str, now: datetime) -> bool:
        """Gives the account the second factor it was offered, if ``code`` proves it; the code is then spent."""
        try:
            offered = self._sealer.open(sealed_offer.encode())
        except UnreadableSealError:
            return False
        secret = offered["secret"] if offered.get("offered_to") == account.id else None
        step = matching_step(secret, code, now) if secret else None
        if step is None:
            return False
        account.totp_sealed = self._sealer.seal({"secret": secret})
        account.totp_last_step = step
        return True

    def remove(self, account: Account) -> None:
        """Takes the second factor away."""
        account.totp_sealed = account.totp_last_step = None

    def spend(self, account: Account, code: str, now: datetime) -> bool:
        """Whether ``code`` is right and was never used; it is then spent, and those before it."""
        secret = self._sealer.open(account.totp_sealed)["secret"] if account.totp_sealed else None
        step = matching_step(secret, code, now) if secret else None
        if step is None or (account.totp_last_step is not None and step <= account.totp_last_step):
            return False
        account.totp_last_step = step
        return True


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step for which ``code`` is right; None when it is right for none that is near enough."""
    typed = "".join(code.split())
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    steps = range(current - DRIFT, current + DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())]
    return right[-1] if right else None
