"""A cohort of the engine's own people: with places for all, everyone gets their own best plan; without, places rule."""

from random import Random

import pytest

from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import compile_catalogue
from matching.choice import choose
from matching.cohort import Limits, solve
from matching.cohort.posing import Member, Pool, pose_cohort
from matching.problem import Problem
from tests.reference.cohort import broken_rules
from tests.reference.networks import random_network, random_profile


def people(count: int) -> list[Candidates]:
    random = Random(3)
    network = random_network(random, 120)
    catalogue, weights = compile_catalogue(network), default_weights()
    return [find_candidates(Problem(random_profile(random, network, 5), catalogue, weights)) for _ in range(count)]


def test_with_places_for_all_everyone_gets_their_own_plan() -> None:
    everyone = people(12)
    posed = pose_cohort([Member(each) for each in everyone], [], lambda _who, _service: ())
    result = solve(posed.problem, Limits(prices=5, repairs=0))
    price = default_weights().plan.new_partner
    plans = [choose(each) for each in everyone]
    expected = sum(choice.objective + price * len(choice.needs) for choice in plans)
    assert result.tally.served == sum(len(choice.needs) for choice in plans)
    assert result.value <= expected + 1e-6 <= result.bound + 1e-5
    assert result.value == pytest.approx(expected, rel=0.02)


def test_options_are_what_each_person_may_use() -> None:
    everyone = people(6)
    posed = pose_cohort([Member(each) for each in everyone], [Pool(1)], lambda _who, _service: (0,))
    for option in range(posed.problem.options):
        member, need = posed.needs[posed.problem.option_need[option]]
        eligible, ids = everyone[member].eligible, everyone[member].problem.catalogue.columns.ids
        pairs = zip(eligible.need.tolist(), eligible.row.tolist(), strict=True)
        assert (need, posed.service_of(option)) in {(number, ids[row]) for number, row in pairs}


def test_quotas_are_shared_among_all_or_kept_for_some() -> None:
    everyone = people(10)
    # Six places in all, of which the members with an odd number may take two at most.
    posed = pose_cohort(
        [Member(each, most=1) for each in everyone],
        [Pool(2, inside=1), Pool(6)],
        lambda who, _service: (0,) if who % 2 else (1,),
        faces=False,
    )
    result = solve(posed.problem)
    assert broken_rules(posed.problem, result.chosen.tolist()) == []
    taking = [posed.needs[need][0] for need, option in enumerate(result.chosen.tolist()) if option >= 0]
    assert len(taking) == len(set(taking)) <= 6
    assert sum(who % 2 for who in taking) <= 2


def test_whoever_may_draw_on_places_of_their_own_takes_the_others_too() -> None:
    everyone = people(10)
    # Two places kept for the members with an odd number, one for anybody.
    posed = pose_cohort(
        [Member(each, most=1) for each in everyone],
        [Pool(2), Pool(1)],
        lambda who, _service: (0, 1) if who % 2 else (1,),
        faces=False,
    )
    result = solve(posed.problem)
    taking = [posed.needs[need][0] for need, option in enumerate(result.chosen.tolist()) if option >= 0]
    assert len(taking) == 3
    assert sum(who % 2 for who in taking) >= 2


def test_nobody_makes_an_empty_cohort() -> None:
    posed = pose_cohort([], [Pool(3)], lambda _who, _service: (0,))
    assert solve(posed.problem).tally.served == 0
