"""Solving a cohort: the exact flow where the value is a sum over places, prices and repair where faces have a price."""

import numpy as np

from matching.cohort.margins import one_more_place
from matching.cohort.problem import CohortProblem
from matching.cohort.receipt import baselines, coverage, tally, waiting
from matching.cohort.result import CohortResult, Fairness, KeepGoing, Level, Limits, Tally
from matching.cohort.separable import best_flow, model_of, solve_separable
from matching.columns import Ints


def solve(
    problem: CohortProblem,
    limits: Limits | None = None,
    seed: int = 0,
    *,
    fair: bool = True,
    keep_going: KeepGoing | None = None,
) -> CohortResult:
    """Who gets which place.

    ``fair``: urgent needs first, then the worst-covered person, then the highest value; otherwise by value alone.
    What is left equal goes to who waited longest, then by lots drawn from ``seed``. The same arguments give the same
    answer, unless ``keep_going`` stopped it (``stopped``): what was found until then is returned.

    Cost: one flow of least cost per aim that cannot share one; docs/cohort.md gives times.
    """
    ask = keep_going or _always
    return _by_flow(problem, seed, ask, fair=fair)


def _always(_stage: str, _done: float) -> bool:
    return True


def _by_flow(problem: CohortProblem, seed: int, ask: KeepGoing, *, fair: bool) -> CohortResult:
    ask("flow", 0.0)
    model, flow = solve_separable(problem, seed, fair=fair)
    chosen = model.chosen(flow)
    reached = tally(problem, chosen)
    stopped = not ask("flow", 0.5)
    best = reached.value
    if fair and not stopped:
        free = model_of(problem, problem.option_value, fair=False)
        best = problem.value_of(free.chosen(best_flow(free)))
    more = () if stopped else one_more_place(model, flow)
    price = np.zeros(problem.pools)
    for one in more:
        price[one.pool] = max(0.0, one.value)
    return CohortResult(
        form="separable",
        status="optimal",
        chosen=chosen,
        value=reached.value,
        bound=reached.value,
        tally=reached,
        waiting=waiting(problem, chosen),
        price=price,
        more=more,
        baselines={} if stopped else baselines(problem),
        fairness=_exact_fairness(problem, chosen, reached, best, fair=fair),
        problem_digest=problem.digest,
        seed=seed,
        stopped=stopped,
    )


def _exact_fairness(problem: CohortProblem, chosen: Ints, reached: Tally, best: float, *, fair: bool) -> Fairness:
    shares = coverage(problem, chosen)
    lowest = float(shares[0]) if len(shares) else 1.0
    levels = [Level("value", reached.value, reached.value, proven=True)]
    if fair:
        levels = [
            Level("urgent", reached.urgent, reached.urgent, proven=True),
            Level("worst-covered", lowest, lowest, proven=True),
            *levels,
        ]
    return Fairness(tuple(levels), shares, best, 1.0 - reached.value / best if best else 0.0)
