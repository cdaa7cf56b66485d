"""Draws the courses of ended referrals: which states one came to, after how many days, and why it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from network_data.demo.draws import Draws
from network_data.demo.habits import Habit
from network_data.tables import Person
from network_data.vocabulary import ReferralState

S = ReferralState
_SILENCE_ENDS = 20
"""Fourteen working days."""
_FILE_TAKES = 4
"""A file handed in at a gate takes so many times longer than a letter."""
_NEVER_SENT: Mapping[tuple[ReferralState, int], float] = MappingProxyType(
    {(S.REFUSED, 3): 4.0, (S.CANCELLED, 2): 2.0, (S.EXPIRED, 43): 1.0, (S.ENTERED_IN_ERROR, 0): 1.0}
)
_NO = MappingProxyType(
    {
        "no-capacity": 6.0,
        "not-eligible": 2.0,
        "missing-document": 1.5,
        "out-of-area": 1.0,
        "person-not-reached": 0.7,
        "duplicate": 0.4,
    }
)
_NO_THANKS = MappingProxyType({"no-reason-given": 3.0, "too-far": 2.0, "timing": 1.0, "not-interested": 1.0})
_RESULTS = MappingProxyType({"partly": 6.0, "not_lifted": 2.0})
"""Of needs that are still open."""

_SINCE: Mapping[ReferralState, tuple[int, int]] = MappingProxyType(
    {
        S.PREPARED: (1, 12),
        S.SENT: (1, 12),
        S.GIVEN: (2, 15),
        S.WAITLISTED: (3, 80),
        S.ACCEPTED: (1, 11),
        S.SCHEDULED: (1, 8),
        S.MISSED: (0, 4),
        S.IN_PROGRESS: (4, 85),
    }
)
"""Days for which a referral has stood somewhere, where it still stands there."""


@dataclass(frozen=True, slots=True)
class Course:
    """The states that an ended referral came to, with the days since it was prepared."""

    moves: tuple[tuple[ReferralState, int], ...]
    reason: str | None = None
    result: str | None = None

    @property
    def days(self) -> int:
        """How long it lasted."""
        return self.moves[-1][1]


def standing(
    draws: Draws, states: Sequence[ReferralState], person: Person, today: date
) -> tuple[tuple[ReferralState, int], ...]:
    """The states that an open referral came to from the day it was prepared, each so many days ago.

    Of someone who came too lately for that, one is prepared.
    """
    reached = [S.PREPARED, *states]
    days = draws.between(*_SINCE[reached[-1]])
    found = [(reached[-1], days)]
    for state in reversed(reached[:-1]):
        days += draws.between(0, 2) if state is S.PREPARED else draws.between(4, 9)
        found.append((state, days))
    here = (today - person.arrived_on).days if person.arrived_on else days
    return tuple(reversed(found)) if days <= here else ((S.PREPARED, min(1, here)),)


def draw_course(draws: Draws, habit: Habit, *, dossier: bool) -> Course:
    """The course of a referral to a partner of that habit; ``dossier``: a file, which never goes unanswered."""
    if draws.chance(0.08):
        return _never_sent(draws, dossier=dossier)
    if not dossier and draws.chance(0.08):
        return _given(draws)
    return _sent(draws, habit, dossier=dossier)


def _never_sent(draws: Draws, *, dossier: bool) -> Course:
    ends = [end for end in _NEVER_SENT if not (dossier and end[0] is S.EXPIRED)]
    state, days = draws.weighted(ends, [_NEVER_SENT[end] for end in ends], 1)[0]
    return _ended(draws, [(S.PREPARED, 0)], state, days)


def _given(draws: Draws) -> Course:
    went = [(S.PREPARED, 0), (S.GIVEN, 1)]
    return _ended(draws, went, draws.pick((S.COMPLETED, S.COMPLETED, S.REFUSED, S.CANCELLED)), draws.between(10, 30))


def _sent(draws: Draws, habit: Habit, *, dossier: bool) -> Course:
    sent = draws.between(0, 3)
    moves = [(S.PREPARED, 0), (S.SENT, sent)]
    if draws.chance(0.07):
        return _ended(draws, moves, draws.pick((S.REFUSED, S.CANCELLED)), sent + 1)
    days = draws.between(*habit.days) * (_FILE_TAKES if dossier else 1)
    if not dossier and (not draws.chance(habit.answers) or days >= _SILENCE_ENDS):
        return _ended(draws, moves, S.EXPIRED, sent + _SILENCE_ENDS)
    if not draws.chance(habit.accepts):
        return _ended(draws, moves, S.DECLINED, sent + days)
    return _taken(draws, moves, sent + days)


def _taken(draws: Draws, moves: list[tuple[ReferralState, int]], at: int) -> Course:
    if draws.chance(0.15):
        moves = [*moves, (S.WAITLISTED, at)]
        at += draws.between(20, 60)
    if draws.chance(0.6):
        moves = [*moves, (S.ACCEPTED, at)]
        at += draws.between(2, 7)
    moves, at = [*moves, (S.SCHEDULED, at)], at + draws.between(5, 14)
    if draws.chance(0.15):
        moves, at = [*moves, (S.MISSED, at)], at + draws.between(2, 6)
        if draws.chance(0.35):
            return _ended(draws, moves, draws.pick((S.UNREACHED, S.REFUSED)), at)
        moves, at = [*moves, (S.SCHEDULED, at)], at + draws.between(5, 14)
    return _ended(draws, [*moves, (S.IN_PROGRESS, at)], S.COMPLETED, at + draws.between(20, 80))


def _ended(draws: Draws, moves: list[tuple[ReferralState, int]], state: ReferralState, at: int) -> Course:
    reasons = {S.DECLINED: _NO, S.REFUSED: _NO_THANKS}.get(state)
    return Course(
        (*moves, (state, at)),
        reason=draws.weighted(list(reasons), list(reasons.values()), 1)[0] if reasons else None,
        result=draws.weighted(list(_RESULTS), list(_RESULTS.values()), 1)[0] if state is S.COMPLETED else None,
    )
