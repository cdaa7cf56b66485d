"""A service's past requests for one barrier, as they are shown: counts, usual wait, and how sure one may be."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.columns import ABSENT, Bools
from matching.learning.estimates import OTHER_BARRIERS, Estimate, Learned
from matching.learning.requests import HORIZON_DAYS
from matching.learning.shrinkage import interval
from network_data.vocabulary import BARRIERS

SHOWN_FROM = 3
"""Results are told from so many on: one alone would be somebody's."""

_NUMBER = {code: number for number, code in enumerate(BARRIERS)}


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What a service did with the requests made to it for a barrier, and what to expect from that.

    ``asked`` counts those whose answer is settled (``answered`` within ``HORIZON_DAYS`` or not), ``pending`` those too
    recent to say. ``usual_days``: the median wait of those answered. ``accepted`` of the ``decided``. ``started`` of
    the ``followed``: shown, never scored; None for fewer than ``SHOWN_FROM``. ``elsewhere``: requests for other
    barriers. ``likely``: where its answer rate lies, nine times out of ten. ``since``: the first request.
    """

    asked: int
    answered: int
    pending: int
    usual_days: int | None
    accepted: int
    decided: int
    started: int | None
    followed: int | None
    elsewhere: int
    since: date | None
    estimate: Estimate
    likely: tuple[float, float] | None


def track_record(learned: Learned, barrier: str, row: int) -> TrackRecord | None:
    """The record of the service at ``row`` for ``barrier``; None where the whole network has none."""
    if not learned.tells_answers:
        return None
    key = (barrier, int(learned.number_of_row[row]))
    found = learned.records.get(key)
    if not isinstance(found, TrackRecord):
        found = learned.records[key] = _record(learned, barrier, row)
    return found


def _record(learned: Learned, barrier: str, row: int) -> TrackRecord:
    observed = learned.observed.of_service(int(learned.number_of_row[row]))
    own, settled = observed.barrier == _NUMBER[barrier], observed.answered | observed.mature
    waited, estimate = observed.waited[own & observed.answered], learned.estimate(barrier, row)
    followed = _count(own & (observed.started != ABSENT))
    return TrackRecord(
        asked=_count(own & settled),
        answered=_count(own & observed.answered & (observed.waited <= HORIZON_DAYS)),
        pending=_count(own & ~settled),
        usual_days=round(float(np.median(waited))) if len(waited) else None,
        accepted=_count(own & (observed.accepted == 1)),
        decided=_count(own & (observed.accepted != ABSENT)),
        started=_count(own & (observed.started == 1)) if followed >= SHOWN_FROM else None,
        followed=followed if followed >= SHOWN_FROM else None,
        elsewhere=_count(~own),
        since=date.fromordinal(int(observed.asked_on[own].min())) if own.any() else None,
        estimate=estimate,
        likely=_likely(learned, estimate, _count(own & settled), _count(settled & ~own)),
    )


def _likely(learned: Learned, estimate: Estimate, own: int, others: int) -> tuple[float, float] | None:
    if estimate.answer is None:
        return None
    return interval(estimate.answer, learned.strength + own + OTHER_BARRIERS * others)


def _count(which: Bools) -> int:
    return int(np.count_nonzero(which))
