"""A month of planning: four weeks from a Monday, between the dates of a calendar and the engine's half-days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from matching.staffing import Slot

WEEKS = 4
_HALVES = 2


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks from ``starts_on``, a Monday."""

    starts_on: date
    weeks: int = WEEKS

    @classmethod
    def after(cls, today: date) -> "Month":
        """The one that starts next Monday."""
        return cls(today + timedelta(days=7 - today.weekday()))

    @classmethod
    def around(cls, day: date) -> "Month":
        """The one that starts on the Monday of ``day``'s week."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def ends_on(self) -> date:
        """Its last day, a Sunday."""
        return self.starts_on + timedelta(weeks=self.weeks, days=-1)

    def day_of(self, slot: Slot) -> date:
        """The date of a half-day."""
        return self.starts_on + timedelta(weeks=slot.week, days=slot.position // _HALVES)

    def between(self, since: date, until: date) -> Iterator[Slot]:
        """The half-days of the month from one day to another, both included."""
        day = max(since, self.starts_on)
        while day <= min(until, self.ends_on):
            week, weekday = divmod((day - self.starts_on).days, 7)
            yield from (Slot(week, _HALVES * weekday + half) for half in range(_HALVES))
            day += timedelta(days=1)
