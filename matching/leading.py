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

import numpy as np

from matching.candidates import (
    Candidates,
    Pairs,
    addressing,
    at_most,
    candidates_among,
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
    sampled = _sample(problem, screening, search, first)
    shown = _least_shown(sampled)
    found = [[known, *reaching] for known, reaching in zip(search.known, search.reaching(shown), strict=True)]
    if not planned:
        pairs = addressing(problem, search.together(found))
        return screened(problem, screening, pairs.take(at_most(problem, pairs) >= shown.take(pairs.need)))
    least = _least_planned(sampled)
    worth = search.worth(least)
    pairs = addressing(problem, search.together([*own, *more] for own, more in zip(found, worth, strict=True)))
    most = at_most(problem, pairs)
    kept = (most >= shown.take(pairs.need)) | _within_reach_of_the_plan(problem, pairs, most, least)
    return screened(problem, screening, pairs.take(kept))


def _sample(problem: Problem, screening: Screening, search: Search, first: int) -> Candidates:
    """Candidates that hold enough doors for every need, or all there is."""
    wanted = [first] * len(problem.profile.needs)
    while True:
        sampled = candidates_among(problem, screening, search.most_promising(wanted))
        short = [
            number
            for number, count in enumerate(wanted)
            if len(sampled.of_need(number)) < _shown(problem) and search.holds_more_than(number, count)
        ]
        if not short:
            return sampled
        for number in short:
            wanted[number] *= 8


def _shown(problem: Problem) -> int:
    return max(problem.profile.per_barrier, DOORS)


def _least_shown(found: Candidates) -> Floats:
    """The score below which nothing of each need is shown; all is where there are few doors."""
    needs, count = range(len(found.problem.profile.needs)), _shown(found.problem)
    last = [ranked[count - 1] if len(ranked) >= count else None for ranked in map(found.of_need, needs)]
    return np.array([-np.inf if at is None else float(found.best.score[at]) - SLACK for at in last])


def _least_planned(found: Candidates) -> Floats:
    """What a step of each need must be worth to be planned: the best one known for it, less a new partner's price."""
    problem, needs = found.problem, found.problem.profile.needs
    values = step_values(problem, found.eligible)
    ends = np.searchsorted(found.eligible.need, np.arange(len(needs) + 1)).tolist()
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
