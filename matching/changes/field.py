"""The field a service runs in for one need: who stands before it, on the day and for the person that changes make."""

from dataclasses import dataclass, field, replace

import numpy as np

from matching.candidates import distances, find_candidates
from matching.changes.change import KINDS, Change, Subject, apply
from matching.channels import match_of
from matching.columns import Bools, Floats, Ints
from matching.presented import presented
from matching.problem import Problem
from matching.profile import Profile
from matching.reading import Grade, Mention
from network_data.vocabulary import BARRIERS

ALONE_AT_DOOR = Change("no-other-at-door")
"""The other services of the same door are not to be had: the one change that lies in what rivals do."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Every other eligible service for the need, the best of each door, best first."""

    scores: Floats
    rows: Ints
    at_own_door: Bools

    def rank(self, score: float, row: int, *, alone_at_door: bool) -> int | None:
        """The rank from 1 of a service with this score; None when another stands for its door."""
        ahead = (self.scores > score) | ((self.scores == score) & (self.rows < row))
        if not alone_at_door and (ahead & self.at_own_door).any():
            return None
        return 1 + int(np.count_nonzero(ahead & ~self.at_own_door))


@dataclass(frozen=True, slots=True)
class Field:
    """The service at ``row`` before the need at position ``need`` of the problem's profile, which it addresses."""

    problem: Problem
    need: int
    row: int
    _rivals: dict[frozenset[Change], Rivals] = field(default_factory=dict)

    def subject(self) -> Subject:
        """The person and the service as they are."""
        problem, catalogue = self.problem, self.problem.catalogue
        need = problem.profile.needs[self.need]
        shown = presented(problem, need.barrier, self.row)
        km = float(distances(problem.profile, catalogue, np.array([self.row]))[0])
        return Subject(
            profile=problem.profile,
            service=shown.service,
            km=None if np.isnan(km) else km,
            door=shown.door.partner_id,
            strength=problem.weights.fit.of(shown.match.tag, shown.match.grade),
            strength_if_stated=_strength_if_stated(problem, need.barrier),
            learned=catalogue.experience.on(problem.profile.on).estimate(need.barrier, self.row),
        )

    def rank(self, changes: frozenset[Change], subject: Subject) -> int | None:
        """The rank once ``changes`` have made ``subject``; None when excluded, or behind another of the same door."""
        score = subject.score(self.problem.weights)
        if score is None:
            return None
        return self.rivals(changes).rank(score, self.row, alone_at_door=ALONE_AT_DOOR in changes)

    def shares_door(self) -> bool:
        """Whether another service of the same door answers the need."""
        catalogue = self.problem.catalogue
        rows = catalogue.index_of(self.problem.profile.needs[self.need].barrier).rows
        return int(np.count_nonzero(catalogue.door[rows] == catalogue.door[self.row])) > 1

    def rivals(self, changes: frozenset[Change]) -> Rivals:
        """Whom the service is compared with. Changes to the service itself change nothing to the others."""
        personal = frozenset(change for change in changes if KINDS[change.kind].personal)
        if personal not in self._rivals:
            self._rivals[personal] = self._rivals_of(apply(personal, self.subject()).profile)
        return self._rivals[personal]

    def _rivals_of(self, profile: Profile) -> Rivals:
        alone = replace(profile, needs=(self.problem.profile.needs[self.need],))
        eligible = find_candidates(replace(self.problem, profile=alone)).eligible
        others = eligible.take(eligible.row != self.row)
        _, first = np.unique(others.door, return_index=True)
        best = others.take(np.sort(first))
        return Rivals(best.score, best.row, best.door == self.problem.catalogue.door[self.row])


def _strength_if_stated(problem: Problem, barrier: str) -> float:
    """How surely a service answers whose record bears the barrier's own thématique, or the nearest, and says so."""
    known = BARRIERS[barrier]
    stated = (*known.thematiques[:1], *known.fallback_thematiques[:1])
    words = (Mention(barrier, Grade.CENTRAL, known.label),)
    match = match_of(barrier, stated, (), words)
    return problem.weights.fit.of(match.tag, match.grade) if match else 0.0
