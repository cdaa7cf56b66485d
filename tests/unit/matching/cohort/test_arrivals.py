"""Needs that come one by one: prices learnt from the last batch keep places for whom they are worth most."""

import numpy as np
import pytest

from matching.cohort import CohortProblem, cohort_problem, solve
from matching.cohort.arrivals import give_as_they_come
from matching.cohort.greedy import in_turn
from tests.reference.cohort import broken_rules
from tests.unit.matching.cohort.instances import city, some_people


def two_batches(seed: int) -> tuple[CohortProblem, CohortProblem]:
    both = city(160, 60, seed)
    return some_people(both, 0, 80), some_people(both, 80, 160)


@pytest.mark.parametrize("seed", range(3))
def test_prices_come_close_to_hindsight_where_first_come_first_served_does_not(seed: int) -> None:
    now, last = two_batches(seed)
    order = np.random.default_rng(seed).permutation(now.needs)
    best = solve(now, fair=False).value
    priced = give_as_they_come(now, last, order)
    assert broken_rules(now, priced.tolist()) == []
    assert now.value_of(priced) >= 0.94 * best > now.value_of(in_turn(now, order)) / 0.85 * 0.94


def test_the_last_place_waits_for_who_needs_it_more() -> None:
    def batch(values: list[float]) -> CohortProblem:
        return cohort_problem(
            need_person=range(len(values)),
            option_need=range(len(values)),
            option_service=[0] * len(values),
            option_value=values,
            pool_room=[1],
        )

    now, last = batch([1, 1, 5, 1]), batch([1, 5, 1, 1])
    assert np.flatnonzero(give_as_they_come(now, last, np.arange(4)) >= 0).tolist() == [2]
    assert np.flatnonzero(in_turn(now, np.arange(4)) >= 0).tolist() == [0]


def test_prices_of_other_pools_are_refused() -> None:
    with pytest.raises(ValueError, match="same pools"):
        give_as_they_come(city(5, 8, 1), city(5, 16, 1), np.arange(35))
