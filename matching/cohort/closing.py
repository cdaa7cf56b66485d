"""The plan form as a mixed-integer programme, for cases small enough to be closed by branch and bound."""

from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt

from matching.cohort.problem import CohortProblem
from matching.cohort.slopes import meetings
from matching.columns import Ints


def close(problem: CohortProblem, chosen: Ints, nodes: int, seconds: float | None = None) -> tuple[Ints, float] | None:
    """The best distribution by value alone, at least as good as ``chosen``, and its bound; None where none was found.

    SCIP through MathOpt, after at most ``nodes`` branches: a count, so that the answer repeats. ``seconds``: a limit
    by the clock too, for measuring; the answer then need not repeat.
    """
    model = mathopt.Model()
    takes = [model.add_binary_variable() for _ in range(problem.options)]
    meeting = meetings(problem)
    met = [model.add_variable(lb=0.0, ub=1.0) for _ in range(int(meeting.max(initial=-1)) + 1)]
    price = np.zeros(len(met))
    price[meeting] = problem.option_price
    paid = mathopt.LinearSum(float(price[number]) * variable for number, variable in enumerate(met))
    gained = mathopt.LinearSum(float(problem.option_value[option]) * variable for option, variable in enumerate(takes))
    model.maximize(gained - paid)
    _constrain(problem, model, takes, met, meeting)
    hint = mathopt.SolutionHint()
    for option, variable in enumerate(takes):
        hint.variable_values[variable] = float(chosen[problem.option_need[option]] == option)
    result = mathopt.solve(
        model,
        mathopt.SolverType.GSCIP,
        params=mathopt.SolveParameters(
            node_limit=nodes,
            threads=1,
            random_seed=1,
            relative_gap_tolerance=1e-9,
            time_limit=None if seconds is None else timedelta(seconds=seconds),
        ),
        model_params=mathopt.ModelSolveParameters(solution_hints=[hint]),
    )
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values(takes)
    found = np.full(problem.needs, -1, dtype=np.int64)
    taken = np.flatnonzero(np.array(values) > 0.5)
    found[problem.option_need[taken]] = taken
    return found, float(result.best_objective_bound())


def _constrain(
    problem: CohortProblem,
    model: mathopt.Model,
    takes: list[mathopt.Variable],
    met: list[mathopt.Variable],
    meeting: Ints,
) -> None:
    needs: list[list[mathopt.Variable]] = [[] for _ in range(problem.needs)]
    pools: list[list[mathopt.LinearTerm]] = [[] for _ in range(problem.pools)]
    for option, variable in enumerate(takes):
        need = int(problem.option_need[option])
        needs[need].append(variable)
        model.add_linear_constraint(variable <= met[meeting[option]])
        for pool in problem.chains[int(problem.option_pool[option])]:
            pools[pool].append(float(problem.need_size[need]) * variable)
    for own in needs:
        model.add_linear_constraint(mathopt.LinearSum(own) <= 1.0)
    for pool, terms in enumerate(pools):
        model.add_linear_constraint(mathopt.LinearSum(terms) <= float(problem.pool_room[pool]))
    _bound_appointments(problem, model, takes, met, meeting)


def _bound_appointments(
    problem: CohortProblem,
    model: mathopt.Model,
    takes: list[mathopt.Variable],
    met: list[mathopt.Variable],
    meeting: Ints,
) -> None:
    appointments: list[set[int]] = [set() for _ in range(problem.persons)]
    for option in np.flatnonzero(~problem.option_known).tolist():
        number = int(meeting[option]) if problem.faces else option
        appointments[int(problem.option_person[option])].add(number)
    counted = met if problem.faces else takes
    for person, own in enumerate(appointments):
        if len(own) > problem.person_most[person]:
            borne = mathopt.LinearSum(counted[number] for number in sorted(own))
            model.add_linear_constraint(borne <= float(problem.person_most[person]))
