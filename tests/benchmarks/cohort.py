"""Places shared among many people: against greedy, CP-SAT and SCIP on the same cohorts, in one run."""

from collections.abc import Callable
from functools import partial
from time import process_time
from typing import TypeVar

import numpy as np
from ortools.sat.python import cp_model
from rich.console import Console
from rich.table import Table

from matching.cohort import CohortProblem, Limits, solve
from matching.cohort.arrivals import give_as_they_come
from matching.cohort.closing import close
from matching.cohort.greedy import by_arrival, by_urgency, in_turn
from matching.cohort.separable import solve_separable
from tests.unit.matching.cohort.instances import city, some_people

SEPARABLE = ((200, 150), (2_000, 1_500), (20_000, 15_000))
PRICED = ((200, 150, Limits()), (2_000, 1_500, Limits()), (20_000, 15_000, Limits(prices=40)))
SCALE = 10**6
SCIP_NODES = 10**6
SCIP_SECONDS = 60.0
Found = TypeVar("Found")


def measure_cohort(console: Console, *, large: bool = True) -> None:
    """Prints the tables; not ``large``: without twenty thousand people."""
    sizes = 3 if large else 2
    _separable(console, sizes)
    _priced(console, sizes)
    _arrivals(console)


def _separable(console: Console, sizes: int) -> None:
    table = _table(
        "cohort, separable: by value alone",
        "people",
        "options",
        "cpu s",
        "x tenfold",
        "value",
        "fair",
        "arrival",
        "urgency",
        "CP-SAT cpu s",
        "same",
        "ratio",
    )
    last = None
    for people, services in SEPARABLE[:sizes]:
        problem = city(people, services, 1)
        (model, flow), taken = _cpu(partial(solve_separable, problem, 0, fair=False))
        value = problem.value_of(model.chosen(flow))
        fair_model, fair_flow = solve_separable(problem, 0)
        greedy = [problem.value_of(rule(problem)) / value for rule in (by_arrival, by_urgency)]
        fair = problem.value_of(fair_model.chosen(fair_flow)) / value
        row = [f"{people}", f"{problem.options}", f"{taken:.2f}", f"{taken / last:.1f}" if last else "", f"{value:.1f}"]
        row += [f"{share:.3f}" for share in (fair, *greedy)]
        if people <= 200:
            other, seconds = _cpu(partial(by_cp_sat, problem))
            row += [f"{seconds:.1f}", "yes" if abs(other - value) < 1e-3 else f"{other:.1f}", f"{seconds / taken:.0f}"]
        table.add_row(*row)
        last = taken
    console.print(table)


def _priced(console: Console, sizes: int) -> None:
    table = _table(
        "cohort, a price per new face",
        "people",
        "options",
        "value",
        "gap",
        "cpu s",
        "SCIP value",
        "SCIP cpu s",
        "below SCIP",
        "share of cpu",
    )
    for people, services, limits in PRICED[:sizes]:
        problem = city(people, services, 1, priced=True)
        result, cpu = _cpu(partial(solve, problem, limits, fair=False))
        row = [f"{people}", f"{problem.options}", f"{result.value:.1f}", f"{result.gap:.2%}", f"{cpu:.1f}"]
        if people <= 200:
            nobody = np.full(problem.needs, -1, dtype=np.int64)
            found, other = _cpu(partial(close, problem, nobody, SCIP_NODES, SCIP_SECONDS))
            value = problem.value_of(found[0]) if found else 0.0
            below = f"{1 - result.value / value:.2%}" if value > 0 else "SCIP found nothing"
            row += [f"{value:.1f}", f"{other:.1f}", below, f"{cpu / other:.2f}"]
        table.add_row(*row)
    console.print(table)


def _arrivals(console: Console) -> None:
    table = _table("cohort, one by one, of the optimum in hindsight", "seed", "bid prices", "first come, first served")
    for seed in range(5):
        both = city(400, 150, seed)
        now, last = some_people(both, 0, 200), some_people(both, 200, 400)
        order = np.random.default_rng(seed).permutation(now.needs)
        best = solve(now, fair=False).value
        shares = [now.value_of(found) / best for found in (give_as_they_come(now, last, order), in_turn(now, order))]
        table.add_row(f"{seed}", *(f"{share:.3f}" for share in shares))
    console.print(table)


def by_cp_sat(problem: CohortProblem) -> float:
    """The best value of a separable problem without nesting, by CP-SAT."""
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in range(problem.options)]
    needs: list[list[cp_model.IntVar]] = [[] for _ in range(problem.needs)]
    pools: list[list[cp_model.IntVar]] = [[] for _ in range(problem.pools)]
    for option, variable in enumerate(takes):
        needs[problem.option_need[option]].append(variable)
        pools[problem.option_pool[option]].append(variable)
    for own in needs:
        model.add_at_most_one(own)
    for pool, own in enumerate(pools):
        model.add(sum(own) <= int(problem.pool_room[pool]))
    model.maximize(
        sum(round(float(worth) * SCALE) * variable for worth, variable in zip(problem.option_value, takes, strict=True))
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 120.0
    solver.solve(model)
    return solver.objective_value / SCALE


def _cpu(run: Callable[[], Found]) -> tuple[Found, float]:
    start = process_time()
    return run(), process_time() - start


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


if __name__ == "__main__":
    measure_cohort(Console(width=150))
