"""The Pareto front of new partners and value twice over: by trying everything, and by CP-SAT one number at a time."""

from itertools import product
from math import inf

from ortools.sat.python import cp_model

from matching.assignment import AssignmentProblem
from matching.columns import Bools
from tests.reference.assignment import SCALE

Front = list[tuple[int, float]]
"""Numbers of new partners, ascending, each with a value above all before."""


def by_trying_everything(problem: AssignmentProblem, new: Bools) -> Front:
    """The front over every way to give each need one partner that can take it."""
    partners, needs = problem.value.shape
    able = [[row for row in range(partners) if problem.value[row, need] > -inf] for need in range(needs)]
    best: dict[int, float] = {}
    for chosen in product(*able):
        faces = len({row for row in chosen if new[row]})
        value = sum(float(problem.value[row, need]) for need, row in enumerate(chosen))
        best[faces] = max(value, best.get(faces, -inf))
    return _rising(sorted(best.items()))


def by_cp_sat(problem: AssignmentProblem, new: Bools) -> Front:
    """The front by one model per number of new partners, exact to 1e-9 per term."""
    found = ((faces, _at_most(problem, new, faces)) for faces in range(problem.value.shape[1] + 1))
    return _rising([(faces, value) for faces, value in found if value is not None])


def _at_most(problem: AssignmentProblem, new: Bools, faces: int) -> float | None:
    partners, needs = problem.value.shape
    model = cp_model.CpModel()
    opened = [model.new_bool_var(f"open{row}") for row in range(partners)]
    served: dict[tuple[int, int], cp_model.IntVar] = {}
    for need in range(needs):
        for row in range(partners):
            if problem.value[row, need] > -inf:
                served[row, need] = model.new_bool_var(f"serve{row}.{need}")
                model.add_implication(served[row, need], opened[row])
        model.add_exactly_one(variable for (_, of), variable in served.items() if of == need)
    model.add(sum(opened[row] for row in range(partners) if new[row]) <= faces)
    model.maximize(sum(round(float(problem.value[pair]) * SCALE) * variable for pair, variable in served.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return solver.objective_value / SCALE if status == cp_model.OPTIMAL else None


def _rising(points: Front) -> Front:
    kept: Front = []
    for faces, value in points:
        if not kept or value > kept[-1][1] + 1e-7:
            kept.append((faces, value))
    return kept
