"""Solving a cohort: the exact flow where the value is a sum over places, prices and repair where faces have a price."""

from dataclasses import replace

import numpy as np

from matching.cohort.margins import one_more_place
from matching.cohort.priced import flows_say_it, solve_priced
from matching.cohort.problem import CohortProblem
from matching.cohort.receipt import baselines, coverage, tally, waiting
from matching.cohort.result import CohortResult, Effort, Fairness, KeepGoing, Level, Limits
from matching.cohort.separable import best_flow, model_of, solve_separable
from matching.cohort.slopes import one_more_place_at_faces
from matching.columns import Ints

_CLOSED = 1e-9


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

    Raises:
        ValueError: faces have prices or households several places, and someone has more than twelve needs.
    """
    effort = Effort(limits or Limits(), seed, keep_going or _always)
    if problem.separable:
        return _by_flow(problem, effort, fair=fair)
    if problem.few_appointments and not problem.option_price.any() and not np.any(problem.need_size != 1):
        # Whoever can bear few new faces may well meet few anyway: then the best of all is the best of those allowed.
        free = _by_flow(problem.without_faces(), effort, fair=fair, asked=problem)
        if not np.any(problem.new_faces(free.chosen) > problem.person_most):
            return free
    return _by_prices(problem, effort, fair=fair)


def _always(_stage: str, _done: float) -> bool:
    return True


def _by_flow(problem: CohortProblem, effort: Effort, *, fair: bool, asked: CohortProblem | None = None) -> CohortResult:
    """The flow of a separable problem. ``asked``: the one that it leaves bounds out of, and that the answer is to."""
    effort.goes_on("flow", 0.0)
    model, flow = solve_separable(problem, effort.seed, fair=fair)
    chosen = model.chosen(flow)
    reached = tally(problem, chosen)
    stopped = not effort.goes_on("flow", 0.5)
    best = reached.value
    if fair and not stopped:
        free = model_of(problem, problem.option_value, fair=False)
        best = problem.value_of(free.chosen(best_flow(free)))
    more = () if stopped else one_more_place(model, flow, asked)
    price = np.zeros(problem.pools)
    for one in more:
        price[one.pool] = max(0.0, one.value)
    fairness = _fairness(problem, chosen, reached.value, True if fair else None)
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
        fairness=replace(fairness, best_value=best, price=1.0 - reached.value / best if best else 0.0),
        problem_digest=(asked or problem).digest,
        seed=effort.seed,
        stopped=stopped,
    )


def _by_prices(problem: CohortProblem, effort: Effort, *, fair: bool) -> CohortResult:
    solved = solve_priced(problem, effort, fair=fair)
    chosen, reached = solved.chosen, tally(problem, solved.chosen)
    bound = max(float(solved.bound), reached.value)
    closed = bound - reached.value <= _CLOSED * abs(bound)
    fairness = _fairness(problem, chosen, bound, solved.fairest if fair else None)
    return CohortResult(
        form="plan",
        status="optimal" if closed and solved.fairest else "feasible",
        chosen=chosen,
        value=reached.value,
        bound=bound,
        tally=reached,
        waiting=waiting(problem, chosen),
        price=problem.summed_upwards(solved.prices.pool),
        more=() if solved.stopped or not flows_say_it(problem) else one_more_place_at_faces(problem, chosen, fair=fair),
        baselines={} if solved.stopped else baselines(problem),
        fairness=_with_price(problem, fairness, reached.value, effort) if fair and not solved.stopped else fairness,
        problem_digest=problem.digest,
        seed=effort.seed,
        stopped=effort.stopped,
    )


def _with_price(problem: CohortProblem, fairness: Fairness, value: float, effort: Effort) -> Fairness:
    """What fairness costs against the best distribution by value alone that half the effort finds."""
    half = replace(effort.limits, prices=effort.limits.prices // 2, repairs=effort.limits.repairs // 2)
    alone = Effort(replace(half, exact_options=0), effort.seed, effort.keep_going)
    best = max(value, problem.value_of(solve_priced(problem, alone, fair=False).chosen))
    effort.stopped = effort.stopped or alone.stopped
    return replace(fairness, best_value=best, price=1.0 - value / best if best > 0.0 else 0.0)


def _fairness(problem: CohortProblem, chosen: Ints, bound: float, fairest: bool | None) -> Fairness:
    """The aims reached. ``fairest``: whether those before value are proven; None: they were not asked for."""
    shares, reached = coverage(problem, chosen), tally(problem, chosen)
    value = Level("value", reached.value, bound, proven=bound - reached.value <= _CLOSED * abs(bound))
    if fairest is None:
        return Fairness((value,), shares, bound, 0.0)
    lowest = float(shares[0]) if len(shares) else 1.0
    urgent = reached.urgent if fairest else int(problem.need_urgent.sum())
    levels = (
        Level("urgent", reached.urgent, urgent, proven=reached.urgent == urgent),
        Level("worst-covered", lowest, lowest if fairest else 1.0, proven=fairest or lowest == 1.0),
        value,
    )
    return Fairness(levels, shares, bound, 0.0)
