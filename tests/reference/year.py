"""A year of a few referrals, day by day: what is done of them, and what should be told when by the slow clocks."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.reference.clocks import told

EXPIRES = {"no-agreement", "silence"}


@dataclass
class Life:
    """One referral as the simulation knows it: where it stands since when, and what was due of it so far."""

    kind: str
    since: date
    state: str = "prepared"
    step: int = 1
    urgent: bool = False
    appointment_on: date | None = None
    review_on: date | None = None
    check_on: date | None = None
    found: dict[tuple[int, str, int], date] = field(default_factory=dict)

    def due(self, today: date) -> str | None:
        """Notes what is due by today; the clock by which it ended, if one did."""
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__} | {"agreed": False}
        ended = None
        for on, clock, occurrence in told(facts, today):
            if clock in EXPIRES:
                ended = ended or clock
            else:
                self.found.setdefault((self.step, clock, occurrence), on)
        if ended:
            self.move("expired", today)
        return ended

    def move(self, state: str, today: date, **known: date | None) -> None:
        """Where it goes, with what is then known."""
        self.state, self.since, self.step = state, today, self.step + 1
        self.appointment_on, self.review_on = known.get("appointment_on"), known.get("review_on")
        self.check_on = known.get("check_on", self.check_on)


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime.combine(day, time(12)).astimezone()


def days(first: date, count: int) -> list[date]:
    """So many days from the first on."""
    return [first + timedelta(days=each) for each in range(count)]
