"""What more continuity costs in fit: the curve between the two, at the same coverage."""

from dataclasses import dataclass

from matching.staffing.levels import Limits, Tell, go_on
from matching.staffing.problem import StaffingProblem


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One point: continuity (half-days and relations kept), the best fit found with it, and its bound."""

    continuity: int
    fit: int
    bound: int
    proven: bool


def continuity_against_fit(
    problem: StaffingProblem, points: int = 6, limits: Limits | None = None, tell: Tell = go_on
) -> tuple[TradeOff, ...]:
    """Points from the best fit to the best continuity, within what coverage, load and domains keep.

    Points that another beats on both counts are left out (epsilon-constraint method: Haimes, Lasdon and Wismer, 1971).

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    from matching.staffing.trade_off_curve import curve  # noqa: PLC0415 - OR-Tools takes seconds to import

    return curve(problem, points, limits or Limits(), tell)
