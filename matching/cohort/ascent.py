"""Prices of places: the dual of a plan form, and what it proves.

With a price on every pool each person's plan is a problem of its own (Everett 1963; Held and Karp 1971), and

    bound(price) = sum of everybody's best plan at those prices + sum over pools of price x room

is never below the best value: places sold at those prices pay for themselves. The lowest such bound is sought by
subgradient steps towards the best value known (Polyak 1969), along a direction that remembers the last ones
(Camerini, Fratta and Maffioli 1975).
"""

from dataclasses import dataclass, replace

import numpy as np

from matching.cohort.plans import BestPlans, Planner
from matching.cohort.problem import CohortProblem
from matching.cohort.result import Effort
from matching.columns import Floats, Ints

_MEMORY = 0.6
_PATIENCE = 4
_SHORTER = 0.6
_NEAR = 0.02
"""No step looks further below the lowest bound than this share of it, however poor the best value known."""
_BOLDER = 4.0
"""How much longer the steps of the prices of the aims are: there are two of them against hundreds of pools."""


@dataclass(frozen=True, slots=True)
class Aims:
    """Aims beside value. ``worth``: for each person (rows) what serving 0, 1, 2... needs is worth to coverage.

    Where they are *kept*, every distribution that counts serves ``urgent`` urgent needs and is worth ``total`` to
    coverage: these are constraints, and have prices of either sign. Otherwise their weights stay as they start.
    """

    worth: Floats
    kept: bool
    urgent: int = 0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of the pools' own places, of urgent needs and of coverage; what they prove; and the plans at them."""

    pool: Floats
    urgent: float
    coverage: float
    bound: float
    chosen: Ints

    @classmethod
    def start(cls, pool: Floats, problem: CohortProblem, urgent: float = 0.0, coverage: float = 0.0) -> "Prices":
        """Prices to start from, with the weights of the aims."""
        nothing = np.full(problem.needs, -1, dtype=np.int64)
        return cls(pool, urgent, coverage, np.inf, nothing)


def net_values(problem: CohortProblem, prices: Prices) -> Floats:
    """What each option is worth when its places are paid for."""
    paid = problem.summed_upwards(prices.pool)[problem.option_pool] * problem.need_size[problem.option_need]
    net: Floats = problem.option_value - paid + prices.urgent * problem.need_urgent[problem.option_need]
    return net


def ascend(planner: Planner, start: Prices, target: float, effort: Effort, aims: Aims | None = None) -> Prices:
    """The prices with the lowest bound found from ``start``, for the best value known, ``target``."""
    problem = planner.problem
    at = start
    best, step, idle = at, 1.0, 0
    direction = np.zeros(problem.pools + 2)
    scale = np.ones(problem.pools + 2)
    scale[-2:] = _BOLDER
    for number in range(effort.limits.prices):
        plans = planner.best(net_values(problem, at), None if aims is None else at.coverage * aims.worth)
        at = replace(at, bound=_bound(problem, at, plans, aims), chosen=plans.chosen)
        idle = 0 if at.bound < best.bound - 1e-5 * abs(best.bound) else idle + 1
        if at.bound < best.bound:
            best = at
        if best.bound <= target * (1 + 1e-9) or not effort.goes_on("prices", number / effort.limits.prices):
            break
        slope = _slope(problem, at, plans, aims)
        if idle > _PATIENCE:
            step, idle, at = step * _SHORTER, 0, best
        direction = slope + _MEMORY * direction
        goal = max(target, best.bound - _NEAR * abs(best.bound))
        length = step * (at.bound - goal) / max(1e-12, float((scale * direction * direction).sum()))
        moved = length * scale * direction
        at = replace(
            at,
            pool=np.maximum(0.0, at.pool + moved[:-2]),
            urgent=at.urgent + moved[-2],
            coverage=at.coverage + moved[-1],
        )
    return best


def _bound(problem: CohortProblem, at: Prices, plans: BestPlans, aims: Aims | None) -> float:
    own = at.urgent * aims.urgent + at.coverage * aims.total if aims and aims.kept else 0.0
    return float(plans.gain.sum() + at.pool @ problem.pool_room) - own


def _slope(problem: CohortProblem, at: Prices, plans: BestPlans, aims: Aims | None) -> Floats:
    over = (problem.used(plans.chosen) - problem.pool_room).astype(np.float64)
    over[(at.pool <= 0.0) & (over < 0.0)] = 0.0
    if not (aims and aims.kept):
        return np.append(over, [0.0, 0.0])
    served = plans.chosen >= 0
    counts = np.bincount(problem.need_person[served], minlength=problem.persons)
    reached = float(aims.worth[np.arange(problem.persons), counts].sum())
    urgent = int((served & problem.need_urgent).sum())
    return np.append(over, [aims.urgent - urgent, aims.total - reached])
