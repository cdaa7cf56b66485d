"""Gathers the week of whoever accompanies people, and names those it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from babel.dates import format_date

from api.services import week
from api.web.access import Access
from api.web.concertation.desk import FollowUp
from api.web.language import PAGES_LOCALE
from api.web.visit import Visit
from network_data.civil_time import moment_of
from network_data.repositories import PersonFile
from network_data.repositories.identities import Identity
from network_data.repositories.week import WeekRepository

SHOWN_AT_ONCE = 8
"""People without news beyond these are folded away."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its appointments."""

    on: date
    words: str
    meetings: tuple[week.Meeting, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week as its page reads; ``people``: everybody it is about, by pseudonym."""

    endings: tuple[week.Ending, ...]
    days: tuple[Day, ...]
    calls: week.Calls
    quiet: tuple[week.Quiet, ...]
    people: Mapping[str, PersonFile]
    names: Mapping[str, Identity]
    first: date
    last: date

    def name(self, person_id: str) -> str:
        """The person's name where it is known, or their pseudonym."""
        known = self.names.get(person_id)
        return (known.name if known else "") or person_id

    def phone(self, person_id: str) -> str | None:
        """The person's number, if it is known."""
        known = self.names.get(person_id)
        return known.phone if known else None


def week_view(visit: Visit, access: Access, desk: FollowUp, own: WeekRepository) -> WeekView:
    """The week of the asker, in a number of queries that does not grow with the people."""
    today, last = visit.today, week.last_day(visit.today)
    in_place, steps, reminders = own.people(), desk.steps.own_open(), desk.reminders.to_do()
    expected = own.expected(moment_of(today), moment_of(last + timedelta(days=1)))
    concerned = {*in_place, *(each.step.person_id for each in steps), *(each.referral.person_id for each in expected)}
    people = visit.people.find_each([*concerned, *(each.reminder.person_id for each in reminders)])
    noted = own.calls_noted([each.reminder.id for each in reminders], [each.step.id for each in steps])
    present = [people[each] for each in in_place]
    view = WeekView(
        endings=week.endings(present, steps, today),
        days=_by_day(week.meetings(expected, steps, people, visit.network, today), today),
        calls=week.calls(reminders, steps, noted, visit.network, today),
        quiet=week.quiet(present, own.last_heard(in_place), today),
        people=people,
        names={},
        first=week.first_day(today),
        last=last,
    )
    return _named(view, access)


def _named(view: WeekView, access: Access) -> WeekView:
    """The same with the names of those it is about: nobody else's is opened."""
    about = {each.person_id for each in view.endings} | {each.person_id for each in view.calls.now}
    about |= {each.person_id for each in view.quiet}
    about |= {each.person_id for day in view.days for each in day.meetings}
    names = access.identities.of([view.people[each] for each in sorted(about) if each in view.people])
    return replace(view, names=names)


def _by_day(meetings: Sequence[week.Meeting], today: date) -> tuple[Day, ...]:
    return tuple(Day(on, day_words(on, today), tuple(those)) for on, those in groupby(meetings, lambda each: each.on))


def day_words(on: date, today: date) -> str:
    """A day of the week as people say it."""
    said = format_date(on, "EEEE d MMMM", locale=PAGES_LOCALE)
    near = {today: "aujourd’hui", today + timedelta(days=1): "demain"}
    return f"{near[on]}, {said}" if on in near else said
