"""The one clock of the product: everything else is told what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from network_data.civil_time import day_of


def today() -> date:
    """The day it is for the people here."""
    return day_of(now())


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What an application reads the time from: the real one, unless it is told another."""

    now: Callable[[], datetime] = now
    today: Callable[[], date] = today
