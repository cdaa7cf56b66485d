"""A result kept with its problem is computed again: identical, or what differs and what changed meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from api.errors import NotFoundError
from api.services import replaying
from api.services.replaying import Verdict
from api.services.weighing import default_weights
from network_data.database import touch_network, transaction
from network_data.repositories.results import KEPT_PER_PERSON
from network_data.tables import AuditEntry, ChosenBy, Grant, KeptPlan, Person, Service, StoredResult
from tests.integration.services.replays import CARE, WHO, change, keep, replayed, writer
from tests.integration.storage.asking import NOON, asker, store_advisor
from tests.integration.storage.records import DAY, service, store


def test_where_nothing_changed_the_result_is_identical(programme: Engine) -> None:
    found = replayed(programme, keep(programme))
    assert (found.verdict, found.differences, found.weights) == (Verdict.IDENTICAL, (), {})
    assert not found.network.versions.changed
    assert found.same_with_former_weights


def test_the_same_answer_to_the_same_question_is_kept_once(programme: Engine) -> None:
    assert keep(programme) == keep(programme)
    assert keep(programme, days=1) != keep(programme)


def test_a_change_elsewhere_in_the_network_leaves_the_result_identical(programme: Engine) -> None:
    kept = keep(programme)
    store(programme, service("s3", thematiques=["numerique--acceder-a-du-materiel"]))
    with transaction(programme, writes=True) as session:
        touch_network(session)
    found = replayed(programme, kept)
    assert found.verdict is Verdict.IDENTICAL
    assert found.network.versions.changed
    assert (found.network.changed, found.network.gone, found.network.arrived) == ((), (), ())


def test_a_service_that_changed_is_named_with_what_came_of_it(programme: Engine) -> None:
    kept = keep(programme)
    change(programme, "s1", updated_on=DAY - timedelta(days=700))
    found = replayed(programme, kept)
    assert found.verdict is Verdict.DIFFERENT
    assert found.network.changed == ("s1",)
    assert {(each.what, each.then, each.now) for each in found.differences} >= {("first", "s1", "s2")}
    assert found.weights == {}


def test_a_service_that_disappeared_and_one_that_came_are_named(programme: Engine) -> None:
    kept = keep(programme)
    with transaction(programme, writes=True) as session:
        session.delete(session.get_one(Service, "s2"))
        session.add(service("s0", partner_id="p2", thematiques=CARE, updated_on=DAY + timedelta(days=1)))
        session.add(service("s9", partner_id="p2", thematiques=CARE, updated_on=DAY - timedelta(days=9)))
        touch_network(session)
    network = replayed(programme, kept).network
    assert network.gone == ("s2",)
    assert network.arrived == ("s0",)
    assert network.addressing == {"acces-soins": (2, 3)}


def test_weights_that_changed_are_named_and_told_from_a_defect(
    programme: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, shipped = keep(programme), default_weights()
    moved = replace(
        shipped, score=replace(shipped.score, fit=shipped.score.fit - 0.01, known=shipped.score.known + 0.01)
    )
    monkeypatch.setattr(replaying, "default_weights", lambda: moved)
    found = replayed(programme, kept)
    assert found.verdict is Verdict.DIFFERENT
    assert set(found.weights) == {"score.fit", "score.known"}
    assert found.weights["score.fit"] == (shipped.score.fit, moved.score.fit)
    assert found.rules.changed
    assert found.same_with_former_weights
    assert {each.what for each in found.differences} == {"scores"}


def test_another_answer_where_nothing_changed_is_a_defect(programme: Engine) -> None:
    kept = keep(programme)
    with transaction(programme, writes=True) as session:
        stored = session.get_one(StoredResult, kept)
        wrong = [["s2", 0.5], ["s1", 0.4]]
        stored.answer = {**stored.answer, "needs": [{**stored.answer["needs"][0], "services": wrong}]}
    assert replayed(programme, kept).verdict is Verdict.DEFECT


def test_what_another_version_of_the_engine_answers_is_no_defect(programme: Engine) -> None:
    kept = keep(programme)
    with transaction(programme, writes=True) as session:
        stored = session.get_one(StoredResult, kept)
        stored.engine_version = "0.0.1"
        stored.answer = {**stored.answer, "steps": []}
    found = replayed(programme, kept)
    assert (found.verdict, found.engine.then) == (Verdict.DIFFERENT, "0.0.1")


@pytest.mark.parametrize(
    "problem",
    [
        {"profile": {"needs": "?"}},
        {"profile": {"needs": [{"barrier": "x"}], "on": "2026-01-01"}},
        {
            "profile": {
                "needs": [{"barrier": "acces-soins"}],
                "on": "2026-01-01",
                "decisions": {"kept": [{"barrier": "x", "service_id": "s1", "partner_id": "p1", "wave": 1}]},
            }
        },
    ],
)
def test_a_problem_that_this_version_cannot_read_says_so(programme: Engine, problem: dict[str, object]) -> None:
    kept = keep(programme)
    with transaction(programme, writes=True) as session:
        session.get_one(StoredResult, kept).problem = problem
    assert replayed(programme, kept).verdict is Verdict.UNREADABLE


def test_someone_else_finds_it_no_more_than_one_that_does_not_exist(programme: Engine) -> None:
    mine, other = store_advisor(programme, "ines", WHO), store_advisor(programme, "louis")
    kept = keep(programme, mine)
    assert replayed(programme, kept, mine).verdict is Verdict.IDENTICAL
    told = []
    for who, result_id in ((other, kept), (mine, "nothing"), (asker("nobody"), kept)):
        with pytest.raises(NotFoundError) as refused:
            replayed(programme, result_id, who)
        told.append(refused.value.detail)
    assert told[0] == told[1] == told[2]


def test_whoever_no_longer_accompanies_the_person_no_longer_finds_it(programme: Engine) -> None:
    mine = store_advisor(programme, "ines", WHO)
    kept = keep(programme, mine)
    with transaction(programme, writes=True) as session:
        session.exec(delete(Grant).where(col(Grant.account_id) == "ines"))
    with pytest.raises(NotFoundError):
        replayed(programme, kept, mine)


def test_replaying_leaves_a_trace_about_the_person(programme: Engine) -> None:
    kept = keep(programme)
    replayed(programme, kept)
    with Session(programme) as session:
        (entry,) = session.exec(select(AuditEntry)).all()
        assert (entry.actor, entry.action, len(entry.subjects)) == ("local", "result.read", 1)


def test_it_goes_with_the_person(programme: Engine) -> None:
    kept = keep(programme)
    with transaction(programme, writes=True) as session:
        session.delete(session.get_one(Person, WHO))
    with Session(programme) as session:
        assert session.get(StoredResult, kept) is None


def test_it_goes_when_a_need_turns_out_to_be_a_mistake(programme: Engine) -> None:
    kept = keep(programme)
    with transaction(programme, writes=True) as session:
        edit = writer(session).edit(WHO)
        assert edit is not None
        edit.write_needs((), ["acces-soins"])
    with Session(programme) as session:
        assert session.get(StoredResult, kept) is None


def test_the_latest_alone_are_kept(programme: Engine) -> None:
    kept = [keep(programme, days=days) for days in range(KEPT_PER_PERSON + 2)]
    with Session(programme) as session:
        left = set(session.exec(select(StoredResult.id)).all())
    assert len(left) == KEPT_PER_PERSON
    assert left < set(kept)
    assert kept[-1] in left


def test_that_of_the_plan_kept_stays_however_many_come_after(programme: Engine) -> None:
    of_plan = keep(programme)
    plan = KeptPlan(
        person_id=WHO,
        at=NOON,
        chosen_by=ChosenBy.PERSON,
        result_id=of_plan,
        network_version="-",
        rules_version="-",
    )
    store(programme, plan)
    for days in range(1, KEPT_PER_PERSON + 2):
        keep(programme, days=days)
    with Session(programme) as session:
        left = session.exec(select(StoredResult.id)).all()
    assert len(left) == KEPT_PER_PERSON + 1
    assert of_plan in left
