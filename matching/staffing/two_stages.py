"""Solves both stages: half-days first, then the calendar, never below the running allocation."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ortools.sat.python import cp_model

from matching.staffing.calendar_model import CALENDAR_LEVELS, Seats, build_calendar, calendar_goals, standing_seats
from matching.staffing.counts_model import CountsModel, build, is_large
from matching.staffing.flow_start import flow_start
from matching.staffing.goals import goals, how_many
from matching.staffing.levels import SEED, Limits, Progress, Tell
from matching.staffing.lexicographic import Goal, InfeasibleError, Search
from matching.staffing.measures import Counts, Key, Measured, by_pair, counted
from matching.staffing.problem import DOMAINS, Cell, StaffingProblem
from matching.staffing.result import StaffingResult, Status, changes_between, figures_of
from matching.staffing.seating import seated_by_urgency
from matching.staffing.slots import Slot

CALENDAR_SHARE = 0.25
"""Of the effort, what is kept for the calendar."""
START_EFFORT = 1.0
MOST_TIGHT = 150
"""Pairs up to which proofs are sought by counting and whole relaxations: it pays at 5 x 4 and 12 x 10."""


Order = Callable[[CountsModel, Measured], Iterator[Goal[Counts]]]


def solve_both(
    problem: StaffingProblem, limits: Limits, tell: Tell, order: Order = goals, steps: int | None = None
) -> StaffingResult:
    """The best month found within the limits; ``order`` gives other levels for stage one, ``steps`` their number.

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    measured = Measured(problem)
    steps = how_many(measured) if steps is None else steps
    large = is_large(problem)
    seconds = None if limits.seconds is None else limits.seconds * (1 - CALENDAR_SHARE)
    stage_one = Limits(limits.effort * (1 - CALENDAR_SHARE), seconds)
    built = build(problem, laid=not large)
    counts = Search[Counts](built, stage_one, _counting(tell, 0, steps + CALENDAR_LEVELS))
    counts.tight = len(built.pair) <= MOST_TIGHT
    if large and not (problem.pins or problem.required or problem.settings.floors):
        counts.polish = lambda found: flow_start(built, measured, by_pair(found))
    running = _start(counts, built, measured)
    counts.climb(order(built, measured), steps, running)
    if counts.best is None:
        return StaffingResult(Status.FEASIBLE, replayable=False, stopped=True)
    if large:
        counts.settle(_fitting(counts, problem, counts.best))
    left = None if limits.seconds is None else max(1.0, limits.seconds - counts.seconds)
    stage_two = Limits(max(limits.effort - counts.effort, limits.effort * CALENDAR_SHARE), left)
    seats = build_calendar(problem, by_pair(counts.best))
    calendar = Search[Seats](seats, stage_two, _counting(tell, steps, steps + CALENDAR_LEVELS))
    if by_pair(measured.running) == by_pair(counts.best):
        calendar.best = standing_seats(seats)
    standing = calendar.best
    if standing is None:
        placed, taken = seated_by_urgency(problem, counts.best)
        calendar.best = taken | seats.seated if placed == counts.best else None
    calendar.climb(calendar_goals(seats), CALENDAR_LEVELS, standing)
    cells = _cells(problem, counts.best, calendar.best or frozenset())
    return StaffingResult(
        Status.OPTIMAL if counts.proven and calendar.proven else Status.FEASIBLE,
        tuple(counts.levels + calendar.levels),
        cells,
        figures_of(problem, cells),
        changes_between(problem.running, cells),
        replayable=counts.replayable and calendar.replayable and not (counts.stopped or calendar.stopped),
        stopped=counts.stopped or calendar.stopped,
        effort=counts.effort + calendar.effort,
        pinned=frozenset(problem.pins),
    )


def _counting(tell: Tell, before: int, total: int) -> Tell:
    return lambda progress: tell(Progress(before + progress.done, total, progress.level))


def _start(search: Search[Counts], built: CountsModel, measured: Measured) -> Counts | None:
    """Starts from the best of the running half-days and of a flow; returns the running ones when they break no rule."""
    running, laid = measured.running, not is_large(measured.problem)
    stands = all(key in built.half_days for key in running) and _stands(measured.problem, running)
    starts = [running] if running and stands else []
    for wanted in (flow_start(built, measured), {} if stands else running):
        near = _nearest(search, measured.problem, wanted, laid=laid) if wanted else None
        if near is not None:
            starts.append(near)
    search.best = max(starts, key=measured.values, default=None)
    return running if running and stands else None


def _stands(problem: StaffingProblem, counts: Counts) -> bool:
    """Whether exactly these half-days break no rule."""
    built = build(problem)
    for key, variable in built.half_days.items():
        built.model.add(variable == counts.get(key, 0))
    return _solver(START_EFFORT).solve(built.model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}


def _fitting(search: Search[Counts], problem: StaffingProblem, wanted: Counts) -> Counts:
    """The half-days, or those nearest to them, that fit a calendar."""
    seated, _ = seated_by_urgency(problem, wanted)
    if seated == wanted:
        return seated
    near = _nearest(search, problem, wanted) or {}
    promised = problem.required or problem.settings.floors
    return near if promised or sum(near.values()) >= sum(seated.values()) else seated


def _nearest(search: Search[Counts], problem: StaffingProblem, wanted: Counts, *, laid: bool = True) -> Counts | None:
    """The half-days that break no rule and have most in common with those wanted."""
    built = build(problem, laid=laid)
    kept = []
    for key, number in wanted.items():
        if key in built.half_days:
            built.model.add_hint(built.half_days[key], number)
            kept.append(built.model.new_int_var(0, number, "start{}.{}.{}".format(*key)))
            built.model.add(kept[-1] <= built.half_days[key])
    built.model.maximize(cp_model.LinearExpr.sum(kept))
    solver = _solver(START_EFFORT)
    status = solver.solve(built.model)
    if status == cp_model.INFEASIBLE:
        raise InfeasibleError
    search.effort += solver.response_proto.deterministic_time
    search.seconds += solver.wall_time
    return built.read(solver) if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None


def _solver(effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = effort
    return solver


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
