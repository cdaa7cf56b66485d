"""Says when somebody who left for a job or a home is to be asked how it goes; pure, like the other clocks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from network_data.referrals.working_days import after_months, is_working_day
from network_data.vocabulary.after_exit import EXIT_GRACE, EXIT_MONTHS


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the rhythm: so many months after, on a working day."""

    months: int
    due_on: date


def marks(left_for_it_on: date) -> tuple[Mark, ...]:
    """The moments at which one asks; what falls on no working day is for the next one."""
    return tuple(Mark(months, _worked(after_months(left_for_it_on, months))) for months in EXIT_MONTHS)


def due_mark(left_for_it_on: date, answered: Collection[int], today: date) -> Mark | None:
    """The moment that has come and has no answer yet; those before it are past, whoever was asked then."""
    if is_over(left_for_it_on, answered, today):
        return None
    come = [mark for mark in marks(left_for_it_on) if mark.due_on <= today]
    return come[-1] if come and max(answered, default=0) < come[-1].months else None


def next_mark(left_for_it_on: date, answered: Collection[int], today: date) -> Mark | None:
    """The first moment to come that has no answer yet."""
    to_come = (mark for mark in marks(left_for_it_on) if mark.due_on > today)
    return next((mark for mark in to_come if mark.months > max(answered, default=0)), None)


def answered_mark(left_for_it_on: date, answered: Collection[int], asked_on: date) -> Mark:
    """The moment that an answer of that day is for: the one that has come, else the next."""
    due = due_mark(left_for_it_on, answered, asked_on) or next_mark(left_for_it_on, answered, asked_on)
    return due or marks(left_for_it_on)[-1]


def is_over(left_for_it_on: date, answered: Collection[int], today: date) -> bool:
    """Whether nothing more is asked: the last moment was answered, or is long past."""
    last = EXIT_MONTHS[-1]
    return last in answered or today > after_months(left_for_it_on, last + EXIT_GRACE)


def _worked(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
