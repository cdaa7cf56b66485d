"""The second factor: six digits from a telephone (TOTP, RFC 6238), their secret sealed, each code good for once."""

import hmac
from collections.abc import Sequence
from datetime import datetime

import pyotp

from network_data.sealing import Sealer
from network_data.tables import Account

ISSUER = "Maillage"
STEP_SECONDS = 30
DRIFT = 1
"""Steps before and after now that are accepted: telephones are not on time, nor are people."""


class SecondFactors:
    """Makes, seals and checks the secrets that telephones hold."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._sealer = Sealer(secrets, "second-factor")

    def new_secret(self) -> str:
        """A secret to show once, as text and as a picture."""
        return pyotp.random_base32()

    def uri(self, secret: str, login: str) -> str:
        """What the picture says to the telephone."""
        return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)

    def set(self, account: Account, secret: str, step: int) -> None:
        """Gives the account its second factor; ``step`` is that of the code which proved it, now spent."""
        account.totp_sealed = self._sealer.seal({"secret": secret})
        account.totp_last_step = step

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
