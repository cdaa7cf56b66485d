"""The one clock of the product: everything else is told what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


def today() -> date:
    """The day it is where this runs."""
    return date.today()  # noqa: DTZ011 - a day of the calendar, as the people here live it


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What an application reads the time from: the real one, unless it is told another."""

    now: Callable[[], datetime] = now
    today: Callable[[], date] = today
