"""Places shared where a new face has its price: exact on small cases, within its bound, fair."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cohort import CohortProblem, Limits, cohort_problem, solve
from matching.cohort.plans import Planner
from matching.cohort.result import Reason
from tests.reference.cohort import broken_rules, every_distribution, fairest, shares_served, worth
from tests.unit.matching.cohort.instances import city, tiny, with_a_place

QUICK = Limits(prices=25, repairs=4)
UNAIDED = Limits(prices=25, repairs=4, exact_options=0)
ANY = st.one_of(
    tiny(faces=True), tiny(faces=True, bounded=False), tiny(faces=True, households=True), tiny(households=True)
)


@settings(max_examples=30)
@given(ANY)
def test_small_cases_are_closed_at_the_best_of_all_distributions(problem: CohortProblem) -> None:
    result = solve(problem, QUICK, fair=False)
    assert broken_rules(problem, result.chosen.tolist()) == []
    best = max(worth(problem, chosen) for chosen in every_distribution(problem))
    assert result.value == pytest.approx(best, abs=1e-6)
    assert result.bound == pytest.approx(best, abs=1e-6)


@settings(max_examples=40)
@given(ANY, st.booleans())
def test_without_help_no_rule_is_broken_and_the_bound_holds(problem: CohortProblem, fair: bool) -> None:
    result = solve(problem, UNAIDED, fair=fair)
    chosen = result.chosen.tolist()
    assert broken_rules(problem, chosen) == []
    assert result.value == pytest.approx(worth(problem, chosen))
    if not fair:
        best = max(worth(problem, one) for one in every_distribution(problem))
        assert result.value <= best + 1e-9 <= result.bound + 1e-6


@settings(max_examples=40)
@given(tiny(faces=True, bounded=False))
def test_prices_do_not_change_who_is_served_before_value(problem: CohortProblem) -> None:
    result = solve(problem, UNAIDED)
    urgent, shares, value = fairest(problem)
    assert result.tally.urgent == urgent
    assert shares_served(problem, result.chosen.tolist()) == shares
    assert result.value <= value + 1e-6
    assert result.bound >= value - 1e-6


@settings(max_examples=60)
@given(ANY, st.integers(0, 99))
def test_the_plan_of_each_person_is_the_best_one(problem: CohortProblem, seed: int) -> None:
    random = np.random.default_rng(seed)
    net = problem.option_value - random.integers(0, 6, problem.options)
    bonus = random.integers(0, 4, (problem.persons, 13)).astype(np.float64).cumsum(axis=1)
    found = Planner(problem, np.arange(problem.persons)).best(net, bonus)
    alone = cohort_problem(
        persons=problem.persons,
        need_person=problem.need_person,
        option_need=problem.option_need,
        option_service=problem.option_service,
        option_value=net,
        person_most=problem.person_most,
        option_face=problem.option_face if problem.faces else None,
        option_price=problem.option_price if problem.faces else None,
        option_known=problem.option_known if problem.faces else None,
        pool_room=np.full(problem.pools, problem.needs),
    )

    def total(chosen: tuple[int, ...]) -> float:
        counts = np.bincount(problem.need_person[np.array(chosen) >= 0], minlength=problem.persons)
        return worth(alone, chosen) + float(bonus[np.arange(problem.persons), counts].sum())

    assert broken_rules(alone, found.chosen.tolist()) == []
    best = max(total(chosen) for chosen in every_distribution(alone))
    assert total(tuple(found.chosen.tolist())) == pytest.approx(best)


@pytest.mark.parametrize("fair", [True, False])
def test_a_city_is_shared_within_one_per_cent_of_its_bound(fair: bool) -> None:
    problem = city(60, 45, 2, priced=True)
    result = solve(problem, Limits(prices=80), fair=fair)
    assert broken_rules(problem, result.chosen.tolist()) == []
    assert result.gap <= 0.015
    assert result.value > max(one.value for one in result.baselines.values())


def test_few_appointments_are_kept_and_well_used() -> None:
    problem = city(30, 30, 2, priced=True)
    bound = cohort_problem(
        **{
            name: getattr(problem, name)
            for name in ("need_person", "need_urgent", "option_need", "option_service", "option_value", "pool_room")
        },
        option_face=problem.option_face,
        option_price=problem.option_price,
        person_most=[2] * problem.persons,
    )
    result = solve(bound, Limits(repairs=20), fair=False)
    assert broken_rules(bound, result.chosen.tolist()) == []
    assert result.gap <= 0.12
    assert result.value > result.baselines["by_arrival"].value


@settings(max_examples=40)
@given(tiny(faces=True))
def test_where_few_faces_alone_bind_and_the_flow_keeps_them_it_is_the_fairest_of_all(problem: CohortProblem) -> None:
    free = replace(problem, option_price=np.zeros(problem.options))
    result = solve(free, UNAIDED)
    assert broken_rules(free, result.chosen.tolist()) == []
    if result.form == "separable":
        *aims, value = fairest(free)
        assert aims == [result.tally.urgent, shares_served(free, result.chosen.tolist())]
        assert result.value == pytest.approx(value)


@settings(max_examples=25)
@given(tiny(faces=True, bounded=False))
def test_what_one_more_place_serves_is_what_it_serves_where_faces_have_a_price(problem: CohortProblem) -> None:
    before = solve(problem, UNAIDED)
    said = {one.pool: (one.served, one.urgent) for one in before.more}
    for pool in sorted(set(problem.option_pool.tolist())):
        after = solve(with_a_place(problem, pool), UNAIDED).tally
        more = after.served - before.tally.served, after.urgent - before.tally.urgent
        assert said.get(pool, (0, 0)) == more


@settings(max_examples=25)
@given(tiny(faces=True, bounded=False))
def test_fairness_costs_between_nothing_and_everything_of_what_value_alone_reaches(problem: CohortProblem) -> None:
    fairness = solve(problem, UNAIDED).fairness
    assert fairness.price >= 0.0 or fairness.best_value <= 0.0
    best = max(worth(problem, chosen) for chosen in every_distribution(problem))
    assert fairness.best_value <= best + 1e-6


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_who_are_alike_but_for_that_the_one_who_waited_longest_meets_the_only_new_face(first: int) -> None:
    problem = cohort_problem(
        need_person=[0, 1],
        need_waiting=[30 * (1 - first), 30 * first],
        option_need=[0, 1],
        option_service=[0, 0],
        option_value=[3, 3],
        option_face=[0, 0],
        option_price=[1, 1],
        pool_room=[1],
    )
    for fair in (True, False):
        assert solve(problem, UNAIDED, fair=fair).chosen.tolist() == [[0, -1], [-1, 1]][first]


def test_meeting_someone_known_is_no_new_appointment() -> None:
    problem = cohort_problem(
        need_person=[0, 0, 0],
        person_most=[1],
        option_need=[0, 1, 2],
        option_service=[0, 1, 2],
        option_value=[1, 2, 3],
        option_face=[0, 1, 2],
        option_known=[True, False, False],
        pool_room=[1, 1, 1],
    )
    assert solve(problem, fair=False).chosen.tolist() == [0, -1, 2]


def test_a_face_dearer_than_what_it_brings_is_not_met() -> None:
    problem = cohort_problem(
        need_person=[0],
        option_need=[0],
        option_service=[0],
        option_value=[1],
        option_face=[0],
        option_price=[2],
        pool_room=[1],
    )
    result = solve(problem, fair=False)
    assert [(one.need, one.reason) for one in result.waiting] == [(0, Reason.NEW_FACE)]


def test_two_needs_share_the_price_of_one_face() -> None:
    # Alone neither need is worth the price of the one partner for both; together they are.
    problem = cohort_problem(
        need_person=[0, 0],
        option_need=[0, 1],
        option_service=[0, 1],
        option_value=[2, 2],
        option_face=[7, 7],
        option_price=[3, 3],
        pool_room=[1, 1],
    )
    result = solve(problem, fair=False)
    assert (result.status, result.value) == ("optimal", 1.0)


def test_stopping_a_plan_form_returns_what_was_found() -> None:
    problem = city(20, 20, 1, priced=True)
    result = solve(problem, keep_going=lambda stage, _done: stage != "prices")
    assert result.stopped
    assert broken_rules(problem, result.chosen.tolist()) == []
    assert result.bound >= result.value
