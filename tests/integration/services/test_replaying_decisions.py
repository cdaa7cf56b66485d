"""Whatever a result was made with is part of its question: choices, number of faces, the plan kept, past requests."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, update

from api.services.planning import entry_of
from api.services.replaying import Replay, Verdict
from api.services.results import QUESTION
from network_data.database import transaction
from network_data.repositories.plan_edit import ChoiceEntry
from network_data.tables import ChoiceKind, ChosenBy, Need, PastRequest, PlanChoice, Service, StoredResult
from tests.integration.services.replays import CARE, WHO, change, keep, plan, replayed, writer
from tests.integration.storage.records import DAY, need, partner, service, store

FOOD = ["equipement-et-alimentation--alimentation"]
_FULL = {
    "updated_on": DAY - timedelta(days=1500),
    "places_open": 0,
    "waiting_days": 300,
    "capacity_checked_on": DAY,
}


@pytest.fixture
def network(programme: Engine) -> Engine:
    """Two severe barriers; one partner answers both, much less well than two others answer one each."""
    with transaction(programme, writes=True) as session:
        session.exec(update(Need).values(severity=3, priority=True))
        session.exec(update(Service).where(col(Service.id) == "s2").values(**_FULL))
    store(programme, need("alimentation", severity=3, priority=True), partner("p3"))
    store(programme, service("food", partner_id="p3", thematiques=FOOD))
    store(programme, service("food-2", partner_id="p2", thematiques=FOOD, **_FULL))
    return programme


def choose(engine: Engine, *entries: ChoiceEntry) -> None:
    with transaction(engine, writes=True) as session:
        edit = writer(session).plan(WHO)
        assert edit is not None
        for entry in entries:
            edit.choose(entry)


def choice(barrier: str, kind: ChoiceKind, **about: str) -> ChoiceEntry:
    return ChoiceEntry(barrier, kind, ChosenBy.PERSON, **about)


def keep_plan(engine: Engine, faces: int | None = None) -> str:
    shown = plan(engine, faces)
    with transaction(engine, writes=True) as session:
        edit = writer(session).plan(WHO)
        assert edit is not None
        edit.keep(entry_of(shown, ChosenBy.PERSON))
    return shown.result.result_id


def steps(engine: Engine, result_id: str) -> dict[str, str]:
    with Session(engine) as session:
        kept = session.get_one(StoredResult, result_id).answer
    return {step["barrier"]: step["service_id"] for step in kept["steps"]}


def identical(found: Replay) -> bool:
    return found.verdict is Verdict.IDENTICAL and found.same_with_former_weights is True and not found.network.touched


EVERY_CHOICE = (
    choice("acces-soins", ChoiceKind.PINNED, partner_id="p2", service_id="s2"),
    choice("alimentation", ChoiceKind.REFUSED, partner_id="p3"),
    choice("alimentation", ChoiceKind.AFTER, first="acces-soins"),
)


def without_decision(engine: Engine) -> str:
    return plan(engine).result.result_id


def with_one_face(engine: Engine) -> str:
    return plan(engine, 1).result.result_id


def with_choices(engine: Engine) -> str:
    choose(engine, *EVERY_CHOICE)
    return plan(engine).result.result_id


def with_a_plan_kept(engine: Engine) -> str:
    keep_plan(engine, 1)
    return plan(engine).result.result_id


def of_more_suggestions(engine: Engine) -> str:
    return keep(engine, days=3, per_barrier=12)


@pytest.mark.parametrize(
    "shown", [without_decision, with_one_face, with_choices, with_a_plan_kept, of_more_suggestions]
)
def test_every_kind_of_result_is_identical_as_long_as_nothing_changed(
    network: Engine, shown: Callable[[Engine], str]
) -> None:
    assert identical(replayed(network, shown(network)))


def test_the_question_kept_holds_all_that_was_decided(network: Engine) -> None:
    keep_plan(network, 1)
    choose(network, *EVERY_CHOICE)
    with Session(network) as session:
        decisions = QUESTION.validate_python(
            session.get_one(StoredResult, plan(network).result.result_id).problem
        ).profile.decisions
    assert {barrier: (pin.partner_id, pin.service_id) for barrier, pin in decisions.pins.items()} == {
        "acces-soins": ("p2", "s2")
    }
    assert decisions.refused == {("alimentation", "p3")}
    assert decisions.after == {("acces-soins", "alimentation")}
    assert decisions.faces == 1
    assert {step.barrier: step.partner_id for step in decisions.kept} == {"acces-soins": "p2", "alimentation": "p2"}


def test_choices_taken_back_since_leave_the_result_what_it_was(network: Engine) -> None:
    free = without_decision(network)
    bound = with_choices(network)
    with transaction(network, writes=True) as session:
        session.exec(delete(PlanChoice).where(col(PlanChoice.person_id) == WHO))
    assert steps(network, bound) != steps(network, free)
    assert identical(replayed(network, bound))


def test_a_plan_of_few_faces_is_replayed_with_as_few_after_another_was_kept(network: Engine) -> None:
    few, free = with_one_face(network), without_decision(network)
    keep_plan(network)
    assert steps(network, few) == {"acces-soins": "s2", "alimentation": "food-2"}
    assert steps(network, free) == {"acces-soins": "s1", "alimentation": "food"}
    assert identical(replayed(network, few))


def test_why_a_kept_plan_moves_is_part_of_the_answer(network: Engine) -> None:
    keep_plan(network)
    moved = plan(network).result.result_id
    change(network, "s1", thematiques=FOOD)
    found = replayed(network, moved)
    assert found.verdict is Verdict.DIFFERENT
    assert {(each.what, each.barrier, each.then, each.now) for each in found.differences} >= {
        ("move", "acces-soins", None, "other-work"),
        ("step", "acces-soins", "s1", "s2"),
    }


def test_why_a_barrier_is_out_of_the_plan_is_part_of_the_answer(network: Engine) -> None:
    shut = [choice("alimentation", ChoiceKind.REFUSED, partner_id=each) for each in ("p2", "p3")]
    choose(network, *shut)
    refused = plan(network).result.result_id
    change(network, "food", thematiques=CARE)
    change(network, "food-2", thematiques=CARE)
    assert ("left", "alimentation", "all-refused", "no-service") in {
        (each.what, each.barrier, each.then, each.now) for each in replayed(network, refused).differences
    }


def asked(service_id: str, on: date, answered: date | None = None) -> PastRequest:
    return PastRequest(
        service_id=service_id, barrier="acces-soins", asked_on=on, answered_on=answered, accepted=bool(answered)
    )


def long_ago(days: int = 200) -> date:
    return DAY - timedelta(days=days)


def test_requests_recorded_since_are_told_even_where_the_network_s_version_is_the_same(network: Engine) -> None:
    store(network, asked("s1", long_ago(), long_ago(199)))
    kept = without_decision(network)
    store(network, *(asked("s1", long_ago(90 + number)) for number in range(8)))
    found = replayed(network, kept)
    assert found.verdict is Verdict.DIFFERENT
    assert not found.network.versions.changed
    assert (found.network.requests, found.network.changed) == (("s1",), ())
    assert found.network.expectations


def test_requests_made_after_the_day_of_the_question_change_nothing(network: Engine) -> None:
    store(network, asked("s1", long_ago(), long_ago(199)))
    kept = without_decision(network)
    store(network, *(asked("s1", DAY + timedelta(days=1 + number)) for number in range(8)))
    assert identical(replayed(network, kept))


def test_requests_forgotten_since_are_told(network: Engine) -> None:
    store(network, asked("s1", long_ago(700), long_ago(699)), asked("s2", long_ago(30), long_ago(20)))
    kept = without_decision(network)
    store(network, asked("s2", DAY + timedelta(days=300)))
    assert replayed(network, kept).network.requests == ("s1",)


def test_what_was_kept_before_requests_counted_is_still_replayed(network: Engine) -> None:
    kept = without_decision(network)
    with transaction(network, writes=True) as session:
        stored = session.get_one(StoredResult, kept)
        since = ("left", "moves", "requests", "expectations")
        stored.answer = {name: value for name, value in stored.answer.items() if name not in since}
    assert identical(replayed(network, kept))
