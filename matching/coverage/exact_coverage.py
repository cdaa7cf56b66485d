"""The choice of sets that covers the most weight, proven by CP-SAT: for small cases."""

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from matching.columns import Bools, Ints
from matching.coverage.maximum_coverage import CoverageChoice, choose_greedily

_DETERMINISTIC_LIMIT = 5.0


def choose_exactly(covers: Bools, weights: Ints, picks: int) -> CoverageChoice:
    """The optimum by CP-SAT: one worker and a deterministic limit, so that the same question has the same answer."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var(f"set{number}") for number in range(len(covers))]
    covered = [model.new_bool_var(f"element{number}") for number in range(len(weights))]
    for element, variable in enumerate(covered):
        model.add(variable <= sum(taken[number] for number in np.flatnonzero(covers[:, element]).tolist()))
    model.add(sum(taken) <= picks)
    model.maximize(sum(weight * variable for weight, variable in zip(weights.tolist(), covered, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _DETERMINISTIC_LIMIT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return CoverageChoice((), (), int(weights.sum()))
    kept = [number for number, variable in enumerate(taken) if solver.boolean_value(variable)]
    return _in_order(covers, weights, kept, round(solver.best_objective_bound))


def _in_order(covers: Bools, weights: Ints, kept: Sequence[int], bound: int) -> CoverageChoice:
    """The chosen sets, the one that adds most first; those that add nothing are dropped."""
    among = choose_greedily(covers[list(kept)], weights, len(kept))
    return CoverageChoice(tuple(kept[at] for at in among.chosen), among.gains, bound)
