"""Shares the officers between the chantiers for a month, or explains why it cannot be done."""

from matching.staffing.conflict import Relaxation
from matching.staffing.levels import Limits, Tell, go_on
from matching.staffing.pins import wrong_pins
from matching.staffing.problem import StaffingProblem
from matching.staffing.result import StaffingResult, Status

# The modules that build models import OR-Tools, which takes seconds: they are loaded by whoever solves.


def solve(problem: StaffingProblem, limits: Limits | None = None, tell: Tell = go_on) -> StaffingResult:
    """The best month found within the limits, level by level, with what is proven of each.

    Args:
        problem: the month.
        limits: how long to search; by default 30 units of effort, about half a minute, without a clock.
        tell: hears of every level before it is solved; answering False stops the search with what it has.

    Returns:
        The month, or with status ``infeasible`` the rules that exclude each other and the least that would do.
    """
    from matching.staffing.budget import Budget  # noqa: PLC0415 - see above
    from matching.staffing.conflicts import explain  # noqa: PLC0415
    from matching.staffing.lexicographic import InfeasibleError  # noqa: PLC0415
    from matching.staffing.two_stages import solve_both  # noqa: PLC0415

    wrong = tuple(wrong_pins(problem))
    if wrong:
        relaxation = tuple(Relaxation(each, 1) for each in wrong)
        return StaffingResult(Status.INFEASIBLE, conflicts=wrong, relaxation=relaxation)
    budget = Budget(limits or Limits())
    try:
        return solve_both(problem, budget, tell)
    except InfeasibleError:
        conflicts, relaxation = explain(problem, budget)
        return StaffingResult(Status.INFEASIBLE, conflicts=conflicts, relaxation=relaxation)
