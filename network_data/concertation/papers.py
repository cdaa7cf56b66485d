"""Says of a paper with an end when to begin its renewal, and what is due of it on a day; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from network_data.referrals.working_days import after_months
from network_data.vocabulary.paper_leads import PAPER_LEADS

_DAY = timedelta(days=1)
ENDED_MONTHS = 1
"""For so long after its end one is reminded that a paper has ended: later it is no news."""


class Stage(StrEnum):
    """Where a paper stands before its end, the most pressing first."""

    ENDED = "ended"
    LATE = "late"
    """The last of its leads has come."""
    BEGIN = "begin"
    """The first has."""
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class PaperEnd:
    """A paper that ends: its last day, when to begin to renew it (None: nothing is begun ahead), when that is late."""

    paper: str
    until: date
    begin_on: date | None
    late_on: date | None

    @classmethod
    def of(cls, paper: str, until: date) -> "PaperEnd":
        """The end of ``paper`` on ``until``."""
        leads = [after_months(until, -months) for months in PAPER_LEADS[paper].months]
        return cls(paper, until, leads[0] if leads else None, leads[-1] if leads else None)

    def stage(self, today: date) -> Stage:
        """Where it stands on a day."""
        if self.until < today:
            return Stage.ENDED
        if self.late_on is not None and self.late_on <= today and self.late_on != self.begin_on:
            return Stage.LATE
        return Stage.BEGIN if self.begin_on is not None and self.begin_on <= today else Stage.FINE

    @property
    def order(self) -> tuple[date, date, str]:
        """What must be begun first comes first."""
        return self.begin_on or self.until, self.until, self.paper


@dataclass(frozen=True, slots=True)
class Call:
    """That one is reminded of a paper: so many months before its end, 0 once it has ended; since which day."""

    months: int
    due_on: date


def call_of(paper: str, until: date, today: date, *, requested: bool = False) -> Call | None:
    """The latest reminder that has come; None before the first, and long after the end.

    ``requested``: its renewal is under way, so that only its end still counts.
    """
    leads = PAPER_LEADS[paper].months
    if not leads:
        return None
    if until < today:
        ended_on = until + _DAY
        return Call(0, ended_on) if today <= after_months(ended_on, ENDED_MONTHS) else None
    come = [Call(months, after_months(until, -months)) for months in leads]
    come = [each for each in come if each.due_on <= today]
    return come[-1] if come and not requested else None
