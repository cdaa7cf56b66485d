"""Distributions of a plan form by flows: each new face's price is spread over the needs it served last time.

Dynamic slope scaling (Kim and Pardalos, *A solution approach to the fixed charge network flow problem*, Operations
Research Letters 24, 1999): a flow cannot pay a price once for several needs, but it can pay a share of it per need;
the share follows what the flow, or the plans at the best prices, did with that face before. Each round is a flow, so
that no quota is exceeded and every aim of fairness is reached exactly.
"""

import numpy as np

from matching.cohort.margins import OneMorePlace, one_more_place, place_prices
from matching.cohort.problem import NO_POOL, CohortProblem
from matching.cohort.result import Effort
from matching.cohort.separable import best_flow, model_of, settled
from matching.columns import Floats, Ints

_NONE = -1
_SAME = 1e-9
_USUAL = 1.7
"""Needs that a new face serves, to start from."""


def meetings(problem: CohortProblem) -> Ints:
    """For each option, the number of its meeting: a person and a face."""
    faces = int(problem.option_face.max(initial=0)) + 1
    _, number = np.unique(problem.option_person * faces + problem.option_face, return_inverse=True)
    found: Ints = number.reshape(-1)
    return found


def spread(problem: CohortProblem, plans: Ints, rounds: int, effort: Effort, *, fair: bool) -> Ints:
    """The best distribution of ``rounds`` flows, started from the needs that each face takes in ``plans``."""
    meeting = meetings(problem)
    shares = _needs_of(problem, meeting, plans)
    best, highest = np.full(problem.needs, _NONE, dtype=np.int64), -np.inf
    for number in range(rounds):
        model = model_of(problem, spread_value(problem, meeting, shares), fair=fair)
        chosen = model.chosen(best_flow(model))
        value = problem.value_of(chosen)
        if value > highest:
            best, highest = chosen, value
        if not effort.goes_on("flows", number / rounds):
            break
        now = _needs_of(problem, meeting, chosen)
        if np.array_equal(now, shares):
            break
        shares = (shares + now) / 2
    return best


def settled_faces(problem: CohortProblem, chosen: Ints, seed: int, *, fair: bool) -> Ints:
    """A distribution worth no less than ``chosen`` that serves who waited longest where that changes nothing else.

    Ties are settled among the flows as good as the best at the last shares of prices, then among those that let people
    meet only the faces they then meet; either is kept where its value is no lower.
    """
    meeting = meetings(problem)
    for only_met in (False, True):
        shares = _needs_of(problem, meeting, chosen)
        value = spread_value(problem, meeting, shares)
        if only_met:
            value = np.where(shares[meeting] > 0, problem.option_value, -1.0)
        model = model_of(problem, value, fair=fair)
        again = model.chosen(settled(model, best_flow(model), seed))
        if problem.value_of(again) >= problem.value_of(chosen) - _SAME:
            chosen = again
    return chosen


def one_more_place_at_faces(problem: CohortProblem, chosen: Ints, *, fair: bool) -> tuple[OneMorePlace, ...]:
    """What one more place would bring where faces have a price.

    From the best flow at the shares of prices that ``chosen`` gives. How many needs more, and how many urgent ones, is
    exact where fairness is asked: these do not depend on prices. Value and moves are those of one way to use the place.
    """
    meeting = meetings(problem)
    model = model_of(problem, spread_value(problem, meeting, _needs_of(problem, meeting, chosen)), fair=fair)
    return one_more_place(model, best_flow(model), problem)


def spread_value(problem: CohortProblem, meeting: Ints, shares: Floats) -> Floats:
    """What each option is worth less its share of its face's price."""
    value: Floats = problem.option_value - problem.option_price / np.maximum(shares, 1.0)[meeting]
    return value


def _needs_of(problem: CohortProblem, meeting: Ints, chosen: Ints) -> Floats:
    served = chosen[chosen >= 0]
    return np.bincount(meeting[served], minlength=int(meeting.max(initial=-1)) + 1).astype(np.float64)


def within(problem: CohortProblem, plans: Ints, worth: Floats) -> Ints:
    """The distribution of most ``worth`` (by option) that lets people meet only the faces they meet in ``plans``."""
    meeting = meetings(problem)
    met = _needs_of(problem, meeting, plans)[meeting] > 0
    model = model_of(problem, np.where(met, worth, -1.0), fair=False)
    return model.chosen(best_flow(model))


def first_prices(problem: CohortProblem) -> Floats:
    """Prices of the pools' own places when every need pays a good half of its face's price: where to start from."""
    meeting = meetings(problem)
    shares = np.full(int(meeting.max(initial=-1)) + 1, _USUAL)
    model = model_of(problem, spread_value(problem, meeting, shares), fair=False)
    price = place_prices(model, best_flow(model))
    inside = np.flatnonzero(problem.pool_parent != NO_POOL)
    around = price[problem.pool_parent[inside]]
    price[inside] = np.maximum(0.0, price[inside] - around)
    return price
