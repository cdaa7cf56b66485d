"""Solving the plan form: prices of places, flows with the price of faces spread, repair, and a MIP for small cases."""

from dataclasses import dataclass

import numpy as np

from matching.cohort.ascent import Aims, Prices, ascend, net_values
from matching.cohort.draw import shuffled
from matching.cohort.plans import MOST_NEEDS, Planner
from matching.cohort.problem import CohortProblem
from matching.cohort.repair import Distribution, Weighing, admit, destroy_and_repair, improve
from matching.cohort.result import Effort
from matching.cohort.slopes import first_prices, settled_faces, spread, within
from matching.columns import Floats, Ints

_FIRST_FLOWS, _FLOWS = 2, 5
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Solved:
    """A distribution; no other that is as fair is worth more than ``bound``.

    ``fairest``: whether no distribution serves more urgent needs, or covers the worst covered better: proven.
    """

    chosen: Ints
    bound: float
    prices: Prices
    fairest: bool
    stopped: bool


def solve_priced(problem: CohortProblem, effort: Effort, *, fair: bool) -> Solved:
    """Who gets what where faces have a price, appointments are few, or households take several places.

    Where only prices stand in the way of a flow, flows give the distributions, and the aims before value are reached
    exactly: they do not know prices. Otherwise plans are admitted one by one, and those aims weigh in the value.

    Raises:
        ValueError: someone has more needs than the exact plan of one person counts.
    """
    planner = Planner(problem, np.arange(problem.persons))
    by_flows = flows_say_it(problem)
    solved = (_with_flows if by_flows else _by_hand)(planner, effort, fair=fair)
    if fair or effort.stopped or problem.options > effort.limits.exact_options:
        return solved
    from matching.cohort.closing import close  # noqa: PLC0415 - OR-Tools takes seconds to import

    closed = close(problem, solved.chosen, effort.limits.exact_nodes)
    if closed is None:
        return solved
    better = problem.value_of(closed[0]) > problem.value_of(solved.chosen)
    chosen, bound = closed[0] if better else solved.chosen, min(closed[1], solved.bound)
    return Solved(chosen, bound, solved.prices, solved.fairest, effort.stopped)


def flows_say_it(problem: CohortProblem) -> bool:
    """Whether every flow is a distribution: prices alone stand in the way of the separable form."""
    return not (problem.few_appointments or bool(np.any(problem.need_size != 1)))


def _with_flows(planner: Planner, effort: Effort, *, fair: bool) -> Solved:
    problem = planner.problem
    nobody = np.full(problem.needs, -1, dtype=np.int64)
    first = spread(problem, nobody, _FIRST_FLOWS, effort, fair=fair)
    aims = _kept(problem, first) if fair else None
    prices = ascend(planner, Prices.start(first_prices(problem), problem), problem.value_of(first), effort, aims)
    chosen = first
    if not effort.stopped:
        chosen = max(first, spread(problem, prices.chosen, _FLOWS, effort, fair=fair), key=problem.value_of)
    if not effort.stopped:
        chosen = settled_faces(problem, chosen, effort.seed, fair=fair)
    return Solved(chosen, prices.bound, prices, fairest=True, stopped=effort.stopped)


def _kept(problem: CohortProblem, chosen: Ints) -> Aims:
    """Sorted shares are the same in all fairest distributions, so any function of a share, summed up, is too."""
    served = chosen >= 0
    counts = np.bincount(problem.need_person[served], minlength=problem.persons)
    share = counts / np.maximum(problem.needs_of_person, 1)
    worth = np.minimum(_shares(problem), float(np.median(share)) if len(share) else 0.0)
    total = float(worth[np.arange(problem.persons), counts].sum())
    return Aims(worth, kept=True, urgent=int((served & problem.need_urgent).sum()), total=total)


def _shares(problem: CohortProblem) -> Floats:
    needs = np.maximum(problem.needs_of_person, 1)[:, None]
    shares: Floats = np.minimum(np.arange(MOST_NEEDS + 1)[None, :] / needs, 1.0)
    return shares


def _by_hand(planner: Planner, effort: Effort, *, fair: bool) -> Solved:
    problem = planner.problem
    weighing = _weighed(problem) if fair else Weighing(problem)
    real = problem.option_value + weighing.urgent * problem.need_urgent[problem.option_need]
    places = np.zeros(problem.pools) if np.any(problem.need_size != 1) else first_prices(problem)
    start = Prices.start(places, problem, weighing.urgent, 1.0)
    best = _admitted(planner, start, real, weighing)
    aims = None if weighing.bonus is None else Aims(weighing.bonus, kept=False)
    prices = ascend(planner, start, weighing.of_all(best.chosen), effort, aims)
    again = _admitted(planner, prices, real, weighing)
    best = max(best, again, key=lambda one: weighing.of_all(one.chosen))
    while (
        not effort.stopped
        and improve(best, planner, shuffled(effort.seed, problem.persons).tolist(), real, weighing) > _SMALL
    ):
        effort.goes_on("improvements", 0.5)
    chosen = best.chosen
    if not effort.stopped:
        chosen = destroy_and_repair(chosen, prices, weighing, effort)
    added = weighing.of_all(chosen) - problem.value_of(chosen)
    return Solved(chosen, prices.bound - added, prices, fairest=not fair, stopped=effort.stopped)


def _admitted(planner: Planner, prices: Prices, real: Floats, weighing: Weighing) -> Distribution:
    """Plans admitted at some prices; then, one place each, the best flow through the faces that they meet."""
    problem = planner.problem
    held = Distribution(problem, np.full(problem.needs, -1, dtype=np.int64))
    admit(held, planner, np.arange(problem.persons), net_values(problem, prices), weighing)
    if np.any(problem.need_size != 1):
        return held
    plans = planner.best(net_values(problem, prices), weighing.bonus)
    flows = [within(problem, chosen, real) for chosen in (held.chosen, plans.chosen)]
    return max(held, *(Distribution(problem, flow) for flow in flows), key=lambda one: weighing.of_all(one.chosen))


def _weighed(problem: CohortProblem) -> Weighing:
    """An urgent need outweighs a person's coverage, which outweighs the highest value of a need."""
    highest = float(problem.option_value.max(initial=0.0))
    shares = _shares(problem)
    return Weighing(problem, 4.0 * highest, 2.0 * highest * shares * (2.0 - shares))
