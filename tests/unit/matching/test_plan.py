"""The plan: every need that can be covered, in an order that respects what blocks what, with a plan B."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.choice import choose
from matching.network import Service
from matching.plan import Plan, make_plan
from matching.problem import Problem
from matching.profile import HeldPaper, Need, Profile
from network_data.vocabulary import PREREQUISITES, Strength
from tests.reference.assignment import by_cp_sat
from tests.reference.networks import random_network, random_profile
from tests.unit.matching.builders import ADDICTIONS, CARE, TODAY, person, problem, service

ADMIN = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
LODGING = "logement-hebergement--louer-un-logement"
MDPH = "sante--constituer-un-dossier-mdph-invalidite"


def plan_for(profile: Profile, *services: Service) -> Plan:
    return make_plan(find_candidates(problem(profile, list(services))))


def papers_desk() -> Service:
    return service("mairie-papiers", ADMIN, description="Domiciliation et carte d'identité.")


def test_waves_follow_the_chain_of_blocking_barriers() -> None:
    profile = person("acces-logement", "identite", "domiciliation")
    plan = plan_for(profile, papers_desk(), service("bailleur-1", LODGING))
    assert [(step.need.barrier, step.wave) for step in plan.steps] == [
        ("domiciliation", 1),
        ("identite", 2),
        ("acces-logement", 3),
    ]


def test_an_equivalent_paper_in_hand_lifts_the_block() -> None:
    profile = person("acces-logement", "identite", papers=(HeldPaper("passeport", date(2030, 1, 1)),))
    plan = plan_for(profile, papers_desk(), service("bailleur-1", LODGING))
    assert {step.wave for step in plan.steps} == {1}


def test_an_expired_paper_lifts_nothing() -> None:
    profile = person("acces-logement", "identite", papers=(HeldPaper("passeport", date(2026, 11, 21)),))
    plan = plan_for(profile, papers_desk(), service("bailleur-1", LODGING))
    assert {step.need.barrier: step.wave for step in plan.steps}["acces-logement"] == 2


def test_a_blocked_file_still_says_what_can_start_today() -> None:
    plan = plan_for(person("handicap-rqth", "identite"), papers_desk(), service("maison-dossier", MDPH))
    step = next(step for step in plan.steps if step.need.barrier == "handicap-rqth")
    assert step.wave == 2
    assert step.open_now is not None
    assert "certificat médical" in step.open_now
    assert [(edge.before, edge.step) for edge in step.blocked_by] == [("identite", "dépôt du dossier")]


def test_a_barrier_that_nobody_can_take_still_blocks_what_follows() -> None:
    plan = plan_for(person("identite", "acces-logement"), service("bailleur-1", LODGING))
    assert [(step.need.barrier, step.wave) for step in plan.steps] == [("acces-logement", 2)]
    assert [(gap.barrier, gap.reason) for gap in plan.uncovered] == [("identite", "no-service")]


def test_a_need_with_its_referent_is_left_to_them() -> None:
    followed = Profile((Need("addictions", followed_by="CSAPA fictif"), Need("acces-soins")), TODAY)
    plan = plan_for(followed, service("centre-1", CARE), service("csapa-1", ADDICTIONS))
    assert [step.need.barrier for step in plan.steps] == ["acces-soins"]
    assert [need.barrier for need in plan.followed] == ["addictions"]


def test_plan_b_is_at_another_partner() -> None:
    plan = plan_for(
        person("acces-soins"),
        service("un-1", CARE),
        service("un-2", CARE),
        service("deux-1", CARE, updated_on=date(2024, 1, 1)),
    )
    (step,) = plan.steps
    assert step.chosen.partner_id == "un"
    assert step.alternative is not None
    assert step.alternative.partner_id == "deux"


def test_housing_shows_further_routes_to_take_at_once() -> None:
    plan = plan_for(person("acces-logement"), *(service(f"bailleur{number}-1", LODGING) for number in range(5)))
    (step,) = plan.steps
    assert [route.partner_id for route in step.also] == ["bailleur2", "bailleur3"]


def test_a_need_excluded_everywhere_names_the_criterion_that_excludes_most() -> None:
    profile = person("acces-soins", can_pay=False, birth_year=1980)
    paying = [service(f"{name}-1", CARE, fees="payant") for name in ("a", "b")]
    plan = plan_for(profile, *paying, service("c-1", CARE, age_max=18))
    assert [(gap.reason, gap.criterion, gap.services) for gap in plan.uncovered] == [("nobody-eligible", "fees", 3)]


@given(st.integers(0, 2**32 - 1), st.integers(20, 200))
def test_every_plan_is_the_optimum_and_keeps_its_promises(seed: int, size: int) -> None:
    random = Random(seed)
    network = random_network(random, size)
    profile = random_profile(random, network, needs=random.randrange(1, 9))
    candidates = find_candidates(Problem(profile, compile_catalogue(network), default_weights()))
    plan, choice = make_plan(candidates), choose(candidates)
    if choice.needs:
        assert plan.objective == pytest.approx(by_cp_sat(choice.problem), abs=1e-7)
    covered = {step.need.barrier for step in plan.steps}
    left = {gap.barrier for gap in plan.uncovered} | {need.barrier for need in plan.followed}
    assert covered | left == {need.barrier for need in profile.needs}
    assert not covered & left
    _respects_blocks(profile, plan)
    assert all(before.wave <= after.wave for before, after in pairwise(plan.steps))
    for step in plan.steps:
        partners = {step.chosen.partner_id, *(route.partner_id for route in step.also)}
        assert step.alternative is None or step.alternative.partner_id not in partners
        assert step.only_option == (step.alternative is None)


def _respects_blocks(profile: Profile, plan: Plan) -> None:
    wave = {step.need.barrier: step.wave for step in plan.steps}
    for edge in PREREQUISITES:
        lifted = any(profile.holds(paper) for paper in edge.equivalent_papers)
        if edge.strength is Strength.BLOCKING and not lifted and edge.before in wave and edge.after in wave:
            assert wave[edge.before] < wave[edge.after]
