"""The levels of a small month are those found by trying every month."""

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.staffing import Level, Limits, StaffingResult, Status, solve
from tests.reference.staffing import best_calendar, best_values, broken_rules, calendar_worth
from tests.reference.staffing_cases import hamlet, town

STAGE_TWO = {"kept", "travel", "rhythm"}


def stage_one(result: StaffingResult) -> list[tuple[str, tuple[int, ...]]]:
    levels = [level for level in result.levels if level.name not in STAGE_TWO]
    return [(name, tuple(level.value for level in group)) for name, group in groupby(levels, lambda each: each.name)]


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_every_level_is_the_best_of_all_months(seed: int) -> None:
    problem = hamlet(seed)
    result = solve(problem)
    best = best_values(problem)
    if best is None:
        assert result.status is Status.INFEASIBLE
        return
    assert result.status is Status.OPTIMAL
    assert stage_one(result) == [(name, values) for name, values in best if values]
    assert broken_rules(problem, result.cells) == []
    assert calendar_worth(problem, result.cells) == best_calendar(problem, result.cells)
    assert tuple(level.value for level in result.levels if level.name in STAGE_TWO) == calendar_worth(
        problem, result.cells
    )


@pytest.mark.parametrize("seed", [3, 7, 15])
def test_a_demonstration_sized_month_is_proven_at_every_level_and_stands(seed: int) -> None:
    problem = town(seed, 5, 4)
    result = solve(problem, Limits(effort=8.0))
    assert [level for level in result.levels if not level.proven] == []
    assert broken_rules(problem, result.cells) == []


def test_twenty_runs_give_one_answer() -> None:
    problem = town(3, 3, 2, weeks=1)
    answers = {solve(problem, Limits(effort=0.2)).cells for _ in range(20)}
    assert len(answers) == 1


def test_proven_means_that_value_and_bound_are_one() -> None:
    levels = solve(town(2, 3, 3, weeks=1)).levels
    assert all(level.proven == (level.value == level.bound) for level in levels)
    assert Level("fit", 0, 90, 100, proven=False).gap == pytest.approx(0.1)
