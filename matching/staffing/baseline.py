"""What an allocation by fit alone would be: the yardstick that shows what sharing fairly changes."""

from matching.staffing.levels import Limits, Tell, go_on
from matching.staffing.problem import StaffingProblem
from matching.staffing.result import StaffingResult


def by_fit_alone(problem: StaffingProblem, limits: Limits | None = None, tell: Tell = go_on) -> StaffingResult:
    """The month with the most half-days weighted by skill, under the same hard rules and nothing else.

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    from matching.staffing.budget import Budget  # noqa: PLC0415 - OR-Tools takes seconds to import
    from matching.staffing.goals import fit_goal  # noqa: PLC0415
    from matching.staffing.two_stages import solve_both  # noqa: PLC0415

    return solve_both(
        problem,
        Budget(limits or Limits()),
        tell,
        lambda built, measured: iter([fit_goal(built, measured)]),
        1,
    )
