"""The best assignment of needs to partners twice over: by trying everything, and by a CP-SAT model of its own."""

from itertools import product
from math import inf

from ortools.sat.python import cp_model

from matching.assignment import AssignmentProblem

SCALE = 10**9


def brute_force(problem: AssignmentProblem) -> float:
    """The highest value over every way to give each need one partner that can take it."""
    partners, needs = problem.value.shape
    able = [[row for row in range(partners) if problem.value[row, need] > -inf] for need in range(needs)]
    return max(
        sum(float(problem.value[row, need]) for need, row in enumerate(chosen))
        - sum(float(problem.price[row]) for row in set(chosen))
        for chosen in product(*able)
    )


def by_cp_sat(problem: AssignmentProblem) -> float:
    """The same optimum as a facility-location model, exact to 1e-9 per term."""
    partners, needs = problem.value.shape
    model = cp_model.CpModel()
    opened = {row: model.new_bool_var(f"open{row}") for row in range(partners)}
    served: dict[tuple[int, int], cp_model.IntVar] = {}
    for need in range(needs):
        for row in range(partners):
            if problem.value[row, need] > -inf:
                served[row, need] = model.new_bool_var(f"serve{row}.{need}")
                model.add(served[row, need] <= opened[row])
        model.add(sum(variable for (_, of), variable in served.items() if of == need) == 1)
    model.maximize(
        sum(round(float(problem.value[pair]) * SCALE) * variable for pair, variable in served.items())
        - sum(round(float(problem.price[row]) * SCALE) * variable for row, variable in opened.items())
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return solver.objective_value / SCALE
