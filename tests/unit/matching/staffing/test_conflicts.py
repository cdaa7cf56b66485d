"""A month that cannot be is explained by the rules that exclude each other, and by the least that would do."""

from dataclasses import replace

import pytest

from matching.staffing import Conflict, Relaxation, Settings, Slot, StaffingProblem, Status, slot, solve
from tests.unit.matching.staffing.builders import cell, chantier, month, officer


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (month(officers=(officer(away=frozenset({slot(0, "mon-am")})),), pins=(cell(),)), "pin-while-away"),
        (month(chantiers=(chantier(opening=("tue-am",)),), pins=(cell(),)), "pin-while-closed"),
        (month(pins=(cell(), cell(where="prelude", domain="sante"))), "pin-twice"),
        (month(pins=(cell(), cell(who="bea", domain="sante"))), "pin-without-room"),
        (month(forbidden=frozenset({("ada", "rejoue")}), pins=(cell(),)), "pin-out-of-reach"),
        (month(officers=(officer(reaches=frozenset()),), pins=(cell(),)), "pin-out-of-reach"),
        (month(pins=(cell(domain="logement"),)), "pin-without-skill"),
    ],
)
def test_a_pin_against_what_is_is_named_with_its_slot(problem: StaffingProblem, reason: str) -> None:
    result = solve(problem)
    assert result.status is Status.INFEASIBLE
    assert reason in {conflict.reason for conflict in result.conflicts}
    assert all(isinstance(conflict.slot, Slot) for conflict in result.conflicts)


def test_a_floor_beyond_what_anybody_can_give_eases_to_what_they_can() -> None:
    alone = month(officers=(officer(half_days=4),), chantiers=(chantier(),), settings=Settings(floors={"rejoue": 50}))
    result = solve(alone)  # two half-days to give, six wanted
    assert result.status is Status.INFEASIBLE
    assert {conflict.reason for conflict in result.conflicts} == {"floor", "load"}
    assert result.relaxation == (Relaxation(Conflict("floor", chantier="rejoue"), 4),)
    assert solve(replace(alone, settings=Settings(floors={"rejoue": 16}))).status is Status.OPTIMAL


def test_two_required_pairs_against_one_site_cost_one_site() -> None:
    pairs = frozenset({("ada", "rejoue"), ("ada", "prelude")})
    result = solve(month(officers=(officer(most_sites=1),), required=pairs))
    assert {conflict.reason for conflict in result.conflicts} == {"sites", "required"}
    assert len(result.conflicts) == 3
    assert sum(each.amount for each in result.relaxation) == 1


def test_a_required_pair_that_nobody_can_hold_is_named_alone() -> None:
    result = solve(month(officers=(officer(skills={"droits": 100}),), required=frozenset({("ada", "rejoue")})))
    assert result.conflicts == (Conflict("required", "ada", "rejoue"),)
    assert result.relaxation == (Relaxation(Conflict("required", "ada", "rejoue"), 1),)


def test_pins_beyond_the_demand_give_way_by_what_is_too_much() -> None:
    pins = tuple(cell(half_day) for half_day in ("mon-am", "mon-pm", "tue-am"))
    result = solve(month(chantiers=(chantier(demand={"emploi": 2}),), pins=pins))
    assert {conflict.reason for conflict in result.conflicts} == {"pin", "demand"}
    assert [each.amount for each in result.relaxation] == [1]
