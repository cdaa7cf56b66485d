"""When what could not be told is tried again: mail, and what chantiers' software is told."""

from datetime import datetime, timedelta

CLAIM_LASTS = timedelta(minutes=5)
"""For how long something is left to whoever claimed it: longer than sending it may take."""
TRIES = (1, 5, 15, 60, 180, 360, 720, 1440)
"""In how many minutes it is tried again, after the first failure, the second...; then as after the last."""
GIVE_UP = timedelta(days=5)
"""As long as mail servers try themselves (RFC 5321, 4.5.4.1)."""


def next_try(tries: int, made_at: datetime, now: datetime) -> datetime | None:
    """When to try again what was tried ``tries`` times; None once it is given up."""
    if now - made_at >= GIVE_UP:
        return None
    return now + timedelta(minutes=TRIES[min(tries, len(TRIES)) - 1])
