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

    Cost: some array operations over the cells of the needs (one for 64 services), then the services read: around the
    person their number does not grow with the network.
    """
    catalogue, needs = problem.catalogue, problem.profile.needs
    if problem.decisions.choose or sum(len(catalogue.index_of(need.barrier).rows) for need in needs) <= small:
        return find_candidates(problem)
    screening, search = Screening(problem.profile, catalogue), Search.of(problem)
    sampled, read, everything = _sample(problem, screening, search, first)
    planned = _within_reach_of_the_plan(sampled, search)
    shown = search.reaching(np.array([_last_shown(sampled, number) for number in range(len(needs))]))
    for number in range(len(needs)):
        if not everything[number]:
            read[number] = search.together(number, [read[number], planned[number], *shown[number]])
    return candidates_among(problem, screening, read)


def _sample(
    problem: Problem, screening: Screening, search: Search, wanted: int
) -> tuple[Candidates, list[Ints], list[bool]]:
    """Candidates that hold enough doors for every need, or all there is.

    With the entries read for each need, and whether there is nothing else to read.
    """
    enough, needs = max(problem.profile.per_barrier, DOORS), range(len(problem.profile.needs))
    read = [search.most_promising(number, wanted) for number in needs]
    everything = [not search.holds_more_than(number, wanted) for number in needs]
    while True:
        sampled = candidates_among(problem, screening, read)
        short = [number for number in needs if len(sampled.of_need(number)) < enough and not everything[number]]
        if not short:
            return sampled, read, everything
        wanted *= 8
        for number in short:
            read[number] = search.most_promising(number, wanted)
            everything[number] = not search.holds_more_than(number, wanted)


def _last_shown(found: Candidates, number: int) -> float:
    """The score below which nothing of a need is shown; where everything was read, everything is."""
    ranked, count = found.of_need(number), max(found.problem.profile.per_barrier, DOORS)
    return float(found.best.score[ranked[count - 1]]) - SLACK if len(ranked) >= count else np.inf


def _within_reach_of_the_plan(found: Candidates, search: Search) -> list[Ints]:
    """For each need, the entries that an exact plan could choose.

    Call surplus what a step could at most be worth beyond the best one known for its need, less the price of a new
    partner. A door is worth choosing only if the surpluses of its steps add up to that price: else each of them would
    do as well with the best one, at its own price.
    """
    problem, price = found.problem, found.problem.weights.plan.new_partner
    values, needs = step_values(problem, found.eligible), problem.profile.needs
    ends = np.searchsorted(found.eligible.need, np.arange(len(needs) + 1)).tolist()
    least = np.array(
        [
            float(values[start:end].max()) - price - SLACK if end > start and not need.followed_by else np.inf
            for need, start, end in zip(needs, ends[:-1], ends[1:], strict=True)
        ]
    )
    reached = search.worth(least)
    doors = [
        problem.catalogue.door[index.rows[entries]] for index, (entries, _) in zip(search.indexes, reached, strict=True)
    ]
    surplus = [worth - value for (_, worth), value in zip(reached, least.tolist(), strict=True)]
    total = np.bincount(np.concatenate(doors), np.concatenate(surplus), minlength=len(problem.catalogue.doors))
    return [
        entries[total[there] >= price - SLACK] for (entries, _), there in zip(reached, doors, strict=True)
    ]
