"""Draw what happened for one person over the months: a lane per barrier, a bar per referral, contacts below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import element, group, markup, picture

WIDTH = 340.0
_EDGE = 10.0
_HEAD, _NAME, _BAR, _GAP, _FOOT = 30.0, 30.0, 32.0, 6.0, 12.0
_MONTH_NAME = 30.0
_THICK = 10.0
_DOT, _TICK = 5.0, 9.0
_MOST_MONTHS = 7
"""So many names of months fit side by side."""
_MOST_LETTERS = 46
_TITLE = "Ce qui s’est passé, mois par mois"
_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


class Dot(StrEnum):
    """What a mark on a bar is."""

    APPOINTMENT = "appointment"
    MISSED = "missed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a day."""

    on: date
    dot: Dot


@dataclass(frozen=True, slots=True)
class Bar:
    """A referral: from one day to another (to today where it goes on), with its words; ``over``: it has ended."""

    start: date
    end: date
    words: str
    over: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A barrier by its name and its domain, what is to be said of it, and its referrals, the oldest first."""

    name: str
    domain: str
    note: str
    bars: tuple[Bar, ...]
    carried: tuple[date, date]
    """From the day the barrier is known to today, or to the day it was lifted."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A contact on a day; ``reached``: they talked."""

    on: date
    reached: bool


@dataclass(frozen=True, slots=True)
class Months:
    """The days that the picture shows."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first) / max(timedelta(days=1), self.last - self.first)
        return _EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * _EDGE)

    def starts(self) -> list[date]:
        """The first days of the months shown; of every other month, or fewer, where they are many."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = 1 + count // _MOST_MONTHS
        months = [self.first.month - 1 + number for number in range(1, count + 1)]
        days = [date(self.first.year + month // 12, month % 12 + 1, 1) for month in months]
        return days[step - 1 :: step]


def timeline_picture(
    lanes: Sequence[Lane], ticks: Sequence[Tick], months: Months, today: date, *, identifier: str = "frise"
) -> Markup:
    """Draw the months of one person.

    Args:
        lanes: Her barriers with their referrals.
        ticks: The contacts.
        months: The days to show; what lies outside stands at the edge.
        today: Marked by a line.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone, 340 units wide: readable on a telephone.
    """
    rows = list(_rows(lanes))
    bottom = _HEAD + sum(height for _, _, height in rows)
    height = bottom + (_NAME + _BAR if ticks else 0) + _FOOT
    root = picture(
        "timeline", identifier, "Ce qui s’est passé, mois par mois", _describe(lanes, ticks), (WIDTH, height)
    )
    root.extend(_draw_months(months, today, height))
    y = _HEAD
    for lane, bar, tall in rows:
        root.append(_draw_name(lane, months, y) if bar is None else _draw_bar(lane, bar, months, y))
        y += tall
    if ticks:
        root.append(_draw_ticks(ticks, months, y))
    return markup(root)


def _describe(lanes: Sequence[Lane], ticks: Sequence[Tick]) -> str:
    told = [f"{lane.name} : {' ; '.join(bar.words for bar in lane.bars) or lane.note}." for lane in lanes]
    return " ".join([*told, f"Échanges notés : {len(ticks)}."] if ticks else told)


def _rows(lanes: Sequence[Lane]) -> Iterator[tuple[Lane, Bar | None, float]]:
    """What is drawn one under the other: the name of each lane, then its bars."""
    for lane in lanes:
        yield lane, None, _NAME
        for number, bar in enumerate(lane.bars):
            yield lane, bar, _BAR + (_GAP if number == len(lane.bars) - 1 else 0)


def _draw_months(months: Months, today: date, height: float) -> Iterator[Element]:
    for start in months.starts():
        x = months.at(start)
        yield element("line", "timeline-month", x1=x, y1=18, x2=x, y2=height - _FOOT)
        if x + _MONTH_NAME < WIDTH:
            yield element("text", "timeline-month-name", _MONTHS[start.month - 1], x=x + 3, y=12)
    x = months.at(today)
    yield element("line", "timeline-today", x1=x, y1=4, x2=x, y2=height - _FOOT)


def _draw_name(lane: Lane, months: Months, y: float) -> Element:
    first, last = (months.at(day) for day in lane.carried)
    children = [
        element("text", "timeline-name", lane.name, x=_EDGE, y=y + 14),
        element("line", "timeline-carried", x1=first, y1=y + 21, x2=max(last, first + 1), y2=y + 21),
    ]
    if lane.note:
        css = "timeline-note" if lane.bars else "timeline-note is-soft"
        children.append(element("text", css, lane.note, x=WIDTH - _EDGE, y=y + 14))
    return group(f"domain-{lane.domain}", children)


def _draw_bar(lane: Lane, bar: Bar, months: Months, y: float) -> Element:
    left, right = months.at(bar.start), months.at(bar.end)
    css = "timeline-bar is-over" if bar.over else "timeline-bar"
    children = [
        element("rect", css, x=left, y=y, width=max(_THICK, right - left), height=_THICK, rx=_THICK / 2),
        *(_draw_mark(mark, months, y + _THICK / 2) for mark in bar.marks),
        _draw_words(_short(bar.words), left, y + _THICK + 14),
    ]
    return group(f"domain-{lane.domain}", children)


def _draw_words(words: str, left: float, y: float) -> Element:
    """Words that begin under the bar, or end at the edge where they would not fit."""
    width = 6.4 * len(words)
    return element("text", "timeline-words", words, x=max(_EDGE, min(left, WIDTH - _EDGE - width)), y=y)


def _draw_mark(mark: Mark, months: Months, y: float) -> Element:
    x = months.at(mark.on)
    if mark.dot is Dot.DONE:
        return element("path", "timeline-done", d=f"M{x - 5:.1f} {y:.1f}l4 4 7-8")
    return element("circle", f"timeline-{mark.dot}", cx=x, cy=y, r=_DOT)


def _draw_ticks(ticks: Sequence[Tick], months: Months, y: float) -> Element:
    line = y + _NAME + _TICK
    children = [
        element("text", "timeline-name", "Échanges", x=_EDGE, y=y + 14),
        element("line", "timeline-floor", x1=_EDGE, y1=line, x2=WIDTH - _EDGE, y2=line),
    ]
    for tick in ticks:
        x = months.at(tick.on)
        if tick.reached:
            children.append(element("line", "timeline-talk", x1=x, y1=line - _TICK, x2=x, y2=line))
        else:
            children.append(element("circle", "timeline-try", cx=x, cy=line - 4, r=3))
    return group("timeline-contacts", children)


def _short(words: str) -> str:
    return words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 1].rstrip() + "…"
