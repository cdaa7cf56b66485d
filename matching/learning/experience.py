"""A network's requests, and what they say on the day that someone asks."""

from dataclasses import dataclass, field
from datetime import date

from matching.learning.estimates import Learned, learn
from matching.learning.requests import RequestColumns

MOST_DAYS = 3
"""Days kept with a catalogue: today, and a day or two around midnight or a replay."""


@dataclass(frozen=True, slots=True)
class Experience:
    """Requests compiled with a catalogue; each day's figures are worked out once."""

    requests: RequestColumns
    days: dict[date, Learned] = field(default_factory=dict, compare=False, repr=False)

    def on(self, day: date) -> Learned:
        """What is learned from the requests as they stood on ``day``."""
        found = self.days.get(day)
        if found is None:
            if len(self.days) >= MOST_DAYS:
                self.days.clear()
            found = self.days[day] = learn(self.requests, day.toordinal())
        return found
