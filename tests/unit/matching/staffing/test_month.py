"""What a coordinator relies on: pins stay, no month is worse than today's, the search can be watched and stopped."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matching.staffing import Limits, Progress, StaffingProblem, Status, figures_of, solve
from matching.staffing.measures import Measured, counted
from tests.reference.staffing import broken_rules
from tests.reference.staffing_cases import town
from tests.unit.matching.staffing.builders import cell, chantier, month, officer

SHORT = Limits(effort=0.3)


def test_pins_stay_where_they_are_and_count() -> None:
    pins = (cell("wed-am"), cell("thu-pm", "bea", "prelude", "logement"))
    result = solve(month(pins=pins))
    assert set(pins) <= set(result.cells)
    assert result.pinned == set(pins)
    assert broken_rules(month(pins=pins), result.cells) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_search_cut_short_is_never_worse_than_a_running_month_that_stands(seed: int) -> None:
    problem = town(seed, 3, 3, weeks=2)
    running = solve(replace(problem, running=()), SHORT).cells
    problem = replace(problem, running=running)
    result = solve(problem, Limits(effort=0.1))
    measured = Measured(problem)
    now, then = (measured.values(counted(problem, cells)) for cells in (result.cells, running))
    assert now >= then
    assert broken_rules(problem, result.cells) == []


def test_a_month_that_is_as_good_as_can_be_does_not_move() -> None:
    problem = town(1, 4, 3, weeks=2)
    running = solve(problem).cells
    again = solve(replace(problem, running=running))
    assert again.changes is not None
    assert again.changes.half_days_moved == 0
    assert again.cells == running


def test_figures_are_those_of_the_cells() -> None:
    result = solve(month())
    assert result.figures == figures_of(month(), result.cells)
    assert result.figures is not None
    assert result.figures.coverage == {"rejoue": pytest.approx(5 / 12), "prelude": pytest.approx(5 / 12)}
    assert result.figures.load == {"ada": 1.0, "bea": 1.0}
    assert result.figures.uncovered == 14


def test_every_level_is_told_before_it_is_solved() -> None:
    heard: list[Progress] = []

    def hear(progress: Progress) -> bool:
        heard.append(progress)
        return True

    solve(month(), tell=hear)
    assert [each.done for each in heard] == list(range(heard[0].total))
    assert heard[0].level == "coverage"
    assert heard[-1].level == "rhythm"


def test_stopping_keeps_what_was_found_and_says_so() -> None:
    problem = town(1, 5, 4)
    result = solve(problem, tell=lambda progress: progress.done < 3)
    assert result.stopped
    assert not result.replayable
    assert result.status is Status.FEASIBLE
    assert broken_rules(problem, result.cells) == []
    assert result.cells


def test_without_officers_or_demand_there_is_an_empty_month() -> None:
    for empty in (month(officers=()), month(chantiers=()), month(chantiers=(chantier(demand={"droits": 5}),))):
        result = solve(empty)
        assert result.status is Status.OPTIMAL
        assert result.cells == ()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: month(officers=(officer(), officer())),
        lambda: month(weeks=0),
        lambda: month(required=frozenset({("nobody", "rejoue")})),
        lambda: month(pins=(cell(domain="jardin"),)),
        lambda: month(officers=(officer(field_share=1.5),)),
        lambda: month(chantiers=(chantier(room=-1),)),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(wrong: Callable[[], StaffingProblem]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        wrong()
