"""Places shared by flow: the optimum of a linear programme, the fairest of all, never a place too many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cohort import CohortProblem, cohort_problem, solve
from matching.cohort.result import Reason
from matching.columns import Ints
from tests.reference.cohort import broken_rules, every_distribution, fairest, linear_optimum, shares_served, worth
from tests.unit.matching.cohort.instances import city, tiny, with_a_place


@given(tiny())
def test_the_order_of_the_aims_is_kept_as_if_everything_had_been_tried(problem: CohortProblem) -> None:
    result = solve(problem)
    chosen = result.chosen.tolist()
    assert broken_rules(problem, chosen) == []
    urgent, shares, value = fairest(problem)
    assert result.tally.urgent == urgent
    assert shares_served(problem, chosen) == shares
    assert result.value == pytest.approx(value)


@given(tiny())
def test_by_value_alone_nothing_is_worth_more(problem: CohortProblem) -> None:
    result = solve(problem, fair=False)
    assert broken_rules(problem, result.chosen.tolist()) == []
    assert result.value == pytest.approx(max(worth(problem, chosen) for chosen in every_distribution(problem)))


@pytest.mark.parametrize("seed", range(4))
def test_the_value_is_that_of_the_linear_programme(seed: int) -> None:
    problem = city(60, 40, seed)
    result = solve(problem, fair=False)
    assert result.value == pytest.approx(linear_optimum(problem), rel=1e-6)
    assert result.gap == 0.0
    assert broken_rules(problem, result.chosen.tolist()) == []


@settings(max_examples=30)
@given(tiny(), st.booleans())
def test_one_more_place_brings_what_was_said(problem: CohortProblem, fair: bool) -> None:
    before = solve(problem, fair=fair)
    said = {one.pool: one for one in before.more}
    for pool in sorted(set(problem.option_pool.tolist())):
        after = solve(with_a_place(problem, pool), fair=fair)
        expected = said.get(pool)
        assert after.value - before.value == pytest.approx(expected.value if expected else 0.0)
        if fair:
            assert after.tally.served - before.tally.served == (expected.served if expected else 0)
            assert after.tally.urgent - before.tally.urgent == (expected.urgent if expected else 0)


def with_room(problem: CohortProblem, room: Ints) -> CohortProblem:
    return cohort_problem(
        persons=problem.persons,
        need_person=problem.need_person,
        need_urgent=problem.need_urgent,
        need_waiting=problem.need_waiting,
        person_most=problem.person_most,
        option_need=problem.option_need,
        option_service=problem.option_service,
        option_value=problem.option_value,
        pool_room=room,
        pool_parent=problem.pool_parent,
    )


def test_one_more_place_may_let_several_move() -> None:
    # Need 0 can only go to A, need 1 to A or B, need 2 to B or C: a place at C moves two and serves one more.
    problem = cohort_problem(
        need_person=[0, 1, 2],
        option_need=[0, 1, 1, 2, 2],
        option_service=[0, 0, 1, 1, 2],
        option_value=[1.0, 3.0, 2.0, 3.0, 2.5],
        pool_room=[1, 1, 0],
    )
    (at_c,) = [one for one in solve(problem).more if one.pool == 2]
    assert (at_c.served, at_c.moved) == (1, 2)
    assert at_c.value == pytest.approx(1.0 + 2.0 + 2.5 - 3.0 - 3.0)


def test_equals_are_served_by_waiting_time_then_by_lot() -> None:
    def served(waiting: list[int], seed: int) -> int:
        problem = cohort_problem(
            need_person=[0, 1, 2],
            need_waiting=waiting,
            option_need=[0, 1, 2],
            option_service=[0, 0, 0],
            option_value=[1, 1, 1],
            pool_room=[1],
        )
        return int(np.flatnonzero(solve(problem, seed=seed).chosen >= 0)[0])

    assert {served([3, 9, 4], seed) for seed in range(8)} == {1}
    assert {served([9, 2, 9], seed) for seed in range(16)} == {0, 2}
    assert served([5, 5, 5], 7) == served([5, 5, 5], 7)


def test_places_reserved_for_some_are_kept_from_the_rest() -> None:
    # Three places, two of them reserved for chantier A: the others share one.
    problem = cohort_problem(
        need_person=[0, 1, 2, 3],
        option_need=[0, 1, 2, 3],
        option_service=[0, 0, 0, 0],
        option_pool=[1, 0, 0, 0],
        option_value=[1, 5, 5, 5],
        pool_room=[1, 3],
        pool_parent=[1, -1],
    )
    result = solve(problem)
    assert result.tally.served == 2
    assert result.chosen[0] >= 0


def test_those_who_wait_are_told_why() -> None:
    problem = cohort_problem(
        need_person=[0, 0, 0, 1, 2],
        person_most=[1, 5, 5],
        option_need=[1, 2, 3, 4],
        option_service=[0, 0, 1, 2],
        option_value=[2, 1, 3, 3],
        pool_room=[2, 0, 1],
    )
    result = solve(problem)
    assert [(one.need, one.reason) for one in result.waiting] == [
        (0, Reason.NO_SERVICE),
        (2, Reason.APPOINTMENTS),
        (3, Reason.NO_QUOTA),
    ]


def test_a_full_service_is_named() -> None:
    problem = cohort_problem(
        need_person=[0, 1], option_need=[0, 1], option_service=[0, 0], option_value=[1, 2], pool_room=[1]
    )
    (one,) = solve(problem).waiting
    assert (one.need, one.reason, one.option, one.pool) == (0, Reason.FULL, 0, 0)


def test_fairness_has_its_price_and_the_baselines_are_shown() -> None:
    result = solve(city(60, 40, 5))
    assert 0.0 <= result.fairness.price < 0.2
    assert result.value == pytest.approx((1 - result.fairness.price) * result.fairness.best_value)
    assert set(result.baselines) == {"by_arrival", "by_urgency"}
    assert all(one.value <= result.fairness.best_value for one in result.baselines.values())
    assert result.tally.urgent >= max(one.urgent for one in result.baselines.values())


def test_the_answer_repeats_and_its_digest_tells() -> None:
    problem = city(40, 30, 3)
    first, again, other = solve(problem, seed=4), solve(problem, seed=4), solve(city(40, 30, 4), seed=4)
    assert first.digest == again.digest != other.digest


def test_stopping_returns_what_was_found() -> None:
    problem = city(20, 20, 3)
    result = solve(problem, keep_going=lambda _stage, _done: False)
    assert result.stopped
    assert broken_rules(problem, result.chosen.tolist()) == []


@settings(max_examples=30)
@given(tiny())
def test_nobody_loses_all_when_a_place_is_added(problem: CohortProblem) -> None:
    before = solve(problem)
    after = solve(with_room(problem, problem.pool_room + 1))
    assert after.tally.served >= before.tally.served
    assert after.tally.urgent >= before.tally.urgent
    assert shares_served(problem, after.chosen.tolist())[0] >= shares_served(problem, before.chosen.tolist())[0]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"option_need": [0, 9]}, "option_need"),
        ({"pool_room": [-1, 2]}, "pool_room"),
        ({"pool_parent": [-1, 0]}, "pool_parent"),
        ({"option_value": [float("nan"), 1]}, "option_value"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_by_name(wrong: dict[str, list[float]], told: str) -> None:
    given = {"need_person": [0, 1], "option_need": [0, 1], "option_service": [0, 1], "option_value": [1, 1]}
    with pytest.raises(ValueError, match=told):
        cohort_problem(**{"pool_room": [1, 1], **given, **wrong})  # type: ignore[arg-type]
