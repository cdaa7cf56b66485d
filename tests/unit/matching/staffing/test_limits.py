"""A search ends when it is told to, in the middle of a level too, and never after its time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from threading import Event, Thread

import pytest

from matching.staffing import Limits, Progress, Status, Watch, figures_of, solve
from matching.staffing.measures import Measured, counted
from tests.reference.staffing import broken_rules
from tests.reference.staffing_cases import thin_town, town


def insistent(reached: Event) -> Watch:
    """Stops every solver that works once a moment is reached."""

    @contextmanager
    def watch(stop: Callable[[], None]) -> Iterator[None]:
        over = Event()

        def insist() -> None:
            reached.wait(10)
            while not over.wait(0.001):
                stop()

        thread = Thread(target=insist, daemon=True)
        thread.start()
        yield
        over.set()

    return watch


def test_a_solver_is_stopped_inside_a_level_and_what_was_found_is_kept() -> None:
    problem, reached, heard = town(15, 5, 4), Event(), list[Progress]()

    def tell(progress: Progress) -> bool:
        heard.append(progress)
        if progress.level == "load":
            reached.set()
        return True

    result = solve(problem, Limits(effort=1000.0, watch=insistent(reached)), tell)
    assert result.stopped
    assert not result.replayable
    assert result.status is Status.FEASIBLE
    assert heard[-1].done + 1 < heard[0].total
    assert len(result.levels) < heard[0].total
    assert broken_rules(problem, result.cells) == []


def test_time_is_counted_by_the_callers_clock_and_nothing_is_begun_after_it() -> None:
    problem, ticks = town(15, 5, 4), count()
    result = solve(problem, Limits(effort=1000.0, seconds=60.0, clock=lambda: float(next(ticks))))
    assert not result.replayable
    assert not result.stopped
    assert next(ticks) < 120
    assert result.cells
    assert broken_rules(problem, result.cells) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_month_cut_short_is_never_worse_than_what_runs(seed: int) -> None:
    problem = town(seed, 14, 12)
    good = solve(problem, Limits(effort=0.5), tell=lambda progress: False)
    problem = replace(problem, running=good.cells)
    ticks = count()
    hurried = solve(problem, Limits(effort=0.01, seconds=0.5, clock=lambda: float(next(ticks))))
    measured = Measured(problem)
    assert broken_rules(problem, hurried.cells) == []
    assert measured.values(counted(problem, hurried.cells)) >= measured.values(measured.running)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_officers_are_sent_where_they_cover_everything_when_some_month_does(seed: int) -> None:
    problem = thin_town(seed, 8, 25)
    cells = solve(problem, tell=lambda progress: False).cells
    assert figures_of(problem, cells).uncovered <= 0.03 * 160
    assert broken_rules(problem, cells) == []
