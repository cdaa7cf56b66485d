"""Solves the points of the curve between continuity and fit."""

from itertools import takewhile

from matching.staffing.budget import Budget
from matching.staffing.counts_model import build
from matching.staffing.goals import continuity_goal, fit_goal, goals, how_many
from matching.staffing.levels import Limits, Tell
from matching.staffing.lexicographic import Goal, Search
from matching.staffing.measures import Counts, Measured
from matching.staffing.problem import StaffingProblem
from matching.staffing.trade_off import TradeOff


def curve(problem: StaffingProblem, points: int, limits: Limits, tell: Tell) -> tuple[TradeOff, ...]:
    """The points, best fit first."""
    measured = Measured(problem)
    built = build(problem)
    search = Search[Counts](built, Budget(limits), tell, limits.effort)
    before = takewhile(lambda goal: goal.level != "fit", goals(built, measured))
    search.climb(before, how_many(measured) + points, None)
    if search.best is None or search.budget.stopped:
        return ()
    search.loosen()
    fit, continuity = fit_goal(built, measured), continuity_goal(built, measured)
    found = [_raised(search, fit, continuity, points + 1)]
    search.improve(continuity, points)
    most = continuity.value(search.best)
    least = min(found[0].continuity, most)
    floor = built.model.add(continuity.expression >= 0)
    for step in range(points - 1):
        # From the most continuity down, so that each answer is a start for the next.
        floor.proto.linear.domain[0] = most - (most - least) * step // max(points - 1, 1)
        found.append(_raised(search, fit, continuity, points - step))
    return _front(found)


def _raised(search: Search[Counts], fit: Goal[Counts], continuity: Goal[Counts], left: int) -> TradeOff:
    """The best fit found within what the model asks for now."""
    bound = search.improve(fit, left)
    assert search.best is not None
    value = fit.value(search.best)
    return TradeOff(continuity.value(search.best), value, max(bound, value), value >= bound)


def _front(found: list[TradeOff]) -> tuple[TradeOff, ...]:
    """The points that no other beats, the best fit first."""
    front: list[TradeOff] = []
    for each in sorted(found, key=lambda point: (-point.fit, -point.continuity)):
        if not front or each.continuity > front[-1].continuity:
            front.append(each)
    return tuple(front)
