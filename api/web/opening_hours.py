"""Says a week of opening hours as a notice on a door would, from their OpenStreetMap expression."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # missing from its stub

_SAMPLE_MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - opening hours are local times by nature
"""Begins four weeks without a public holiday; fixed, so that the answer never depends on today."""
_WEEKS = 4
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_Spans = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """The hours of one day of the week; ``every_week`` is False when some weeks differ."""

    spans: _Spans
    every_week: bool


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Days of the same hours: « du lundi au jeudi », « 9 h – 12 h 30 et 14 h – 17 h »."""

    days: str
    spans: str


@lru_cache(maxsize=5_000)
def weekly_hours(expression: str | None) -> tuple[HoursLine, ...]:
    """The hours of a usual week, one line for consecutive days that share them; closed days are left out.

    Empty when the expression is absent, is not valid, or opens never. Days whose hours change from week to week show
    all the hours at which they may open, and say so.
    """
    if not expression or not expression.strip():
        return ()
    try:
        hours = OpeningHours(expression)
    except (ParserError, SyntaxError):
        return ()
    return tuple(_lines([_day(hours, weekday) for weekday in range(7)]))


def _day(hours: OpeningHours, weekday: int) -> _Day:
    first = _SAMPLE_MONDAY + timedelta(days=weekday)
    weeks = {_spans(hours, first + timedelta(weeks=week)) for week in range(_WEEKS)}
    return _Day(tuple(sorted({span for spans in weeks for span in spans})), every_week=len(weeks) == 1)


def _spans(hours: OpeningHours, start: datetime) -> _Spans:
    midnight = start + timedelta(days=1)
    return tuple(
        (max(opens, start).time(), min(closes or midnight, midnight).time())
        for opens, closes, state, _comment in hours.intervals(start, midnight)
        if str(state) == "open"
    )


def _lines(days: list[_Day]) -> list[HoursLine]:
    lines: list[HoursLine] = []
    first = 0
    while first < len(days):
        last = first
        while last + 1 < len(days) and days[last + 1] == days[first]:
            last += 1
        if days[first].spans:
            named = _days(first, last) if days[first].every_week else f"{_days(first, last)}, certaines semaines"
            lines.append(HoursLine(named, _join([_span(*span) for span in days[first].spans])))
        first = last + 1
    return lines


def _days(first: int, last: int) -> str:
    if first == last:
        return _DAYS[first]
    if last == first + 1:
        return f"{_DAYS[first]} et {_DAYS[last]}"
    return "tous les jours" if last - first == 6 else f"du {_DAYS[first]} au {_DAYS[last]}"


def _span(opens: time, closes: time) -> str:
    if opens == closes == time(0):
        return "jour et nuit"
    return f"{_clock(opens)} – {_clock(closes) if closes != time(0) else 'minuit'}"


def _clock(moment: time) -> str:
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}" if moment.minute else f"{moment.hour}\u00a0h"


def _join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"
