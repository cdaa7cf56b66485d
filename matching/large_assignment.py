"""The same assignment for more needs than subsets can be listed: SCIP through MathOpt, proven or said not to be.

The model is uncapacitated facility location (partners are facilities, needs are clients) with one bound per pair,
whose linear relaxation is nearly always whole: SCIP proves in hundredths of a second what CP-SAT left open after
half a minute (58 needs, 141 partners).
"""

import numpy as np
from ortools.math_opt.python import mathopt

from matching.assignment import Assignment, AssignmentProblem
from matching.columns import Bools
from matching.front import Point

NODE_LIMIT = 10_000
"""Where the search stops at the latest: a count, not a time, so that the answer never depends on the machine's load."""


def assign_large(problem: AssignmentProblem) -> Assignment:
    """The best assignment; ``optimal`` is False when the limit came first, with the best found until then.

    Raises:
        RuntimeError: the solver found nothing, which a problem whose every need has a partner cannot cause.
    """
    found = _solved(problem, np.zeros(len(problem.price), dtype=np.bool_), None)
    if found is None:
        raise RuntimeError("The solver gave no assignment.")
    return found


def large_front(problem: AssignmentProblem, new: Bools) -> list[Point]:
    """For each number of ``new`` partners that can matter, the best assignment with at most so many; fewest first.

    From as many as one likes downwards, each time one less than the last assignment took (epsilon-constraint): the
    numbers skipped are worth as much as the one found.
    """
    unpriced = AssignmentProblem(problem.value, np.zeros(len(problem.price)))
    points: list[Point] = []
    most = problem.value.shape[1]
    while most >= 0 and (found := _solved(unpriced, new, most)) is not None:
        faces = len({row for row in found.partner if new[row]})
        points.append(Point(faces, found.objective, found.partner, found.optimal))
        most = faces - 1
    return points[::-1]


def _solved(problem: AssignmentProblem, new: Bools, most_new: int | None) -> Assignment | None:
    """The best assignment, with at most ``most_new`` of the ``new`` partners if given; None if there is none."""
    partners, needs = problem.value.shape
    model = mathopt.Model(name="assignment")
    used = [model.add_binary_variable(name=f"used{row}") for row in range(partners)]
    takes = {
        (row, need): model.add_binary_variable(name=f"takes{row}.{need}")
        for row in range(partners)
        for need in range(needs)
        if problem.value[row, need] > float("-inf")
    }
    for need in range(needs):
        model.add_linear_constraint(
            mathopt.fast_sum(variable for (_, taken), variable in takes.items() if taken == need) == 1.0
        )
    for (row, _), variable in takes.items():
        model.add_linear_constraint(variable <= used[row])
    if most_new is not None:
        model.add_linear_constraint(mathopt.fast_sum(used[row] for row in np.flatnonzero(new).tolist()) <= most_new)
    worth = [float(problem.value[pair]) * variable for pair, variable in takes.items()]
    paid = [float(price) * variable for price, variable in zip(problem.price, used, strict=True)]
    model.maximize(mathopt.fast_sum(worth) - mathopt.fast_sum(paid))
    result = mathopt.solve(
        model,
        mathopt.SolverType.GSCIP,
        params=mathopt.SolveParameters(threads=1, random_seed=1, node_limit=NODE_LIMIT, relative_gap_tolerance=0.0),
    )
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    chosen = {need: row for (row, need), variable in takes.items() if values[variable] > 0.5}
    return _counted(problem, chosen, optimal=result.termination.reason == mathopt.TerminationReason.OPTIMAL)


def _counted(problem: AssignmentProblem, chosen: dict[int, int], *, optimal: bool) -> Assignment:
    partner = tuple(chosen[need] for need in sorted(chosen))
    gained = sum(float(problem.value[row, need]) for need, row in chosen.items())
    paid = sum(float(problem.price[row]) for row in set(partner))
    return Assignment(partner, gained - paid, optimal)
