"""The levels of a middling month are those of another solver's model that shares nothing with the engine's."""

from dataclasses import replace

from matching.staffing import Limits, Status, solve
from tests.reference.staffing import broken_rules
from tests.reference.staffing_cases import town
from tests.reference.staffing_highs import by_highs


def test_a_middling_month_is_worth_what_highs_finds_at_every_level() -> None:
    problem = replace(town(3, 3, 3, weeks=1), running=())
    found = by_highs(problem, seconds=60)
    assert found is not None
    levels = {(level.name, level.rank): level.value for level in solve(problem).levels}
    assert {(level.name, level.rank): level.value for level in found}.items() <= levels.items()
    assert found[-1].name == "sites"


def test_a_large_month_is_laid_out_whole_by_the_flow_and_the_calendar() -> None:
    problem = town(1, 14, 12)
    seen = []

    def three(progress: object) -> bool:
        seen.append(progress)
        return len(seen) < 2

    result = solve(problem, Limits(effort=1.0), three)
    assert result.status is Status.FEASIBLE
    assert broken_rules(problem, result.cells) == []
    assert result.figures is not None
    assert result.figures.uncovered <= 0.05 * sum(result.figures.asked.values())
