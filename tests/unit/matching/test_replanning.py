"""A kept plan moves only where it must or where that is worth it, and says why each step moved."""

from collections.abc import Mapping
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.candidates import Candidates, find_candidates
from matching.choice import choose
from matching.decisions import Decisions, KeptStep, Pin
from matching.network import Service
from matching.plan import make_plan, plan_of
from matching.profile import Need, Profile
from matching.replanning import Move, Reason, moves_since
from tests.depth import usually
from tests.reference.plans import every_plan
from tests.unit.matching.builders import ADDICTIONS, CARE, TODAY, person, problem, service
from tests.unit.matching.test_decisions import random_case, within

GOOD = service("bon-1", CARE)
OLD = service("vieux-1", CARE, updated_on=date(2026, 9, 1))
"""Worth a little less than ``GOOD``, and less than the price of a change."""


def kept(service_id: str = "vieux-1", barrier: str = "acces-soins", wave: int = 1) -> KeptStep:
    return KeptStep(barrier, service_id, service_id.split("-", maxsplit=1)[0], wave)


def replanned(candidates: Candidates, decided: Decisions) -> tuple[Mapping[str, str], list[Move]]:
    """The services of the new plan by barrier, and the moves."""
    told = within(candidates, decided)
    choice = choose(told)
    plan = plan_of(told, choice)
    services = {step.need.barrier: step.chosen.service.id for step in plan.steps}
    return services, list(moves_since(told, choice, plan))


def again(profile: Profile, *services: Service, decided: Decisions) -> list[Move]:
    return replanned(find_candidates(problem(profile, list(services))), decided)[1]


def test_a_step_stays_though_another_is_slightly_better() -> None:
    candidates = find_candidates(problem(person("acces-soins"), [GOOD, OLD]))
    assert make_plan(candidates).steps[0].chosen.service.id == "bon-1"
    assert replanned(candidates, Decisions(kept=(kept(),))) == ({"acces-soins": "vieux-1"}, [])


def test_a_much_better_one_takes_its_place_and_says_by_how_much() -> None:
    stale = service("vieux-1", description="Bilan de santé", updated_on=date(2022, 1, 1))
    better = service("bon-1", CARE, description="Bilan de santé")
    (move,) = again(person("acces-soins"), better, stale, decided=Decisions(kept=(kept(),)))
    assert (move.reason, move.after and move.after.chosen.service.id) == (Reason.BETTER, "bon-1")
    assert 0 < move.gain < 2


def test_each_reason_that_forces_a_step_to_move_is_named() -> None:
    asked = person("acces-soins", birth_year=1970)
    closed = service("vieux-1", ADDICTIONS)
    assert [move.reason for move in again(asked, GOOD, decided=Decisions(kept=(kept(),)))] == [Reason.CLOSED]
    assert [move.reason for move in again(asked, GOOD, closed, decided=Decisions(kept=(kept(),)))] == [
        Reason.OTHER_WORK
    ]
    (refused,) = again(asked, GOOD, service("vieux-1", CARE, age_max=25), decided=Decisions(kept=(kept(),)))
    assert (refused.reason, [each.criterion for each in refused.criteria]) == (Reason.CRITERION, ["age"])


def test_a_decision_since_then_is_its_own_reason() -> None:
    asked = person("acces-soins")
    for decided in (
        Decisions({"acces-soins": Pin("bon", "bon-1")}, kept=(kept(),)),
        Decisions(refused=frozenset({("acces-soins", "vieux")}), kept=(kept(),)),
    ):
        (move,) = again(asked, GOOD, OLD, decided=decided)
        assert move.reason is Reason.DECIDED


