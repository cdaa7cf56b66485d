"""Finds, in what several do for one person, contradictions, doubles and what nobody looks after."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from network_data.referrals.clocks import need_due
from network_data.vocabulary import BARRIERS, PREREQUISITES, Strength

SEVERE = 3
SILENT_DAYS = 60
"""A référent of whom nobody had news for that long is flagged."""
LEAVING_DAYS = 30
"""So many days before a référent's last one, somebody should know who takes over."""
ASKED_WITHIN = timedelta(days=365)
TOO_OFTEN = 3
"""The same partner asked so many times within a year is asked too often."""


class FlagCode(StrEnum):
    """What is to be looked at, the most pressing first."""

    NO_REFERENT = "no-referent"
    """Nobody follows the person as a whole."""
    SEVERE_ALONE = "severe-alone"
    """Nobody on a severe need: no référent, no referral, no step, nothing asked of the officers."""
    WRONG_ORDER = "wrong-order"
    """A referral under way will stop at a step, for a barrier that comes first and that nobody works on."""
    STEPS_REVERSED = "steps-reversed"
    """A step planned for a day before the one without which it will stop."""
    TWO_REFERRALS = "two-referrals"
    """Two open referrals for one need that goes one way at a time."""
    PARTNER_THRICE = "partner-thrice"
    """The same partner asked three times within a year."""
    TWO_REFERENTS = "two-referents"
    """Two référents on one need that goes one way at a time."""
    LEAVING_REFERENT = "leaving-referent"
    """A référent whose follow-up ends soon, and nobody who takes over."""
    SILENT_REFERENT = "silent-referent"
    """A référent outside, without news for sixty days."""
    STALE_NEED = "stale-need"
    """A need that nobody looked at for six months."""


_PRESSING = {code: position for position, code in enumerate(FlagCode)}


@dataclass(frozen=True, slots=True)
class NeedSeen:
    """An open need."""

    barrier: str
    severity: int
    assessed_on: date


@dataclass(frozen=True, slots=True)
class FollowedReferent:
    """Someone who follows the person, now or at another time, on a barrier (None: on the whole).

    ``news_on``: the last day on which they were reached.
    """

    id: int
    barrier: str | None
    inside: bool
    since: date | None = None
    until: date | None = None
    news_on: date | None = None

    def follows(self, on: date) -> bool:
        """Whether they follow the person on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class ReferralSeen:
    """A referral. ``asked``: whether the partner was told of it; ``alongside``: meant to go on beside another."""

    id: str
    barriers: tuple[str, ...]
    partner_id: str
    created_on: date
    is_open: bool
    asked: bool
    is_dossier: bool = False
    alongside: bool = False


@dataclass(frozen=True, slots=True)
class StepSeen:
    """An open step beside the person, planned for a day; ``prepares``: no more than a file to prepare."""

    barrier: str
    due_on: date
    prepares: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """All that is done for one person.

    ``accompanied``: whether an account accompanies them; ``papers``: those still valid; ``worked_on``: the barriers
    about which a step is open, or the officers were asked and have not answered.
    """

    needs: tuple[NeedSeen, ...] = ()
    referents: tuple[FollowedReferent, ...] = ()
    referrals: tuple[ReferralSeen, ...] = ()
    papers: frozenset[str] = frozenset()
    accompanied: bool = True
    steps: tuple[StepSeen, ...] = ()
    worked_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at, with what it is about.

    ``barriers``: the needs concerned. ``first``: the barrier that should come first, and ``stops_at`` the step that
    waits for it. ``days``: for how long, or in how many days; None when nobody ever knew.
    """

    code: FlagCode
    barriers: tuple[str, ...] = ()
    referents: tuple[int, ...] = ()
    referrals: tuple[str, ...] = ()
    partner_id: str | None = None
    first: str | None = None
    stops_at: str | None = None
    days: int | None = None


def flags(following: Following, today: date) -> list[Flag]:
    """Everything that is to be looked at in a follow-up, the most pressing first."""
    found = (flag for rule in _RULES for flag in rule(following, today))
    return sorted(found, key=lambda flag: (_PRESSING[flag.code], flag.barriers, flag.referrals, flag.referents))


def rank(found: Sequence[Flag]) -> tuple[int, int, int, int]:
    """Who comes first in a list: people without a référent, needs not looked at, then the most pressing, the most."""
    codes = [flag.code for flag in found]
    return (
        0 if FlagCode.NO_REFERENT in codes else 1,
        -codes.count(FlagCode.STALE_NEED),
        min((_PRESSING[code] for code in codes), default=len(_PRESSING)),
        -len(codes),
    )


def _no_referent(following: Following, today: date) -> Iterator[Flag]:
    overall = any(each.barrier is None and each.follows(today) for each in following.referents)
    if not overall or not following.accompanied:
        yield Flag(FlagCode.NO_REFERENT)


def _severe_alone(following: Following, today: date) -> Iterator[Flag]:
    looked_after = _looked_after(following, today) | following.worked_on
    for need in following.needs:
        if need.severity >= SEVERE and need.barrier not in looked_after:
            yield Flag(FlagCode.SEVERE_ALONE, (need.barrier,), days=(today - need.assessed_on).days)


