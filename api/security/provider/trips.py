"""A trip to the provider and back: what was asked, sealed in a cookie of the browser that asked, for ten minutes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from api.security.secrets import new_secret
from network_data.sealing import Sealer, UnreadableSealError

LONGEST = timedelta(minutes=10)


class Purpose(StrEnum):
    """Why someone goes to the provider."""

    SIGN_IN = "sign-in"
    LINK = "link"
    """To link their account, from its page."""
    INVITATION = "invitation"
    """To come in for the first time."""


@dataclass(frozen=True, slots=True)
class Trip:
    """What is asked of the provider, once; ``until``: when it is too late to come back."""

    until: str
    purpose: Purpose = Purpose.SIGN_IN
    towards: str = "/"
    """Where to go after signing in."""
    session_id: str = ""
    """To link: the session that asked."""
    link: str = field(default="", repr=False)
    """The secret of the invitation."""
    state: str = field(default_factory=new_secret)
    nonce: str = field(default_factory=new_secret)
    verifier: str = field(default_factory=new_secret, repr=False)


def lasting_until(now: datetime) -> str:
    """The end of a trip that begins now."""
    return (now + LONGEST).isoformat()


class Trips:
    """Seals trips, and opens those that may still be finished."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._sealer = Sealer(secrets, "provider-trip")

    def seal(self, trip: Trip) -> str:
        """The trip as the browser keeps it."""
        return self._sealer.seal(asdict(trip)).decode()

    def open(self, sealed: str, now: datetime) -> Trip | None:
        """The trip; None when it is not one of ours, or is over."""
        try:
            told = {name: value or "" for name, value in self._sealer.open(sealed.encode()).items()}
        except UnreadableSealError:
            return None
        purpose = Purpose(told.pop("purpose"))
        trip = Trip(purpose=purpose, **told)
        return trip if now < datetime.fromisoformat(trip.until) else None
