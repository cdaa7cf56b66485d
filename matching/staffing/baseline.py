"""What an allocation by fit alone would be: the yardstick that shows what sharing fairly changes."""

from matching.staffing.levels import Limits
from matching.staffing.problem import StaffingProblem
from matching.staffing.result import StaffingResult


def by_fit_alone(problem: StaffingProblem, limits: Limits | None = None) -> StaffingResult:
    """The month with the most half-days weighted by skill, under the same hard rules and nothing else.

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    from matching.staffing.goals import fit_goal  # noqa: PLC0415 - OR-Tools takes seconds to import
    from matching.staffing.two_stages import solve_both  # noqa: PLC0415

    return solve_both(
        problem, limits or Limits(), lambda progress: True, lambda built, measured: iter([fit_goal(built, measured)]), 1
    )
