"""The half-days of a month: weeks counted from nought, each with the half-days of the vocabulary."""

from collections.abc import Iterable
from typing import NamedTuple

from network_data.vocabulary import HALF_DAYS

WORKING_HALF_DAYS = HALF_DAYS[:10]
"""Monday morning to Friday afternoon."""
_POSITION = {code: position for position, code in enumerate(HALF_DAYS)}


class Slot(NamedTuple):
    """One half-day of the month; slots sort by time."""

    week: int
    position: int
    """Of the half-day in ``HALF_DAYS``: even in the morning, odd in the afternoon."""

    @property
    def half_day(self) -> str:
        """Its code, ``mon-am`` to ``sun-pm``."""
        return HALF_DAYS[self.position]

    @property
    def day(self) -> tuple[int, int]:
        """Week and day of the week."""
        return self.week, self.position // 2


def slot(week: int, half_day: str) -> Slot:
    """The slot of a half-day's code in a week.

    Raises:
        KeyError: the code is not one of ``HALF_DAYS``.
    """
    return Slot(week, _POSITION[half_day])


def every_week(half_days: Iterable[str], weeks: int) -> frozenset[Slot]:
    """The slots of these half-days in each of the weeks."""
    codes = tuple(half_days)
    return frozenset(slot(week, code) for week in range(weeks) for code in codes)
