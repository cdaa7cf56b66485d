"""Why this service, or why not: its criteria, score and rank, by what it lost, and what would change it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.candidates import Candidates, distances, find_candidates
from matching.changes import Change, Field, ordered, smallest_to_be_eligible, smallest_to_stand
from matching.changes.remedies import remedies
from matching.channels import ChannelMatch
from matching.eligibility import Status, overall
from matching.network import Service
from matching.problem import Problem
from matching.scoring import total
from matching.suggestions import Verdict, explain, judge


class Goal(StrEnum):
    """What a service may fall short of: no criterion excludes it; it is among those shown; it is the first of them."""

    ELIGIBLE = "eligible"
    SHOWN = "shown"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest changes that reach a goal not reached today; None when nothing in the catalogue of changes would."""

    goal: Goal
    changes: tuple[Change, ...] | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A service that stands before this one: its rank, and for each component this one's figure less the other's."""

    service: Service
    partner: str
    rank: int
    score: float
    differences: Mapping[str, float]

    @property
    def lost_on(self) -> str | None:
        """The component that costs most; None between equals, where the lower id goes first."""
        name = min(self.differences, key=lambda each: (self.differences[each], each))
        return name if self.differences[name] < 0 else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One barrier: how the service addresses it, the verdict, where it stands, and what would change that.

    ``rank`` counts from 1 among the ``out_of`` doors that can take the need; None when a criterion excludes the
    service, or when ``ahead_at_same_door``, another service of the same door, stands for it. ``gaps``: to the one just
    above, and to the first. ``flips``: one for each goal not reached, in the order of ``Goal``. ``settled``: criteria
    not met that nobody can or should change.
    """

    barrier: str
    match: ChannelMatch
    verdict: Verdict
    status: Status
    rank: int | None
    out_of: int
    ahead_at_same_door: str | None
    gaps: tuple[Gap, ...]
    flips: tuple[Flip, ...]
    settled: tuple[str, ...]

    @property
    def components(self) -> Mapping[str, float]:
        """What the score is made of."""
        return self.verdict.components

    @property
    def score(self) -> float:
        """The score it has, or would have if no criterion excluded it."""
        return total(self.verdict.components)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Everything the engine has to say of one service for one person."""

    service: Service
    partner: str
    answers: tuple[Answer, ...]


def enquire(problem: Problem, service_id: str) -> Enquiry:
    """Why ``service_id`` is, or is not, proposed; no answer for barriers that it does not address.

    Raises:
        KeyError: the network has no such service.
    """
    row = problem.catalogue.row_of[service_id]
    candidates = find_candidates(problem)
    answers = (_answer(candidates, number, row) for number in range(len(problem.profile.needs)))
    return Enquiry(
        service=problem.catalogue.services[row],
        partner=problem.catalogue.door_of(row).name,
        answers=tuple(answer for answer in answers if answer is not None),
    )


def _answer(candidates: Candidates, number: int, row: int) -> Answer | None:
    problem = candidates.problem
    barrier = problem.profile.needs[number].barrier
    match = problem.catalogue.match_of(barrier, row)
    if match is None:
        return None
    kilometres = distances(problem.profile, problem.catalogue, np.array([row]))
    verdict = judge(candidates, barrier, row, float(kilometres[0]))
    status = overall(verdict.criteria)
    ranked = candidates.of_need(number)
    at = None if status is Status.NOT_MET else _place_of_door(candidates, number, row)
    standing_for = None if at is None else int(candidates.best.row[at])
    rank = at - ranked.start + 1 if at is not None and standing_for == row else None
    ahead = None if standing_for in (None, row) else problem.catalogue.services[standing_for].id
    field = Field(problem, number, row)
    return Answer(
        barrier=barrier,
        match=match,
        verdict=verdict,
        status=status,
        rank=rank,
        out_of=len(ranked),
        ahead_at_same_door=ahead,
        gaps=() if at is None else tuple(_gaps(candidates, number, at, rank, verdict)),
        flips=tuple(_flips(field, status, rank)),
        settled=tuple(_settled(field, verdict)),
    )


def _place_of_door(candidates: Candidates, number: int, row: int) -> int:
    """The position in ``candidates.best`` of the service that stands for the door of an eligible ``row``."""
    door = candidates.problem.catalogue.door[row]
    return next(at for at in candidates.of_need(number) if candidates.best.door[at] == door)


def _gaps(candidates: Candidates, number: int, at: int, rank: int | None, verdict: Verdict) -> Iterator[Gap]:
    """The gap to the one just above (of the same door, if that is who stands for it), then to the first."""
    first = candidates.of_need(number).start
    above = at if rank is None else at - 1
    for other in dict.fromkeys((above, first)):
        if first <= other and (rank is None or other < at):
            rival = explain(candidates, candidates.best.at(other))
            names = dict.fromkeys((*verdict.components, *rival.components))
            differences = {name: verdict.components.get(name, 0.0) - rival.components.get(name, 0.0) for name in names}
            yield Gap(rival.service, rival.partner, other - first + 1, rival.score, differences)


def _flips(field: Field, status: Status, rank: int | None) -> Iterator[Flip]:
    shown = field.problem.profile.per_barrier
    if status is Status.NOT_MET:
        yield _flip(Goal.ELIGIBLE, smallest_to_be_eligible(field.subject()))
    for goal, at_most in ((Goal.SHOWN, shown), (Goal.FIRST, 1)):
        if rank is None or rank > at_most:
            yield _flip(goal, smallest_to_stand(field, at_most))


def _flip(goal: Goal, changes: frozenset[Change] | None) -> Flip:
    return Flip(goal, None if changes is None else ordered(changes))


def _settled(field: Field, verdict: Verdict) -> Iterator[str]:
    subject = field.subject()
    for criterion in verdict.criteria:
        if criterion.status is Status.NOT_MET and not remedies(criterion, subject):
            yield criterion.criterion