def test_needs_that_came_and_went_are_told() -> None:
    followed = Profile((Need("addictions", followed_by="CSAPA fictif"), Need("acces-soins")), TODAY)
    before = (kept("drogue-1", "addictions"), kept("dettes-1", "surendettement"))
    moves = again(followed, GOOD, decided=Decisions(kept=before))
    assert [(move.barrier, move.reason) for move in moves] == [
        ("acces-soins", Reason.NEW_NEED),
        ("addictions", Reason.GONE_NEED),
        ("surendettement", Reason.GONE_NEED),
    ]


def test_a_step_that_nobody_can_take_any_more_says_what_closed() -> None:
    (move,) = again(
        person("acces-soins", birth_year=1970), service("vieux-1", CARE, age_max=25), decided=Decisions(kept=(kept(),))
    )
    assert (move.reason, move.after) == (Reason.CRITERION, None)


def test_the_same_service_in_another_wave_is_told_too() -> None:
    assert [move.reason for move in again(person("acces-soins"), OLD, decided=Decisions(kept=(kept(wave=2),)))] == [
        Reason.EARLIER
    ]
    later = Decisions(after=frozenset({("addictions", "acces-soins")}), kept=(kept(), kept("drogue-1", "addictions")))
    services = (OLD, service("drogue-1", ADDICTIONS))
    moves = again(
        person("acces-soins", "addictions"),
        *services,
        decided=later,
    )
    assert [(move.barrier, move.reason) for move in moves] == [("acces-soins", Reason.LATER)]


def test_a_step_that_would_take_one_face_too_many_says_so() -> None:
    services = [OLD, service("tout-1", CARE), service("tout-2", ADDICTIONS)]
    candidates = find_candidates(problem(person("acces-soins", "addictions"), services))
    found, moves = replanned(candidates, Decisions(faces=1, kept=(kept(), kept("tout-2", "addictions"))))
    assert found == {"acces-soins": "tout-1", "addictions": "tout-2"}
    assert [(move.barrier, move.reason) for move in moves] == [("acces-soins", Reason.FACES)]


@settings(max_examples=usually(60))
@given(st.integers(0, 2**32 - 1), st.integers(20, 100), st.sampled_from([None, 1, 2]))
def test_no_plan_is_worth_more_once_each_change_is_paid(seed: int, size: int, faces: int | None) -> None:
    """Against every plan: value less the price of changes; so each step kept costs at most that price."""
    candidates = random_case(seed, size)
    random, tried = Random(seed), list(every_plan(candidates))
    before = [KeptStep(barrier, id_, "", 1) for barrier, id_ in random.choice(tried).services.items()]
    wanted = {step.barrier: step.service_id for step in before if random.random() < 0.8}
    before = [step for step in before if step.barrier in wanted]
    price = candidates.problem.weights.plan.move
    told = within(candidates, Decisions(faces=faces, kept=tuple(before)))
    choice = choose(told)
    plan = plan_of(told, choice)
    fewest = min(each.faces for each in tried)
    able = [each for each in tried if faces is None or each.faces <= max(faces, fewest)]
    worth = [(each.objective if faces is None else each.worth) + price * each.staying(wanted) for each in able]
    stays = sum(wanted.get(step.need.barrier) == step.chosen.service.id for step in plan.steps)
    assert choice.objective + _paid(candidates, choice.faces, faces) + price * stays == pytest.approx(
        max(worth), abs=1e-9
    )
    moves = moves_since(told, choice, plan)
    moved = {step.need.barrier for step in plan.steps if wanted.get(step.need.barrier) != step.chosen.service.id}
    assert {move.barrier for move in moves if move.reason not in (Reason.LATER, Reason.EARLIER)} == moved
    for move in moves:
        if move.reason is Reason.BETTER:
            staying = [
                value
                for each, value in zip(able, worth, strict=True)
                if each.services[move.barrier] == wanted[move.barrier]
            ]
            assert move.gain == pytest.approx(max(worth) - max(staying), abs=1e-9)


def _paid(candidates: Candidates, new: int, faces: int | None) -> float:
    return 0.0 if faces is None else candidates.problem.weights.plan.new_partner * new
