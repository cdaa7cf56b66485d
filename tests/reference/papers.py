"""Reminders of the end of a paper, written again: one walks from day to day and looks at the calendar."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

_DAY = timedelta(days=1)


def same_day_before(end: date, months: int) -> date:
    """The same day of the month so many months before, or that month's last: found by walking back."""
    day = end
    for _ in range(months):
        day = day.replace(day=1) - _DAY
    while day.day > end.day:
        day -= _DAY
    return day


def calls(end: date, leads: Sequence[int], first: date, last: date) -> Iterator[tuple[date, int]]:
    """Day by day from ``first`` to ``last``, which reminder is the latest that has come: its months, 0 for the end."""
    day = first
    while day <= last:
        if day > end:
            if leads and same_day_before(day, 1) <= end + _DAY:
                yield day, 0
        else:
            come = [months for months in leads if same_day_before(end, months) <= day]
            if come:
                yield day, min(come)
        day += _DAY
