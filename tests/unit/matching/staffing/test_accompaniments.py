"""Running accompaniments never change hands: their officer keeps them, and nobody else takes their half-days."""

from dataclasses import replace
from random import Random

import pytest

from matching.staffing import (
    Accompaniment,
    Cell,
    Conflict,
    Limits,
    Progress,
    StaffingProblem,
    Status,
    officer_away,
    solve,
)
from matching.staffing.slots import every_week
from tests.reference.staffing import broken_rules, month_of
from tests.reference.staffing_cases import town
from tests.unit.matching.staffing.builders import chantier, month, officer


def stopped(progress: Progress) -> bool:
    return False


def pair_of_officers(demand: int, theirs: int) -> StaffingProblem:
    """Ada accompanies people at Rejoué; Bea would do better there in everything."""
    return month(
        officers=(officer("ada", {"emploi": 30}, works=("mon-am", "tue-am")), officer("bea", {"emploi": 100})),
        chantiers=(chantier(demand={"emploi": demand}),),
        accompaniments=(Accompaniment("ada", "rejoue", "emploi", theirs),) if theirs else (),
    )


def held(cells: tuple[Cell, ...], who: str) -> int:
    return sum(number for (officer, _, _), number in month_of(cells).items() if officer == who)


def test_whoever_fits_better_takes_nobody_over() -> None:
    assert held(solve(pair_of_officers(2, 0)).cells, "bea") == 1
    kept = solve(pair_of_officers(2, 2))
    assert (held(kept.cells, "ada"), held(kept.cells, "bea")) == (2, 0)
    assert broken_rules(pair_of_officers(2, 2), kept.cells) == []


def test_while_their_officer_is_away_they_wait() -> None:
    today = pair_of_officers(2, 2)
    away = replace(today.officers[0], away=every_week(("mon-am",), 1))
    half = solve(replace(today, officers=(away, today.officers[1])))
    assert (held(half.cells, "ada"), held(half.cells, "bea")) == (1, 0)
    gone = solve(officer_away(today, "ada", [0]))
    assert gone.status is Status.OPTIMAL
    assert gone.cells == ()


def test_an_accompaniment_that_cannot_be_kept_is_named() -> None:
    result = solve(replace(pair_of_officers(2, 2), forbidden=frozenset({("ada", "rejoue")})))
    assert result.conflicts == (Conflict("accompaniment", "ada", "rejoue", "emploi"),)
    assert [(each.rule.reason, each.amount) for each in result.relaxation] == [("accompaniment", 2)]


def test_in_a_large_month_they_are_kept_too() -> None:
    problem, random = town(1, 14, 12), Random(1)
    places = [(each.id, domain) for each in problem.chantiers for domain in each.demand if each.demand[domain] > 1]
    able = [
        Accompaniment(officer.id, chantier, domain, 2)
        for officer in problem.officers
        for chantier, domain in places
        if domain in officer.skills and (officer.reaches is None or chantier in officer.reaches)
    ]
    random.shuffle(able)
    chosen = {(each.chantier, each.domain): each for each in able}
    some = {each.officer: each for each in chosen.values()}
    problem = replace(problem, accompaniments=tuple(sorted(some.values())))
    assert len(problem.accompaniments) > 10
    result = solve(problem, limits=Limits(effort=0.5), tell=lambda progress: False)
    assert broken_rules(problem, result.cells) == []
    assert (
        solve(replace(problem, accompaniments=()), limits=Limits(effort=0.5), tell=lambda progress: False).cells
        != result.cells
    )


@pytest.mark.parametrize(
    "wrong",
    [
        (Accompaniment("nobody", "rejoue", "emploi", 1),),
        (Accompaniment("ada", "rejoue", "emploi", 3),),
        (Accompaniment("ada", "rejoue", "sante", 1),),
        (Accompaniment("ada", "rejoue", "emploi", -1),),
        (Accompaniment("ada", "rejoue", "emploi", 1), Accompaniment("ada", "rejoue", "emploi", 0)),
    ],
)
def test_accompaniments_that_make_no_sense_are_refused(wrong: tuple[Accompaniment, ...]) -> None:
    with pytest.raises(ValueError, match=r"ccompaniment"):
        replace(pair_of_officers(2, 0), accompaniments=wrong)


def test_the_effort_is_enough_to_prove_a_month_with_accompaniments() -> None:
    today = town(3, 3, 3, weeks=1)
    first = next(each for each in today.officers if each.skills)
    domain = next(each for each in sorted(first.skills) if today.chantiers[0].demand.get(each, 0))
    problem = replace(today, accompaniments=(Accompaniment(first.id, today.chantiers[0].id, domain, 1),))
    assert solve(problem, Limits(effort=3.0)).status is Status.OPTIMAL
