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

from matching.candidates import Candidates, candidates_among, find_candidates
from matching.columns import Ints
from matching.offers import step_values
from matching.problem import Problem
from matching.screening import Screening
from matching.search import Search

DOORS = 4
"""A plan shows a step's service, one at another partner, and two further routes."""
SMALL = 4096
"""Up to so many services to read, bounds cost more than they save."""
FIRST = 192
"""Services read for each need before bounds are compared."""
SLACK = 1e-9
"""Bounds and scores are sums of the same terms in another order."""


def find_leading(problem: Problem, *, small: int = SMALL, first: int = FIRST) -> Candidates:
    """The candidates that suggestions and plan are made of; all of them in a small network.

    All of them too where decisions bind the plan: the best may then be closed to it.

    ``eligible`` and ``best`` hold, for each need, at least its ``max(per_barrier, DOORS)`` best doors, and whatever
    the exact plan could choose; each as ``find_candidates`` would give it.

    ``small``, ``first``: see ``SMALL`` and ``FIRST``; they change the cost alone.

    Cost: a dozen array operations over the cells of each need (one for 64 services), then the services read: around
    the person their number does not grow with the network.
    """
    catalogue, needs = problem.catalogue, problem.profile.needs
    if problem.decisions.choose or sum(len(catalogue.index_of(need.barrier).rows) for need in needs) <= small:
        return find_candidates(problem)
    screening = Screening(problem.profile, catalogue)
    searches = [Search.of(problem, number) for number in range(len(needs))]
    sampled, read = _sample(problem, screening, searches, first)
    planned = _within_reach_of_the_plan(sampled, searches)
    for number, search in enumerate(searches):
        if len(read[number]) < search.reachable:
            shown = search.reaching(_last_shown(sampled, number))
            read[number] = search.possible_among([read[number], planned[number], *shown])
    return candidates_among(problem, screening, read)


def _sample(
    problem: Problem, screening: Screening, searches: list[Search], wanted: int
) -> tuple[Candidates, list[Ints]]:
    """Candidates that hold enough doors for every need, or all there is, and the entries read for each need."""
    enough = max(problem.profile.per_barrier, DOORS)
    read = [search.first(wanted) for search in searches]
    while True:
        sampled = candidates_among(problem, screening, read)
        short = [
            number
            for number, search in enumerate(searches)
            if len(sampled.of_need(number)) < enough and len(read[number]) < search.reachable
        ]
        if not short:
            return sampled, read
        wanted *= 8
        for number in short:
            read[number] = searches[number].first(wanted)


def _last_shown(found: Candidates, number: int) -> float:
    """The score below which nothing of a need is shown."""
    ranked, count = found.of_need(number), max(found.problem.profile.per_barrier, DOORS)
    return float(found.best.score[ranked[count - 1]]) - SLACK


def _within_reach_of_the_plan(found: Candidates, searches: list[Search]) -> list[Ints]:
    """For each need, the entries that an exact plan could choose.

    Call surplus what a step could at most be worth beyond the best one known for its need, less the price of a new
    partner. A door is worth choosing only if the surpluses of its steps add up to that price: else each of them would
    do as well with the best one, at its own price.
    """
    problem, price = found.problem, found.problem.weights.plan.new_partner
    values = step_values(problem, found.eligible)
    entries, surplus, doors = [], [], []
    for number, search in enumerate(searches):
        own = values[found.eligible.need == number]
        planned = len(own) and not problem.profile.needs[number].followed_by
        least = float(own.max()) - price - SLACK if planned else np.inf
        reached, worth = search.worth(least)
        entries.append(reached)
        surplus.append(worth - least)
        doors.append(problem.catalogue.door[search.index.rows[reached]])
    total = np.bincount(np.concatenate(doors), np.concatenate(surplus), minlength=len(problem.catalogue.doors))
    return [reached[total[there] >= price - SLACK] for reached, there in zip(entries, doors, strict=True)]
