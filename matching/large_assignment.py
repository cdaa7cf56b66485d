"""The same assignment for more needs than subsets can be listed: CP-SAT, one worker, proven or said not to be."""

from ortools.sat.python import cp_model

from matching.assignment import Assignment, AssignmentProblem

SCALE = 1_000_000
"""Values become whole numbers of millionths."""
DETERMINISTIC_SECONDS = 10.0


def assign_large(problem: AssignmentProblem) -> Assignment:
    """The best assignment by CP-SAT; the limit is deterministic, so the answer never depends on the machine's load."""
    partners, needs = problem.value.shape
    model = cp_model.CpModel()
    used = [model.new_bool_var(f"used_{row}") for row in range(partners)]
    takes = {
        (row, need): model.new_bool_var(f"takes_{row}_{need}")
        for row in range(partners)
        for need in range(needs)
        if problem.value[row, need] > float("-inf")
    }
    for need in range(needs):
        model.add_exactly_one(variable for (_, taken), variable in takes.items() if taken == need)
    for (row, _), variable in takes.items():
        model.add_implication(variable, used[row])
    model.maximize(
        sum(round(SCALE * float(problem.value[pair])) * variable for pair, variable in takes.items())
        - sum(round(SCALE * float(price)) * variable for price, variable in zip(problem.price, used, strict=True))
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    status = solver.solve(model)
    chosen = {need: row for (row, need), variable in takes.items() if solver.value(variable)}
    partner = tuple(chosen[need] for need in range(needs))
    gained = sum(float(problem.value[row, need]) for need, row in chosen.items())
    paid = sum(float(problem.price[row]) for row in set(partner))
    return Assignment(partner, gained - paid, optimal=status == cp_model.OPTIMAL)
