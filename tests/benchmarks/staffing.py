"""Officers to chantiers at four sizes: what is proven, the gap by level, beside a HiGHS model of the same problem.

Run alone with ``python -m tests.benchmarks.staffing``; a number after it is the limit in seconds.
"""

import sys
from collections import defaultdict
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from matching.staffing import Figures, Limits, Status, by_fit_alone, figures_of, solve
from tests.reference.staffing import broken_rules
from tests.reference.staffing_cases import town
from tests.reference.staffing_highs import by_highs

SIZES = ((5, 4), (12, 10), (30, 25), (60, 50))
SEEDS = (1, 2, 3)
SECONDS = 30.0
LEVELS = ("coverage", "load", "domains", "fit", "continuity", "sites", "kept", "travel", "rhythm")


def measure_staffing(console: Console, seconds: float = SECONDS) -> None:
    """Prints one table by size and seed, and one of the median gap by level."""
    table = Table(title=f"staffing: limit {seconds:.0f} s; uncovered demand in % (bound 0 where capacity suffices)")
    for heading in (
        "officers x chantiers",
        "seed",
        "s",
        "proven",
        "uncovered",
        "running",
        "worst",
        "HiGHS levels",
        "its s",
    ):
        table.add_column(heading, justify="right")
    gaps: dict[tuple[str, str], list[float]] = defaultdict(list)
    for officers, chantiers in SIZES:
        for seed in SEEDS:
            table.add_row(*_measured(officers, chantiers, seed, seconds, gaps))
    console.print(table)
    _print_gaps(console, gaps)


def _measured(
    officers: int, chantiers: int, seed: int, seconds: float, gaps: dict[tuple[str, str], list[float]]
) -> list[str]:
    size, problem = f"{officers} x {chantiers}", town(seed, officers, chantiers)
    start = perf_counter()
    result = solve(problem, Limits(effort=seconds, seconds=seconds))
    taken = perf_counter() - start
    if broken := broken_rules(problem, result.cells):
        raise AssertionError(f"{size}, seed {seed}: {broken}")
    for level in result.levels:
        gaps[size, level.name].append(level.gap)
    start = perf_counter()
    other = by_highs(problem, seconds)
    other_taken = perf_counter() - start
    by_fit = by_fit_alone(problem, Limits(effort=2.0, seconds=5.0)).cells
    figures, today = figures_of(problem, result.cells), figures_of(problem, problem.running)
    asked = sum(figures.asked.values())
    proven = sum(level.proven for level in result.levels)
    return [
        size,
        str(seed),
        f"{taken:.1f}",
        "all" if result.status is Status.OPTIMAL else f"{proven}/{len(result.levels)}",
        f"{100 * figures.uncovered / asked:.1f}",
        f"{100 * today.uncovered / asked:.1f}",
        f"{_worst(figures)} (running {_worst(today)}, by fit {_worst(figures_of(problem, by_fit))})",
        "killed" if other is None else f"{len(other)}, worst {other[0].value / 1000:.0f}" if other else "0",
        f"{other_taken:.0f}",
    ]


def _worst(figures: Figures) -> str:
    return f"{100 * min(figures.coverage.values()):.0f}"


def _print_gaps(console: Console, gaps: dict[tuple[str, str], list[float]]) -> None:
    table = Table(title="median gap to the level's bound, in %")
    table.add_column("officers x chantiers")
    for level in LEVELS:
        table.add_column(level, justify="right")
    for officers, chantiers in SIZES:
        size = f"{officers} x {chantiers}"
        table.add_row(size, *(f"{100 * median(gaps[size, level] or [0]):.1f}" for level in LEVELS))
    console.print(table)


if __name__ == "__main__":
    measure_staffing(Console(width=140), float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
