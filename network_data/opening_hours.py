"""Reads OpenStreetMap opening hours into the half-days of a week."""

from datetime import datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # missing from its stub

from network_data.vocabulary import HALF_DAYS, half_day_mask

_SAMPLE_START = datetime(2026, 3, 2)  # noqa: DTZ001 - opening hours are local times by nature
"""A Monday followed by four weeks without a public holiday; fixed, so that the answer never depends on today."""
_SAMPLE_DAYS = 28
_HALVES = ((time(6), time(13)), (time(13), time(22)))
_LEAST = timedelta(minutes=30)


@lru_cache(maxsize=50_000)
def open_half_days(expression: str | None) -> int | None:
    """The half-days (bits of ``HALF_DAYS``) on which a place opens at least half an hour, some week of the month.

    Mornings end at 13:00. None when ``expression`` is empty or is not valid OSM syntax: unknown, not closed.
    Costs a parse and 28 days of intervals the first time an expression is seen (about 0.1 ms), nothing after.
    """
    if not expression or not expression.strip():
        return None
    try:
        hours = OpeningHours(expression)
    except (ParserError, SyntaxError):
        return None
    end = _SAMPLE_START + timedelta(days=_SAMPLE_DAYS)
    found: set[str] = set()
    for opens, closes, state, _comment in hours.intervals(_SAMPLE_START, end):
        if str(state) == "open":
            found.update(_half_days_between(opens, closes or end))
    return half_day_mask(found)


def _half_days_between(opens: datetime, closes: datetime) -> set[str]:
    found: set[str] = set()
    day = opens.date()
    while day <= closes.date():
        for half, (first, last) in enumerate(_HALVES):
            overlap = min(closes, datetime.combine(day, last)) - max(opens, datetime.combine(day, first))
            if overlap >= _LEAST:
                found.add(HALF_DAYS[2 * day.weekday() + half])
        day += timedelta(days=1)
    return found
