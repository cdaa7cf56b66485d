"""The leading candidates of a large network, exactly, without reading most of it.

All of a score but nearness and certainty is known before anybody asks: it is the service's standing of the day
(``Ranking``). A first handful of services per need, near and of good standing, gives scores that the answer is sure
to hold; then only what could still reach them is read. What is left out can change neither suggestions nor plan:

* a suggestion is among the best ``DOORS`` doors of its need, and each left out scores less than the last of them;
* in an exact plan a service is chosen over the best one of its need only for the partner it shares with other needs:
  what all of them lose by it must be less than the partners spared (``_within_reach_of_the_plan``).

Far away nearness is next to nothing, so there the standing alone decides, and services are kept in its order; nearby,
cells of services are taken by the nearest that they could be. It is the threshold algorithm of Fagin, Lotem and Naor
(2003) with two lists, one of them by place.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from matching.candidates import (
    Candidates,
    Pairs,
    addressing,
    at_most,
    eligible_among,
    find_candidates,
    known_doors,
    screened,
)
from matching.columns import Bools, Floats
from matching.offers import need_weights, step_costs, step_values
from matching.problem import Problem
from matching.screening import Screening
from matching.search import Search

DOORS = 4
"""A plan shows a step's service, one at another partner, and two further routes."""
SMALL = 4096
"""Up to so many services to read, bounds cost more than they save."""
FIRST = 32
"""Services read for each need before bounds are compared."""
SLACK = 1e-9
"""Bounds and scores are sums of the same terms in another order."""


def find_leading(problem: Problem, *, small: int = SMALL, first: int = FIRST) -> Candidates:
    """The candidates that suggestions and plan are made of; all of them in a small network.

    All of them too where decisions bind the plan: the best may then be closed to it.

    ``eligible`` and ``best`` hold, for each need, at least its ``max(per_barrier, DOORS)`` best doors, and whatever
    the exact plan could choose; each as ``find_candidates`` would give it.

    ``small``, ``first``: see ``SMALL`` and ``FIRST``; they change the cost alone.

    Cost: some array operations over the cells of the needs (one for 64 services), then the services read: around the
    person their number does not grow with the network.
    """
    return find_candidates(problem) if problem.decisions.choose else _leading(problem, small, first, planned=True)


def find_shown(problem: Problem, *, small: int = SMALL, first: int = FIRST) -> Candidates:
    """The candidates that suggestions alone are made of: as ``find_leading``, without what only a plan could choose.

    Cost: half of what ``find_leading`` costs.
    """
    return _leading(problem, small, first, planned=False)


def _leading(problem: Problem, small: int, first: int, *, planned: bool) -> Candidates:
    catalogue = problem.catalogue
    if sum(len(catalogue.index_of(need.barrier).rows) for need in problem.profile.needs) <= small:
        return find_candidates(problem)
    screening, search = Screening(problem.profile, catalogue), Search.of(problem)
    sampled, doors = _sample(problem, screening, search, first)
    shown = _least_shown(problem, doors)
    found = [[known, *reaching] for known, reaching in zip(search.known, search.reaching(shown), strict=True)]
    if not planned:
        pairs = addressing(problem, search.together(found))
        return screened(problem, screening, pairs.take(at_most(problem, pairs) >= shown.take(pairs.need)))
    least = _least_planned(problem, sampled)
    worth = search.worth(least)
    pairs = addressing(problem, search.together([*own, *more] for own, more in zip(found, worth, strict=True)))
    most = at_most(problem, pairs)
    kept = (most >= shown.take(pairs.need)) | _within_reach_of_the_plan(problem, pairs, most, least)
    return screened(problem, screening, pairs.take(kept))


def _sample(problem: Problem, screening: Screening, search: Search, first: int) -> tuple[Pairs, list[Floats]]:
    """Eligible pairs, need by need, that hold enough doors for every need, or all there is; and ``_door_scores``."""
    wanted = [first] * len(problem.profile.needs)
    while True:
        sampled = eligible_among(problem, screening, addressing(problem, search.most_promising(wanted)))
        doors = _door_scores(problem, sampled)
        short = [
            number
            for number, (count, own) in enumerate(zip(wanted, doors, strict=True))
            if len(own) < _shown(problem) and search.holds_more_than(number, count)
        ]
        if not short:
            return sampled, doors
        for number in short:
            wanted[number] *= 8


def _shown(problem: Problem) -> int:
    return max(problem.profile.per_barrier, DOORS)


def _door_scores(problem: Problem, found: Pairs) -> list[Floats]:
    """For each need the scores of its doors, each that of its best service, the highest last."""
    door = found.need * len(problem.catalogue.doors) + found.door
    order = door.argsort(kind="stable")
    door = door.take(order)
    first = np.concatenate((door[:1] >= 0, door[1:] != door[:-1])).nonzero()[0]
    scores = np.maximum.reduceat(found.score.take(order), first) if len(first) else found.score
    ends = found.need.take(order.take(first)).searchsorted(np.arange(len(problem.profile.needs) + 1)).tolist()
    return [np.sort(scores[start:end]) for start, end in pairwise(ends)]


def _least_shown(problem: Problem, doors: Sequence[Floats]) -> Floats:
    """The score below which nothing of each need is shown; all is where there are few doors."""
    count = _shown(problem)
    return np.array([own[-count] - SLACK if len(own) >= count else -np.inf for own in doors])


def _least_planned(problem: Problem, found: Pairs) -> Floats:
    """What a step of each need must be worth to be planned: the best one known for it, less a new partner's price."""
    needs = problem.profile.needs
    values = step_values(problem, found)
    ends = np.searchsorted(found.need, np.arange(len(needs) + 1)).tolist()
    best = [
        float(values[start:end].max()) if end > start and not need.followed_by else np.inf
        for need, start, end in zip(needs, ends[:-1], ends[1:], strict=True)
    ]
    return np.array(best) - problem.weights.plan.new_partner - SLACK


def _within_reach_of_the_plan(problem: Problem, pairs: Pairs, most: Floats, least: Floats) -> Bools:
    """Which of ``pairs`` an exact plan could choose, if their scores were ``most``.

    Call surplus what a step could at most be worth beyond ``least``, its need's. A door is worth choosing only if the
    surpluses of its steps add up to its price, that of a new partner: else each of them would do as well with the best
    one, at its own price. A partner who knows the person has no price.
    """
    surplus = need_weights(problem, pairs.need) * most - step_costs(problem, pairs) - least[pairs.need]
    reached: Bools = surplus >= 0.0
    able = np.flatnonzero(reached)
    doors, number = np.unique(pairs.door.take(able), return_inverse=True)
    total = np.bincount(number, surplus.take(able), minlength=len(doors))
    enough = (total >= problem.weights.plan.new_partner - SLACK) | known_doors(problem, doors)
    reached[able] = enough.take(number)
    return reached
