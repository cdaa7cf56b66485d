"""What might happen is shown beside today: who gains, who loses, what moves."""

from dataclasses import replace

import pytest

from matching.staffing import (
    Limits,
    another_chantier,
    by_fit_alone,
    compare,
    continuity_against_fit,
    half_a_post_more,
    more_people,
    officer_away,
    smallest_reshuffle,
    solve,
)
from tests.reference.staffing import broken_rules
from tests.reference.staffing_cases import town
from tests.unit.matching.staffing.builders import cell, chantier, month, officer

LIMITS = Limits(effort=2.0)


def test_an_officer_who_is_away_holds_nothing_and_their_pins_are_lifted() -> None:
    today = month(weeks=2, pins=(cell(), cell(week=1)))
    then = officer_away(today, "ada", [1])
    cells = solve(then, LIMITS).cells
    assert then.pins == (cell(),)
    assert not [each for each in cells if each.officer == "ada" and each.slot.week == 1]
    assert [each for each in cells if each.officer == "ada"]


def test_half_a_post_more_covers_more_and_nobody_loses() -> None:
    today = month(chantiers=(chantier(demand={"sante": 12}, room=2),))
    then = half_a_post_more(today, "sante", "new")
    beside = compare(today, solve(today, LIMITS).cells, then, solve(then, LIMITS).cells)
    assert beside.uncovered == (2, 0)
    assert {(gain.about, gain.id) for gain in beside.gains} == {("chantier", "rejoue"), ("domain", "sante")}
    assert beside.losses == ()
    assert [load.before for load in beside.loads if load.id == "new"] == [None]


def test_more_people_need_as_much_each_as_those_who_are_there() -> None:
    then = more_people(month(chantiers=(chantier(demand={"emploi": 10, "sante": 5}),)), "rejoue", 20)
    assert then.chantiers[0].people == 70
    assert then.chantiers[0].demand == {"emploi": 14, "sante": 7}
    with pytest.raises(ValueError, match="rejoue"):
        more_people(month(chantiers=(replace(chantier(), people=0),)), "rejoue", 1)


def test_one_more_chantier_appears_and_others_pay_for_it() -> None:
    today = month()
    then = another_chantier(today, chantier("arche", {"sante": 10}))
    beside = compare(today, solve(today, LIMITS).cells, then, solve(then, LIMITS).cells)
    assert [each.id for each in beside.appearing] == ["arche"]
    assert {each.id for each in beside.losses} >= {"rejoue", "prelude"}
    assert beside.worst[1] < beside.worst[0]


def test_the_least_reshuffle_for_three_weeks_of_absence_moves_little_and_shows_what_it_costs() -> None:
    today = town(1, 5, 4)
    running = solve(today, LIMITS).cells
    then = officer_away(replace(today, running=running), "o01", range(3))
    found = smallest_reshuffle(then, limits=LIMITS)
    assert broken_rules(then, found.result.cells) == []
    assert found.touched == sum(each.officer == "o01" and each.slot.week < 3 for each in running)
    assert found.share_moved <= 0.15
    cost = compare(today, running, then, found.result.cells)
    assert cost.uncovered[1] >= cost.uncovered[0]
    served = found.result.figures
    assert served is not None
    assert all(served.served[each] >= least for each, least in found.floors.items())


def test_fit_alone_fits_at_least_as_well_and_leaves_the_worst_chantier_further_behind() -> None:
    today = month(chantiers=(chantier("rejoue", {"emploi": 10}), chantier("prelude", {"logement": 6})))
    fair, fit = solve(today, LIMITS).figures, by_fit_alone(today, LIMITS).figures
    assert fair is not None
    assert fit is not None
    assert fit.fit >= fair.fit
    assert min(fit.coverage.values()) <= min(fair.coverage.values())


def test_a_reshuffle_with_nothing_in_the_way_moves_nothing() -> None:
    today = town(1, 4, 3, weeks=2)
    running = solve(today, LIMITS).cells
    found = smallest_reshuffle(replace(today, running=running), limits=LIMITS)
    assert (found.touched, found.moved) == (0, 0)
    assert set(found.result.cells) >= set(running)


def test_the_curve_gives_up_fit_for_continuity_and_no_point_beats_another() -> None:
    crossed = month(
        officers=(officer("ada", {"sante": 90, "logement": 50}), officer("bea", {"sante": 50, "logement": 90})),
        chantiers=(chantier("rejoue", {"sante": 5}), chantier("prelude", {"logement": 5})),
        running=tuple(
            each
            for half_day in ("mon-am", "tue-am", "wed-am", "thu-am", "fri-am")
            for each in (cell(half_day, "ada", "prelude", "logement"), cell(half_day, "bea", "rejoue", "sante"))
        ),
    )
    curve = continuity_against_fit(crossed, points=4, limits=LIMITS)
    assert [(point.continuity, point.fit) for point in curve] == [(0, 900), (6, 820), (10, 660), (14, 500)]
    assert all(point.proven for point in curve)