def _wrong_order(following: Following, today: date) -> Iterator[Flag]:
    """Opening a file early is no fault: it is one only when nobody works on what will stop it."""
    carried = {need.barrier for need in following.needs}
    looked_after = _looked_after(following, today)
    for edge in PREREQUISITES:
        if edge.strength is not Strength.BLOCKING or not {edge.before, edge.after} <= carried:
            continue
        if edge.before in looked_after or not following.papers.isdisjoint(edge.equivalent_papers):
            continue
        under_way = [
            each for each in following.referrals if each.is_open and each.asked and edge.after in each.barriers
        ]
        if under_way:
            ids = tuple(sorted(each.id for each in under_way))
            yield Flag(
                FlagCode.WRONG_ORDER, (edge.after,), referrals=ids, first=edge.before, stops_at=edge.step or None
            )


def _steps_reversed(following: Following, _today: date) -> Iterator[Flag]:
    """Of a barrier that another blocks: done with before all that is planned for that other. Preparing is no fault."""
    carried = {need.barrier for need in following.needs}
    for edge in PREREQUISITES:
        if edge.strength is not Strength.BLOCKING or not {edge.before, edge.after} <= carried:
            continue
        firsts = [step.due_on for step in following.steps if step.barrier == edge.before]
        planned = [step.due_on for step in following.steps if step.barrier == edge.after and not step.prepares]
        if not firsts or not planned or not following.papers.isdisjoint(edge.equivalent_papers):
            continue
        if min(planned) < min(firsts):
            yield Flag(FlagCode.STEPS_REVERSED, (edge.after,), first=edge.before, stops_at=edge.step or None)


def _two_referrals(following: Following, _today: date) -> Iterator[Flag]:
    going = [each for each in following.referrals if each.is_open and not each.is_dossier]
    for barrier in _one_way(following):
        about = [each for each in going if barrier in each.barriers]
        if any(not one.alongside and not other.alongside for one, other in combinations(about, 2)):
            yield Flag(FlagCode.TWO_REFERRALS, (barrier,), referrals=tuple(sorted(each.id for each in about)))


def _partner_thrice(following: Following, today: date) -> Iterator[Flag]:
    asked: dict[str, list[ReferralSeen]] = defaultdict(list)
    for each in following.referrals:
        if each.asked and today - each.created_on <= ASKED_WITHIN:
            asked[each.partner_id].append(each)
    for partner, times in sorted(asked.items()):
        if len(times) >= TOO_OFTEN:
            barriers = tuple(sorted({barrier for each in times for barrier in each.barriers}))
            ids = tuple(sorted(each.id for each in times))
            yield Flag(FlagCode.PARTNER_THRICE, barriers, referrals=ids, partner_id=partner)


def _two_referents(following: Following, today: date) -> Iterator[Flag]:
    for barrier in _one_way(following):
        both = sorted(each.id for each in following.referents if each.barrier == barrier and each.follows(today))
        if len(both) > 1:
            yield Flag(FlagCode.TWO_REFERENTS, (barrier,), referents=tuple(both))


def _leaving_referent(following: Following, today: date) -> Iterator[Flag]:
    for one in following.referents:
        if one.until is None or not one.follows(today) or one.until - today > timedelta(days=LEAVING_DAYS):
            continue
        next_day = one.until + timedelta(days=1)
        if not any(other.barrier == one.barrier and other.follows(next_day) for other in following.referents):
            yield Flag(FlagCode.LEAVING_REFERENT, _on(one), (one.id,), days=(one.until - today).days)


def _silent_referent(following: Following, today: date) -> Iterator[Flag]:
    for one in following.referents:
        if one.inside or not one.follows(today):
            continue
        known = [day for day in (one.news_on, one.since) if day is not None]
        days = (today - max(known)).days if known else None
        if days is None or days >= SILENT_DAYS:
            yield Flag(FlagCode.SILENT_REFERENT, _on(one), (one.id,), days=days)


def _stale_need(following: Following, today: date) -> Iterator[Flag]:
    for need in following.needs:
        if need_due(need.assessed_on, today):
            yield Flag(FlagCode.STALE_NEED, (need.barrier,), days=(today - need.assessed_on).days)


def _looked_after(following: Following, today: date) -> set[str]:
    """The barriers on which somebody is: a référent of theirs, or an open referral."""
    followed = {each.barrier for each in following.referents if each.barrier and each.follows(today)}
    return followed | {barrier for each in following.referrals if each.is_open for barrier in each.barriers}


def _one_way(following: Following) -> Iterable[str]:
    """The needs for which one does not try several routes at once."""
    return [need.barrier for need in following.needs if not BARRIERS[need.barrier].parallel_routes]


def _on(referent: FollowedReferent) -> tuple[str, ...]:
    return (referent.barrier,) if referent.barrier else ()


_RULES: tuple[Callable[[Following, date], Iterator[Flag]], ...] = (
    _no_referent,
    _severe_alone,
    _wrong_order,
    _steps_reversed,
    _two_referrals,
    _partner_thrice,
    _two_referents,
    _leaving_referent,
    _silent_referent,
    _stale_need,
)
