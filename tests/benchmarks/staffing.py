"""Officers to chantiers at four sizes, and few officers at three: what is proven, the gap by level, beside HiGHS.

Run alone with ``python -m tests.benchmarks.staffing``; numbers after it are the limit in seconds and how many seeds.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from math import isfinite
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from matching.staffing import Figures, Limits, StaffingProblem, StaffingResult, Status, by_fit_alone, figures_of, solve
from tests.reference.staffing import broken_rules, most_served
from tests.reference.staffing_cases import thin_town, town
from tests.reference.staffing_highs import HighsLevel, by_highs

SIZES = ((5, 4), (12, 10), (30, 25), (60, 50))
THIN_SIZES = ((5, 10), (8, 25), (12, 50))
MOST_UNCOVERED = {10: 1.0, 25: 3.0, 50: 10.0}
"""In percent of demand, with few officers for so many chantiers."""
SEEDS = (1, 2, 3)
SECONDS = 30.0
LEVELS = ("coverage", "load", "domains", "fit", "continuity", "sites", "kept", "travel", "rhythm")
HEADINGS = ("officers x chantiers", "seed", "s", "proven", "uncovered", "running", "worst", "HiGHS levels", "its s")
Gaps = dict[tuple[str, str], list[float]]


def measure_staffing(console: Console, seconds: float = SECONDS, seeds: tuple[int, ...] = SEEDS) -> None:
    """Prints one table by size and seed, and one of the median gap by level, ours and then that of HiGHS."""
    ours, theirs = defaultdict[tuple[str, str], list[float]](list), defaultdict[tuple[str, str], list[float]](list)
    table = Table(title=f"staffing: limit {seconds:.0f} s; uncovered demand in %")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    solve(StaffingProblem((), ()))  # OR-Tools takes seconds to import: not the first month's
    for name, problem in _problems(seeds):
        table.add_row(*_measured(console, name, problem, seconds, ours, theirs))
    console.print(table)
    _print_gaps(console, "median gap to the level's bound, in %", ours)
    _print_gaps(console, "the same of HiGHS; empty where it came to nothing", theirs)


def _problems(seeds: tuple[int, ...]) -> Iterator[tuple[str, StaffingProblem]]:
    for officers, chantiers in SIZES:
        for seed in seeds:
            yield f"{officers} x {chantiers} {seed}", town(seed, officers, chantiers)
    for officers, chantiers in THIN_SIZES:
        for seed in seeds:
            yield f"few: {officers} x {chantiers} {seed}", thin_town(seed, officers, chantiers)


def _measured(
    console: Console, name: str, problem: StaffingProblem, seconds: float, ours: Gaps, theirs: Gaps
) -> list[str]:
    size, _, seed = name.rpartition(" ")
    start = perf_counter()
    result = solve(problem, Limits(effort=seconds, seconds=seconds, clock=perf_counter))
    taken = perf_counter() - start
    _check(name, problem, result)
    console.print(f"{name}: {taken:.1f} s", style="dim")
    start = perf_counter()
    other = by_highs(problem, seconds)
    other_taken = perf_counter() - start
    console.print(f"{name}: HiGHS {other_taken:.1f} s", style="dim")
    for level in result.levels:
        ours[size, level.name].append(level.gap)
    for each in other or ():
        theirs[size, each.name].append(_gap(each))
    figures, today = figures_of(problem, result.cells), figures_of(problem, problem.running)
    by_fit = by_fit_alone(problem, Limits(effort=2.0, seconds=5.0, clock=perf_counter)).cells
    proven = sum(level.proven for level in result.levels)
    return [
        size,
        seed,
        f"{taken:.1f}",
        "all" if result.status is Status.OPTIMAL else f"{proven}/{len(result.levels)}",
        f"{_uncovered(figures):.1f} (at least {100 * (1 - most_served(problem) / sum(figures.asked.values())):.1f})",
        f"{_uncovered(today):.1f}",
        f"{_worst(figures)} (running {_worst(today)}, by fit {_worst(figures_of(problem, by_fit))})",
        "killed" if other is None else f"{len(other)}, worst {other[0].value / 1000:.0f}" if other else "0",
        f"{other_taken:.0f}",
    ]


def _check(name: str, problem: StaffingProblem, result: StaffingResult) -> None:
    """Every rule holds, and few officers leave no more than they may."""
    if broken := broken_rules(problem, result.cells):
        raise AssertionError(f"{name}: {broken}")
    uncovered = _uncovered(figures_of(problem, result.cells))
    if name.startswith("few") and uncovered > MOST_UNCOVERED[len(problem.chantiers)]:
        raise AssertionError(f"{name}: {uncovered:.1f} % uncovered")


def _uncovered(figures: Figures) -> float:
    return 100 * figures.uncovered / sum(figures.asked.values())


def _worst(figures: Figures) -> str:
    return f"{100 * min(figures.coverage.values()):.0f}"


def _gap(level: HighsLevel) -> float:
    widest = max(abs(level.value), abs(level.bound))
    if not isfinite(widest):
        return 1.0
    return abs(level.bound - level.value) / widest if widest else 0.0


def _print_gaps(console: Console, title: str, gaps: Gaps) -> None:
    table = Table(title=title)
    table.add_column("officers x chantiers")
    for level in LEVELS:
        table.add_column(level, justify="right")
    for size in dict.fromkeys(size for size, _ in gaps):
        found = [gaps.get((size, level)) for level in LEVELS]
        table.add_row(size, *(f"{100 * median(each):.1f}" if each else "" for each in found))
    console.print(table)


if __name__ == "__main__":
    measure_staffing(
        Console(width=150),
        float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS,
        tuple(range(1, int(sys.argv[2]) + 1)) if len(sys.argv) > 2 else SEEDS,
    )
