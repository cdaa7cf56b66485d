"""Writes iCalendar files: half-days that officers hold, appointments; with their time zone and ids that stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from network_data.civil_time import ZONE

MORNING = (time(9), time(12, 30))
AFTERNOON = (time(13, 30), time(17))
"""When half-days are, for calendars, which know hours only."""
LENGTH = timedelta(hours=1)
"""Of an appointment: nobody says how long one lasts."""
_SPRING = datetime(1996, 3, 31, 2)  # noqa: DTZ001 - local by nature
_AUTUMN = datetime(1996, 10, 27, 3)  # noqa: DTZ001 - local by nature
"""When the rule first applied, on the clocks as they were just before."""
_PRODUCT = "-//Maillage//Maillage//FR"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a calendar. ``key``: what it is about, from which its id is made; ``changed_at``: in UTC."""

    key: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    changed_at: datetime
    place: str = ""


def half_day(key: str, day: date, *, afternoon: bool, summary: str, changed_at: datetime) -> Entry:
    """The entry of a half-day."""
    begins, ends = AFTERNOON if afternoon else MORNING
    at = datetime.combine(day, begins, ZONE), datetime.combine(day, ends, ZONE)
    return Entry(key, *at, summary, changed_at)


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """An RFC 5545 calendar: the same bytes for the same entries, in whatever order they come."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add_component(_time_zone())
    for entry in sorted(entries, key=lambda each: (each.starts_at, each.key)):
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _time_zone() -> Timezone:
    """The hours of France: directive 2000/84/EC changes them on the last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, name, first, before, after in (
        (TimezoneDaylight(), "CEST", _SPRING, 1, 2),
        (TimezoneStandard(), "CET", _AUTUMN, 2, 1),
    ):
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _event(entry: Entry) -> Event:
    event = Event()
    # A digest: what it is made of is nobody's to read in a file that travels.
    event.add("uid", sha256(entry.key.encode()).hexdigest()[:32] + "@maillage")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(ZONE))
    event.add("dtend", entry.ends_at.astimezone(ZONE))
    event.add("summary", entry.summary)
    if entry.place:
        event.add("location", entry.place)
    return event
