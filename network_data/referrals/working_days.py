"""Counts working days: Monday to Friday, without the public holidays of metropolitan France."""

from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day of those that never move (Code du travail, L3133-1)."""
_AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday, in days after Easter Sunday."""


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar.

    The anonymous algorithm of Nature, 20 April 1876, as Meeus gives it (Astronomical Algorithms, chapter 8).
    """
    century, rest = divmod(year, 100)
    moon = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * moon + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (moon + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year; ten where two fall together."""
    moving = (easter(year) + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset((*(date(year, month, day) for month, day in _FIXED), *moving))


def is_working_day(day: date) -> bool:
    """Whether partners are at work."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


@lru_cache(maxsize=16_384)
def after_working_days(start: date, days: int) -> date:
    """The day on which ``days`` whole working days have begun after ``start``, which is not counted itself.

    With none it is ``start``, whatever day that is.
    """
    day = start
    for _ in range(days):
        day += _DAY
        while not is_working_day(day):
            day += _DAY
    return day


def after_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(start.month - 1 + months, 12)
    first_of_next = date(start.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - _DAY).day
    return date(start.year + years, month + 1, min(start.day, last))
