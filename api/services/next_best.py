"""Says what comes after a referral that led nowhere: the best service not tried, or the barrier that comes first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from api.services.match import Matcher
from api.services.profiles import profile_of
from matching.candidates import Candidates, Pair, find_candidates
from matching.suggestions import Suggestion, explain
from network_data.referrals.guards import Result
from network_data.repositories import PersonFile
from network_data.repositories.referrals import ReferralFile, ReferralRepository
from network_data.tables import ChoiceKind
from network_data.vocabulary import BARRIERS, OTHER_BARRIER_FIRST, REFERRAL_STATES, ReferralState

TRIED_LATELY = timedelta(days=180)
"""For so long a door that led nowhere is not proposed again."""
MOST_REFERRALS = 500
_LED_NOWHERE = frozenset(
    {
        ReferralState.DECLINED,
        ReferralState.REFUSED,
        ReferralState.CANCELLED,
        ReferralState.UNREACHED,
        ReferralState.EXPIRED,
    }
)
_UNTRIED = frozenset({ReferralState.SUGGESTED, ReferralState.PREPARED})


@dataclass(frozen=True, slots=True)
class NextBest:
    """What may come next for the ``barriers`` of an ended referral that still wait for an answer.

    ``suggestion``: the best service for them at a door not tried lately, explained for the first of ``answers``, those
    of them that it would take on; None when the network has no other. ``first``: the barrier that comes before them, if
    the partner said so; the suggestion is then about that one, and takes the place of no referral. ``replanned``:
    whether the person's plan has it come first already.
    """

    barriers: tuple[str, ...]
    suggestion: Suggestion | None
    answers: tuple[str, ...]
    first: str | None = None
    replanned: bool = False


class Successors:
    """Finds what comes next for whoever asks through ``book``, on a day."""

    def __init__(self, matcher: Matcher, book: ReferralRepository, on: date) -> None:
        self._matcher = matcher
        self._book = book
        self._on = on

    def after(self, ended: ReferralFile, person: PersonFile) -> NextBest | None:
        """What comes after ``ended``, a referral of ``person``; None when nothing waits for an answer.

        Nothing does when the referral goes on, was entered in error or has been replaced, or when each of its barriers
        was lifted since or is tried at another door already.
        """
        unanswered = _unanswered(ended)
        if not unanswered or self._book.replaced_by(ended.referral.id):
            return None
        others, _ = self._book.of_person(ended.reach, 0, MOST_REFERRALS)
        carried = {need.barrier for need in person.needs}
        under_way = {code for other in others if not _over(other) for code in other.referral.barriers}
        waiting = tuple(code for code in unanswered if code in carried - under_way)
        if not waiting:
            return None
        first = _comes_first(ended)
        replanned = first in carried and any((first, then) in _orders(person) for then in waiting)
        about = waiting if first is None else (first,) if first in carried - under_way else ()
        if not about:
            return NextBest(waiting, None, (), first, replanned)
        candidates = find_candidates(self._matcher.problem(profile_of(person, self._on)))
        found = self._best(candidates, waiting, about, first, [*others, ended])
        return replace(found, replanned=replanned)

    def _best(
        self,
        candidates: Candidates,
        waiting: tuple[str, ...],
        about: Sequence[str],
        first: str | None,
        others: Collection[ReferralFile],
    ) -> NextBest:
        closed = self._doors_tried(candidates, others, about)
        found: dict[int, list[Pair]] = {}
        for pair in _open_doors(candidates, about, closed):
            found.setdefault(pair.row, []).append(pair)
        if not found:
            return NextBest(waiting, None, (), first)
        ids = candidates.problem.catalogue.columns.ids
        best = min(found.values(), key=lambda each: (-sum(pair.score for pair in each), ids[each[0].row]))
        needs = candidates.problem.profile.needs
        return NextBest(waiting, explain(candidates, best[0]), tuple(needs[pair.need].barrier for pair in best), first)

    def _doors_tried(
        self, candidates: Candidates, others: Collection[ReferralFile], about: Collection[str]
    ) -> frozenset[str]:
        """The partners, or gates, that were asked about these barriers lately; those being asked are among them."""
        catalogue = candidates.problem.catalogue
        lately = self._on - TRIED_LATELY
        rows = [
            catalogue.row_of.get(other.referral.service_id)
            for other in others
            if not set(about).isdisjoint(other.referral.barriers)
            and (not _over(other) or (_was_tried(other) and other.course.since.date() >= lately))
        ]
        return frozenset(catalogue.door_of(row).partner_id for row in rows if row is not None)


def _unanswered(ended: ReferralFile) -> tuple[str, ...]:
    """The barriers that an ended referral leaves as they were, or better but not lifted."""
    state, barriers = ended.course.state, tuple(ended.referral.barriers)
    if state in _LED_NOWHERE:
        return barriers
    if state is not ReferralState.COMPLETED:
        return ()
    results = last_said(ended).get("results", {})
    return tuple(code for code in barriers if results.get(code) != Result.LIFTED)


def _orders(person: PersonFile) -> set[tuple[str | None, str]]:
    """Which barrier was decided to come before which."""
    return {(choice.first, choice.barrier) for choice in person.choices if choice.kind is ChoiceKind.AFTER}


def last_said(file: ReferralFile) -> dict[str, Any]:
    """What the last step that stands says besides."""
    number = file.course.standing[-1].number
    return next((event.details for event in file.events if event.number == number), {})


def _comes_first(ended: ReferralFile) -> str | None:
    """The barrier that the partner said comes first, if the asker may know of it."""
    number = ended.course.standing[-1].number
    reason = next((event.reason for event in ended.events if event.number == number), None)
    code = last_said(ended).get("other_barrier") if reason == OTHER_BARRIER_FIRST else None
    return str(code) if code in BARRIERS and ended.reach.covers([str(code)]) else None


def _over(file: ReferralFile) -> bool:
    return REFERRAL_STATES[file.course.state].ended


def _was_tried(file: ReferralFile) -> bool:
    """Whether it went further than being prepared, or was dropped by somebody: silence alone rules nothing out then."""
    went_on = any(event.to not in _UNTRIED for event in file.course.standing[:-1])
    return went_on or file.course.state is not ReferralState.EXPIRED


def _open_doors(candidates: Candidates, about: Sequence[str], closed: Collection[str]) -> Iterator[Pair]:
    """The best eligible service of each door for each of these barriers, but for doors that are closed."""
    profile = candidates.problem.profile
    for number, need in enumerate(profile.needs):
        if need.barrier not in about:
            continue
        for at in candidates.of_need(number):
            pair = candidates.best.at(at)
            door = candidates.problem.catalogue.door_of(pair.row).partner_id
            if door not in closed and (need.barrier, door) not in profile.decisions.refused:
                yield pair
