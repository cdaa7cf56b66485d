"""The levels of the smallest reshuffle, for the same two stages."""

from collections.abc import Iterator, Mapping

from ortools.sat.python import cp_model

from matching.staffing.budget import Budget
from matching.staffing.counts_model import CountsModel
from matching.staffing.goals import fit_goal
from matching.staffing.levels import Tell
from matching.staffing.lexicographic import Goal, Hints
from matching.staffing.measures import Counts, Measured, by_pair
from matching.staffing.problem import StaffingProblem
from matching.staffing.result import StaffingResult
from matching.staffing.two_stages import solve_both

STEPS = 4


def least_moves(problem: StaffingProblem, floors: Mapping[str, int], budget: Budget, tell: Tell) -> StaffingResult:
    """The month nearest to the running one that comes nearest to the floors, in half-days by chantier."""

    def order(built: CountsModel, measured: Measured) -> Iterator[Goal[Counts]]:
        yield _floors(built, measured, floors)
        yield _moves(built, measured)
        yield Goal(
            "covered",
            0,
            0.0,
            cp_model.LinearExpr.sum(list(built.half_days.values())),
            lambda counts: sum(counts.values()),
            _nothing,
            sum(measured.demand),
        )
        yield fit_goal(built, measured)

    return solve_both(problem, budget, tell, order, STEPS)


def _nothing(counts: Counts) -> Hints:
    return {}


def _floors(built: CountsModel, measured: Measured, floors: Mapping[str, int]) -> Goal[Counts]:
    wanted = [
        min(floors.get(chantier.id, 0), asked)
        for chantier, asked in zip(built.problem.chantiers, measured.demand, strict=True)
    ]
    met = [built.model.new_int_var(0, number, f"floor{at}") for at, number in enumerate(wanted)]
    for at, variable in enumerate(met):
        built.model.add(variable <= cp_model.LinearExpr.sum(list(built.served(at))))

    def reached(counts: Counts) -> list[int]:
        served = [0] * len(wanted)
        for (_, at, _), number in counts.items():
            served[at] += number
        return [min(pair) for pair in zip(served, wanted, strict=True)]

    def hint(counts: Counts) -> Hints:
        return dict(zip(met, reached(counts), strict=True))

    return Goal("floor", 0, 0.0, cp_model.LinearExpr.sum(met), lambda counts: sum(reached(counts)), hint, sum(wanted))


def _moves(built: CountsModel, measured: Measured) -> Goal[Counts]:
    running = measured.running_pairs
    moved = {}
    for place, variable in built.pair.items():
        had = running.get(place, 0)
        moved[place] = built.model.new_int_var(0, 10_000, "moved{}.{}".format(*place))
        built.model.add(moved[place] >= variable - had)
        built.model.add(moved[place] >= had - variable)
    gone = sum(number for place, number in running.items() if place not in built.pair)

    def hint(counts: Counts) -> Hints:
        pairs = by_pair(counts)
        return {variable: abs(pairs[place] - running.get(place, 0)) for place, variable in moved.items()}

    def value(counts: Counts) -> int:
        pairs = by_pair(counts)
        return -sum(abs(pairs[place] - running.get(place, 0)) for place in {*pairs, *running})

    expression = -cp_model.LinearExpr.sum(list(moved.values())) - gone
    return Goal("moves", 0, 0.0, expression, value, hint, -gone)
