"""Solves stage one, whole or, for large months, from flows: half-days that a calendar holds, never below what runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ortools.sat.python import cp_model

from matching.staffing.budget import FOUND, Budget
from matching.staffing.counts_model import CountsModel, build, is_large
from matching.staffing.flow_bounds import FlowBounds
from matching.staffing.flow_start import SiteChoice
from matching.staffing.half_day_flow import HalfDayFlow
from matching.staffing.lexicographic import Goal, InfeasibleError, Search
from matching.staffing.measures import Counts, Measured, by_pair
from matching.staffing.problem import StaffingProblem
from matching.staffing.seating import seated_by_urgency
from matching.staffing.standing import seats_stand, totals_stand

START_EFFORT = 1.0
EXCHANGE = 0.4
"""Of effort and time, what may go to exchanging sites."""
MOST_TIGHT = 150
"""Pairs up to which proofs are sought by counting and whole relaxations: it pays at 5 x 4 and 12 x 10."""
Order = Callable[[CountsModel, Measured], Iterator[Goal[Counts]]]


def climb_half_days(search: Search[Counts], measured: Measured, order: Order, steps: int, *, fair: bool) -> None:
    """Raises level after level from the best start there is; that is a fair one, or else one near to what runs.

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    problem, built, large = measured.problem, search.built, is_large(measured.problem)
    assert isinstance(built, CountsModel)
    search.tight = search.sums = len(built.pair) <= MOST_TIGHT
    flow = HalfDayFlow(built, measured)
    sites = SiteChoice(flow, measured, search.budget, flow.within(built.pair))
    if large:
        running = measured.running if _runs_well(sites) else None
        search.polish = lambda found: _polished(sites, found)
    else:
        running = _running(search.budget, measured, built)
    wanted = [_fair(sites)] if fair else [] if large and measured.running else [sites.start()]
    _start(search, measured, wanted, running, sites if large else None)
    search.climb(_bounded(order(built, measured), FlowBounds(flow, measured, sites.relaxed)), steps, running)
    if large and search.best is not None:
        search.settle(_fitting(search, problem, search.best))
        if running is not None and search.worth(search.best) < search.worth(running):
            search.settle(running)


def _fair(sites: SiteChoice) -> Counts:
    return sites.improve(sites.start(), sites.budget.limits.effort * EXCHANGE, EXCHANGE)


def _bounded(goals: Iterator[Goal[Counts]], bounds: FlowBounds) -> Iterator[Goal[Counts]]:
    """The goals with the bounds that flows prove."""
    shares: dict[str, dict[int, int]] = {}
    for goal in goals:
        if goal.rank and goal.level not in shares:
            shares[goal.level] = bounds.of_shares(goal.level)
        if goal.rank:
            yield replace(goal, most=min(goal.most, shares[goal.level][goal.rank]))
        else:
            yield replace(goal, most=min(goal.most, bounds.of_fit())) if goal.level == "fit" else goal


def _polished(sites: SiteChoice, found: Counts) -> Counts:
    other = sites.start(by_pair(found))
    return other if sites.stands(other) else found


def _running(budget: Budget, measured: Measured, built: CountsModel) -> Counts | None:
    """The half-days that run, when they break no rule."""
    running = measured.running
    stands = running and all(key in built.half_days for key in running) and _stands(budget, measured.problem, running)
    return running if stands else None


def _runs_well(sites: SiteChoice) -> bool:
    """Whether the running month breaks no rule as it is."""
    measured = sites.measured
    possible = measured.running and all(key in sites.flow.built.half_days for key in measured.running)
    return bool(
        possible and sites.stands(measured.running) and totals_stand(measured) and seats_stand(measured.problem)
    )


def _start(
    search: Search[Counts],
    measured: Measured,
    wanted: list[Counts],
    running: Counts | None,
    sites: SiteChoice | None = None,
) -> None:
    """Starts from the best of the running half-days, of those wanted, and of those nearest to them that can be."""
    starts = [] if running is None else [running]
    for counts in wanted if running is not None or (sites and wanted) else [*wanted, measured.running]:
        near = counts if sites and sites.stands(counts) else _nearest(search, measured.problem, counts, laid=not sites)
        if near is not None:
            starts.append(near)
    search.best = max(starts, key=measured.values, default=None)


def _stands(budget: Budget, problem: StaffingProblem, counts: Counts) -> bool:
    """Whether exactly these half-days break no rule."""
    built = build(problem)
    for key, variable in built.half_days.items():
        built.model.add(variable == counts.get(key, 0))
    return budget.solve(built.model, START_EFFORT, needed=True)[1] in FOUND


def _fitting(search: Search[Counts], problem: StaffingProblem, wanted: Counts) -> Counts:
    """The half-days, or those nearest to them, that fit a calendar."""
    seated, _ = seated_by_urgency(problem, wanted)
    if seated == wanted:
        return seated
    near = _nearest(search, problem, wanted) or {}
    promised = problem.required or problem.settings.floors or problem.accompaniments
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
    solver, status = search.budget.solve(built.model, START_EFFORT, needed=True)
    if status == cp_model.INFEASIBLE:
        raise InfeasibleError
    return built.read(solver) if status in FOUND else None
