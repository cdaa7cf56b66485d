"""Not more new appointments at once than the person can take: the least urgent wait, and what they block with them."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.plan import Plan, make_plan
from matching.prerequisites import order_of
from matching.problem import Problem
from matching.profile import Need, Profile
from matching.waves import most_appointments
from network_data.vocabulary import BARRIERS, HALF_DAYS
from tests.reference.networks import random_network, random_profile
from tests.unit.matching.builders import BELLEVILLE, TODAY, problem, service

CARRIED = ("acces-soins", "addictions", "sante-mentale", "endettement")


def carrying(*needs: Need, **facts: object) -> Profile:
    return replace(Profile(needs, TODAY, location=BELLEVILLE), **facts)  # type: ignore[arg-type]


def each_at_its_own(profile: Profile) -> Plan:
    """A plan where every need has one partner and no other."""
    services = [
        service(f"p{number}-1", BARRIERS[need.barrier].thematiques[0]) for number, need in enumerate(profile.needs)
    ]
    return make_plan(find_candidates(problem(profile, services)))


def waves(plan: Plan) -> dict[str, tuple[int, bool]]:
    return {step.need.barrier: (step.wave, step.postponed) for step in plan.steps}


@pytest.mark.parametrize(("severity", "most"), [(1, 4), (2, 3), (3, 2)])
def test_the_heavier_the_burden_the_fewer_at_once(severity: int, most: int) -> None:
    profile = carrying(*(Need(code, severity) for code in CARRIED))
    assert most_appointments(profile, default_weights().plan) == most


def test_free_half_days_are_the_other_limit_and_one_appointment_is_always_possible() -> None:
    needs = [Need(code, 1) for code in CARRIED]
    prices = default_weights().plan
    assert most_appointments(carrying(*needs, available=frozenset(HALF_DAYS[:2])), prices) == 2
    assert most_appointments(carrying(*needs, available=frozenset()), prices) == 1


def test_the_least_urgent_new_appointment_waits_and_says_why() -> None:
    severe = [Need(code, 3) for code in CARRIED[:3]]
    plan = each_at_its_own(carrying(*severe[:2], replace(severe[2], priority=True)))
    assert waves(plan) == {
        "sante-mentale": (1, False),
        "acces-soins": (1, False),
        "addictions": (2, True),
    }


def test_partners_already_known_are_no_new_appointments() -> None:
    severe = [Need(code, 3) for code in CARRIED]
    plan = each_at_its_own(carrying(*severe, known_partners=frozenset({"p0", "p1"})))
    assert {wave for wave, _postponed in waves(plan).values()} == {1}


def test_two_needs_at_one_new_partner_are_one_appointment() -> None:
    severe = [Need(code, 3) for code in CARRIED]
    first, *others = (BARRIERS[code].thematiques[0] for code in CARRIED)
    services = [service("p0-1", *others), service("p1-1", first)]
    plan = make_plan(find_candidates(problem(carrying(*severe), services)))
    assert {wave for wave, _postponed in waves(plan).values()} == {1}


@given(st.integers(0, 2**32 - 1), st.integers(20, 120), st.integers(1, 9))
def test_no_wave_holds_too_much_and_nothing_overtakes_what_blocks_it(seed: int, size: int, needs: int) -> None:
    random = Random(seed)
    network = random_network(random, size)
    profile = random_profile(random, network, needs=needs)
    plan = make_plan(find_candidates(Problem(profile, compile_catalogue(network), default_weights())))
    order, most = order_of(profile), most_appointments(profile, default_weights().plan)
    met: set[str] = set()
    for wave in range(1, max((step.wave for step in plan.steps), default=0) + 1):
        own = [step for step in plan.steps if step.wave == wave]
        new = {step.chosen.partner_id for step in own if not step.known_partner} - met
        assert len(new) <= most
        met |= new
    found = waves(plan)
    for step in plan.steps:
        before = [edge.before for edge in step.blocked_by if edge.before in found]
        assert all(found[first][0] < step.wave for first in before)
        assert step.wave >= order.wave[step.need.barrier]
        if step.postponed:
            _had_to_wait(step.wave, plan, most, before)


def _had_to_wait(wave: int, plan: Plan, most: int, before: list[str]) -> None:
    """Nobody is put off for nothing: the wave before was full, or something that blocks it is in it."""
    earlier = [step for step in plan.steps if step.wave == wave - 1]
    seen = {step.chosen.partner_id for step in plan.steps if step.wave < wave - 1}
    new = {step.chosen.partner_id for step in earlier if not step.known_partner} - seen
    assert len(new) == most or any(step.need.barrier in before for step in earlier)
