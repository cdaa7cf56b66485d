"""Solves both stages: half-days first, then the calendar, never below the running allocation."""

from collections import Counter
from collections.abc import Iterable, Iterator

from matching.staffing.budget import Budget
from matching.staffing.calendar_model import (
    CALENDAR_LEVELS,
    Seats,
    build_calendar,
    calendar_goals,
    pinned_seats,
    standing_seats,
)
from matching.staffing.counts_model import build, is_large
from matching.staffing.goals import goals, how_many
from matching.staffing.levels import Progress, Tell
from matching.staffing.lexicographic import Search
from matching.staffing.measures import Counts, Key, Measured, by_pair, counted
from matching.staffing.problem import DOMAINS, Cell, StaffingProblem
from matching.staffing.result import StaffingResult, Status, changes_between, figures_of
from matching.staffing.seating import seated_by_urgency
from matching.staffing.slots import Slot
from matching.staffing.stage_one import Order, climb_half_days

CALENDAR_SHARE, LARGE_CALENDAR_SHARE = 0.25, 0.4
"""Of effort and time, what is kept for the calendar; more for large months, whose half-days flows find soon."""
END = 0.95
"""Of the time, what may be over when the last level begins to end: what comes after it takes a moment too."""


def solve_both(
    problem: StaffingProblem, budget: Budget, tell: Tell, order: Order = goals, steps: int | None = None
) -> StaffingResult:
    """The best month found within the budget; ``order`` gives other levels for stage one, ``steps`` their number.

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    measured = Measured(problem)
    steps = how_many(measured) if steps is None else steps
    large = is_large(problem)
    kept = LARGE_CALENDAR_SHARE if large else CALENDAR_SHARE
    effort, steps_of_all = budget.limits.effort, steps + CALENDAR_LEVELS
    built = build(problem, laid=not large)
    counts = Search[Counts](built, budget, _counting(tell, 0, steps_of_all), effort * (1 - kept), 1 - kept)
    climb_half_days(counts, measured, order, steps, fair=order is goals)
    if counts.best is None:
        return StaffingResult(Status.FEASIBLE, replayable=False, stopped=True)
    seats = _by_urgency(problem, counts.best) if large else None
    levels, proven = counts.levels, False
    if seats is None or not budget.is_over(END):
        until = max(effort, budget.effort + effort * kept)
        calendar = _calendar(problem, counts.best, budget, until, _counting(tell, steps, steps_of_all))
        seats, levels, proven = calendar.best, levels + calendar.levels, counts.proven and calendar.proven
    cells = _cells(problem, counts.best, seats or frozenset())
    return StaffingResult(
        Status.OPTIMAL if proven else Status.FEASIBLE,
        tuple(levels),
        cells,
        figures_of(problem, cells),
        changes_between(problem.running, cells),
        replayable=budget.replayable,
        stopped=budget.stopped,
        effort=budget.effort,
        pinned=frozenset(problem.pins),
    )


def _by_urgency(problem: StaffingProblem, counts: Counts) -> Seats | None:
    """A calendar found at once; None where some half-days find no slot."""
    placed, taken = seated_by_urgency(problem, counts)
    return taken | pinned_seats(problem) if placed == counts else None


def _calendar(problem: StaffingProblem, counts: Counts, budget: Budget, until: float, tell: Tell) -> Search[Seats]:
    """The calendar of some half-days, raised level by level until so much effort is spent, from what runs if it can."""
    built = build_calendar(problem, by_pair(counts))
    search = Search[Seats](built, budget, tell, until, END)
    standing = standing_seats(built) if by_pair(counts) == by_pair(counted(problem, problem.running)) else None
    search.best = standing or _by_urgency(problem, counts)
    search.climb(calendar_goals(built), CALENDAR_LEVELS, standing)
    return search


def _counting(tell: Tell, before: int, total: int) -> Tell:
    return lambda progress: tell(Progress(before + progress.done, total, progress.level))


def _cells(problem: StaffingProblem, counts: Counts, seats: Seats) -> tuple[Cell, ...]:
    """The seats with their domains: those of pins, then those of the running cells that stay, then in order of time."""
    left = Counter(counts)
    named: dict[tuple[int, int, Slot], int] = {}
    for cells in (problem.pins, problem.running):
        for key, slot in _numbered(problem, cells):
            seat = (key[0], key[1], slot)
            if seat in seats and seat not in named and left[key] > 0:
                named[seat] = key[2]
                left[key] -= 1
    for seat in sorted(seats - named.keys(), key=lambda each: (each[2], each[0])):
        domain = next(of for of in range(len(DOMAINS)) if left[seat[0], seat[1], of] > 0)
        named[seat] = domain
        left[seat[0], seat[1], domain] -= 1
    return tuple(
        sorted(
            Cell(slot, problem.officers[who].id, problem.chantiers[at].id, DOMAINS[domain])
            for (who, at, slot), domain in named.items()
        )
    )


def _numbered(problem: StaffingProblem, cells: Iterable[Cell]) -> Iterator[tuple[Key, Slot]]:
    for cell in cells:
        for key in counted(problem, (cell,)):
            yield key, cell.slot
