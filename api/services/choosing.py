"""What one may choose for one barrier of a plan: the services that suit, and those that would but for a condition."""

from dataclasses import dataclass

import numpy as np

from api.services.match import Matcher
from matching.candidates import Candidates, find_candidates
from matching.eligibility import Status
from matching.offers import scored_pair
from matching.prerequisites import order_of
from matching.profile import Profile
from matching.suggestions import Suggestion, explain

SUITABLE, CLOSED, LOOKED_AT = 8, 5, 40
"""How many services of each kind are shown, and how many of the nearest closed ones are looked at."""


@dataclass(frozen=True, slots=True)
class Options:
    """``suitable`` services, best first, one per partner; ``closed`` ones, fewest conditions not met first."""

    suitable: tuple[Suggestion, ...]
    closed: tuple[Suggestion, ...]

    def of(self, service_id: str) -> Suggestion | None:
        """The option of that service."""
        return next((each for each in (*self.suitable, *self.closed) if each.service.id == service_id), None)


def options_for(matcher: Matcher, profile: Profile, barrier: str) -> Options:
    """What may be chosen for ``barrier``, one of the profile's."""
    candidates = find_candidates(matcher.problem(profile))
    number = next(at for at, need in enumerate(profile.needs) if need.barrier == barrier)
    suitable = [explain(candidates, candidates.best.at(at)) for at in candidates.of_need(number)[:SUITABLE]]
    return Options(tuple(suitable), tuple(_closed(candidates, number)))


def may_wait(profile: Profile, first: str, then: str) -> bool:
    """Whether ``then`` may be put behind ``first``: both carried, and nothing makes it the other way round."""
    return first in order_of(profile, [(first, then)]).decided.get(then, ())


def _closed(candidates: Candidates, number: int) -> list[Suggestion]:
    problem, eligible = candidates.problem, candidates.eligible
    rows = problem.catalogue.index_of(problem.profile.needs[number].barrier).rows
    rest = np.setdiff1d(rows, eligible.row[eligible.need == number])
    here = problem.catalogue.place_of(problem.profile)
    if here is not None:
        gap = np.nan_to_num(problem.catalogue.position[rest] - np.array(here), nan=2.0)
        rest = rest[np.argsort((gap * gap).sum(axis=1), kind="stable")]
    found = []
    for row in rest[:LOOKED_AT].tolist():
        pairs = scored_pair(candidates, number, problem.catalogue.columns.ids[row])
        if pairs is not None:
            found.append(explain(candidates, pairs.at(0)))
    return sorted(found, key=lambda each: (_unmet(each), -each.score, each.service.id))[:CLOSED]


def _unmet(suggestion: Suggestion) -> int:
    return sum(criterion.status is Status.NOT_MET for criterion in suggestion.criteria)
