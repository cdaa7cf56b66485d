"""Says what is due of a referral or of a need on a day, from where it stands and since when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from network_data.referrals.working_days import after_months, after_working_days
from network_data.vocabulary.referral_clocks import CLOCKS, NEED_CLOCK, NEED_MONTHS, ClockEntry, Does, Since
from network_data.vocabulary.referral_lifecycle import ReferralKind, ReferralState


@dataclass(frozen=True, slots=True)
class Days:
    """What a partner set for one clock, in working days; None: it does not run there."""

    days: int | None
    urgent: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a referral stands, from its replayed log: the days are those of the calendar where it is followed.

    ``step``: the number of the event that brought it there. ``check_on``: the next check of a dossier. ``set_by``: what
    the partner set, by clock.
    """

    kind: ReferralKind
    state: ReferralState
    step: int
    since: date
    appointment_on: date | None = None
    review_on: date | None = None
    check_on: date | None = None
    urgent: bool = False
    agreed: bool = False
    set_by: Mapping[str, Days] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Something due: since which day, by which clock, for the how many-th time of this step."""

    on: date
    clock: str
    occurrence: int = 1

    @property
    def does(self) -> Does:
        """What becomes of it."""
        return CLOCKS[self.clock].does if self.clock in CLOCKS else Does.REMIND


def due(standing: Standing, today: date) -> list[Due]:
    """All that has become due by ``today`` since the referral came where it stands, the oldest first.

    Nothing is left out for having been told already: whoever writes it down knows.
    """
    return sorted(each for clock in CLOCKS.values() if _runs(clock, standing) for each in _of(clock, standing, today))


def need_due(assessed_on: date, today: date) -> Due | None:
    """Whether an open need asks to be looked at again: assessed more than so many months ago."""
    on = after_months(assessed_on, NEED_MONTHS) + timedelta(days=1)
    return Due(on, NEED_CLOCK) if on <= today else None


def _runs(clock: ClockEntry, standing: Standing) -> bool:
    return (
        standing.state in clock.states
        and clock.kind in {None, standing.kind}
        and not (clock.unagreed and standing.agreed)
    )


def _of(clock: ClockEntry, standing: Standing, today: date) -> Iterator[Due]:
    days = _days(clock, standing)
    start, waits = _start(clock, standing)
    if days is None or start is None:
        return
    for occurrence in count(1):
        times = occurrence if waits else occurrence - 1
        on = after_working_days(start, days * times)
        if on > today:
            return
        yield Due(on, clock.code, occurrence)
        if not clock.repeats or days == 0:
            return


def _days(clock: ClockEntry, standing: Standing) -> int | None:
    """After how many working days: the partner's own, else the usual ones."""
    own = standing.set_by.get(clock.code)
    usual, urgent = (own.days, own.urgent) if own else (clock.days, clock.urgent)
    return urgent if standing.urgent and urgent is not None else usual


def _start(clock: ClockEntry, standing: Standing) -> tuple[date | None, bool]:
    """The day a clock counts from, and whether its days must pass before the first time."""
    if clock.since is Since.REVIEW and standing.review_on:
        return standing.review_on, False
    starts = {
        Since.STEP: standing.since,
        Since.REVIEW: standing.since,
        Since.APPOINTMENT: standing.appointment_on,
        Since.CHECK: standing.check_on,
    }
    return starts[clock.since], True
