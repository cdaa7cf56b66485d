"""What was decided binds the plan: pins, refusals, what comes first, how many faces; the rest stays optimal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import compile_catalogue
from matching.choice import choose
from matching.decisions import Decisions, Pin
from matching.eligibility import Status
from matching.network import Service
from matching.plan import Plan, Step, make_plan
from matching.problem import Problem
from matching.profile import Profile
from tests.depth import usually
from tests.reference.networks import random_network, random_profile
from tests.reference.plans import every_plan
from tests.unit.matching.builders import ADDICTIONS, CARE, person, problem, service

seeds = st.integers(0, 2**32 - 1)


def planned(profile: Profile, *services: Service, decided: Decisions) -> Plan:
    return make_plan(find_candidates(problem(replace(profile, decisions=decided), list(services))))


def only(plan: Plan) -> Step:
    (step,) = plan.steps
    return step


def random_case(seed: int, size: int, needs: int = 3) -> Candidates:
    random = Random(seed)
    network = random_network(random, size)
    profile = random_profile(random, network, needs=needs)
    candidates = find_candidates(Problem(profile, compile_catalogue(network), default_weights()))
    assume(any(candidates.of_need(number) and not need.followed_by for number, need in enumerate(profile.needs)))
    return candidates


def within(candidates: Candidates, decided: Decisions) -> Candidates:
    """The same candidates, of a problem about which something was decided."""
    asked = candidates.problem
    return replace(candidates, problem=replace(asked, profile=replace(asked.profile, decisions=decided)))


def random_decisions(seed: int, candidates: Candidates) -> Decisions:
    """Pins and refusals among what the network holds, eligible or not, and one that it does not hold."""
    random, asked = Random(seed), candidates.problem
    pins: dict[str, Pin] = {}
    refused = set()
    for number, need in enumerate(asked.profile.needs):
        rows = [int(row) for row in asked.catalogue.index_of(need.barrier).rows]
        what = random.choice(("service", "partner", "gone", "refused", "nothing"))
        if not rows or what == "nothing":
            continue
        chosen = asked.catalogue.services[random.choice(rows)]
        if what == "refused":
            able = [asked.catalogue.doors[int(candidates.best.door[at])] for at in candidates.of_need(number)]
            refused |= {(need.barrier, door.partner_id) for door in able if random.random() < 0.7}
        elif what == "gone":
            pins[need.barrier] = Pin("p-nobody", "s-nothing")
        else:
            pins[need.barrier] = Pin(chosen.partner_id, chosen.id if what == "service" else None)
    return Decisions(pins, frozenset(refused))


def services_of(plan: Plan) -> Mapping[str, str]:
    return {step.need.barrier: step.chosen.service.id for step in plan.steps}


@settings(max_examples=usually(40))
@given(seeds, st.integers(20, 120))
def test_no_choice_of_services_beats_the_plan(seed: int, size: int) -> None:
    """Not even one that asks a partner for another service than its best, or a farther one."""
    candidates = random_case(seed, size)
    expected = max(tried.objective for tried in every_plan(candidates))
    assert make_plan(candidates).objective == pytest.approx(expected, abs=1e-9)


@settings(max_examples=usually(60))
@given(seeds, st.integers(20, 100))
def test_decisions_bind_and_the_rest_is_the_best_they_leave(seed: int, size: int) -> None:
    free = random_case(seed, size)
    decided = within(free, random_decisions(seed, free))
    tried = list(every_plan(decided))
    plan = make_plan(decided)
    assert plan.objective == pytest.approx(max(each.objective for each in tried), abs=1e-9)
    assert services_of(plan).keys() == tried[0].services.keys()
    for barrier, pin in decided.problem.decisions.pins.items():
        if pin.service_id in free.problem.catalogue.row_of and barrier in services_of(plan):
            assert services_of(plan)[barrier] == pin.service_id


@settings(max_examples=usually(40))
@given(seeds, st.integers(20, 100), st.integers(0, 3))
def test_within_a_number_of_faces_nothing_is_worth_more(seed: int, size: int, faces: int) -> None:
    candidates = random_case(seed, size)
    tried = list(every_plan(candidates))
    fewest = min(each.faces for each in tried)
    able = [each.worth for each in tried if each.faces <= max(faces, fewest)]
    choice = choose(within(candidates, Decisions(faces=faces)))
    assert choice.faces <= max(faces, fewest)
    paid = default_weights().plan.new_partner * choice.faces
    assert choice.objective + paid == pytest.approx(max(able), abs=1e-9)


def test_a_pinned_service_is_taken_though_a_better_one_stands_next_to_it() -> None:
    decided = Decisions({"acces-soins": Pin("vieux", "vieux-1")})
    old = service("vieux-1", CARE, updated_on=date(2024, 1, 1))
    step = only(planned(person("acces-soins"), old, service("neuf-1", CARE), decided=decided))
    assert (step.chosen.service.id, step.pinned) == ("vieux-1", True)
    assert step.alternative is not None
    assert step.alternative.service.id == "neuf-1"


def test_a_pinned_service_that_a_criterion_closes_says_which() -> None:
    decided = Decisions({"acces-soins": Pin("jeunes", "jeunes-1")})
    young = service("jeunes-1", CARE, age_max=25)
    step = only(planned(person("acces-soins", birth_year=1970), young, service("tous-1", CARE), decided=decided))
    assert step.chosen.service.id == "jeunes-1"
    assert step.chosen.status is Status.NOT_MET
    assert [each.criterion for each in step.chosen.criteria if each.status is Status.NOT_MET] == ["age"]


def test_a_pin_covers_a_need_that_nobody_could_take() -> None:
    decided = Decisions({"acces-soins": Pin("jeunes", "jeunes-1")})
    plan = planned(person("acces-soins", birth_year=1970), service("jeunes-1", CARE, age_max=25), decided=decided)
    assert only(plan).chosen.service.id == "jeunes-1"
    assert plan.uncovered == ()


def test_a_pinned_partner_gives_its_best_service() -> None:
    decided = Decisions({"acces-soins": Pin("maison")})
    services = [
        service("ailleurs-1", CARE),
        service("maison-1", CARE, updated_on=date(2024, 1, 1)),
        service("maison-2", CARE, updated_on=date(2026, 1, 1)),
    ]
    assert only(planned(person("acces-soins"), *services, decided=decided)).chosen.service.id == "maison-2"


def test_a_pin_on_what_is_gone_is_told_and_the_need_goes_on() -> None:
    plan = planned(person("acces-soins"), service("tous-1", CARE), decided=Decisions({"acces-soins": Pin("x", "x-1")}))
    assert (only(plan).chosen.service.id, only(plan).pinned, plan.unkept) == ("tous-1", False, ("acces-soins",))


def test_a_refused_partner_is_refused_for_that_need_alone() -> None:
    both = [service("maison-1", CARE), service("maison-2", ADDICTIONS), service("autre-1", CARE, age_max=99)]
    decided = Decisions(refused=frozenset({("acces-soins", "maison")}))
    plan = planned(person("acces-soins", "addictions"), *both, decided=decided)
    assert services_of(plan) == {"acces-soins": "autre-1", "addictions": "maison-2"}


def test_a_need_refused_everywhere_says_so() -> None:
    decided = Decisions(refused=frozenset({("acces-soins", "maison")}))
    plan = planned(person("acces-soins"), service("maison-1", CARE), decided=decided)
    assert [(gap.barrier, gap.reason, gap.services) for gap in plan.uncovered] == [("acces-soins", "all-refused", 1)]


def test_what_was_put_behind_another_waits_for_it() -> None:
    asked = person("acces-soins", "addictions")
    services = [service("un-1", CARE), service("deux-1", ADDICTIONS)]
    plan = planned(asked, *services, decided=Decisions(after=frozenset({("addictions", "acces-soins")})))
    assert [(step.need.barrier, step.wave, step.after) for step in plan.steps] == [
        ("addictions", 1, ()),
        ("acces-soins", 2, ("addictions",)),
    ]


def test_decisions_that_go_round_in_circles_leave_every_step_a_wave() -> None:
    asked = person("acces-soins", "addictions")
    services = [service("un-1", CARE), service("deux-1", ADDICTIONS)]
    circle = frozenset({("addictions", "acces-soins"), ("acces-soins", "addictions")})
    plan = planned(asked, *services, decided=Decisions(after=circle))
    assert sorted(step.wave for step in plan.steps) == [1, 2]


def test_decisions_ask_for_all_candidates() -> None:
    candidates = find_candidates(problem(person("acces-soins"), [service("tous-1", CARE)]))
    with pytest.raises(ValueError, match="all candidates"):
        choose(within(replace(candidates, complete=False), Decisions(faces=1)))
