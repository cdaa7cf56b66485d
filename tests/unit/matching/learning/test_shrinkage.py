"""How much to borrow from the network: strength, intervals, and whether borrowing pays."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from matching.learning.record import track_record
from matching.learning.shrinkage import (
    LEAST_STRENGTH,
    MOST_STRENGTH,
    USUAL_STRENGTH,
    interval,
    shrunk,
    strength_of,
)
from tests.unit.matching.learning.asking import estimates, history, learned


@given(st.floats(0.05, 0.95), st.floats(4.0, 80.0))
def test_intervals_are_those_of_a_beta(mean: float, trials: float) -> None:
    exact = beta.ppf((0.05, 0.95), mean * trials, (1 - mean) * trials)
    assert interval(mean, trials) == pytest.approx(tuple(exact), abs=1e-3)


@pytest.mark.parametrize("truth", [6.0, 12.0, 24.0])
def test_strength_is_found_again_where_it_is_known(truth: float) -> None:
    random = np.random.default_rng(1)
    trials = random.integers(2, 12, 4000).astype(np.float64)
    rates = random.beta(0.7 * truth, 0.3 * truth, 4000)
    found = strength_of(random.binomial(trials.astype(int), rates).astype(np.float64), trials)
    assert found == pytest.approx(truth, rel=0.25)


def test_strength_is_bounded_and_usual_where_little_is_known() -> None:
    assert strength_of(np.array([3.0]), np.array([4.0])) == USUAL_STRENGTH
    assert strength_of(np.tile([0.0, 9.0], 20), np.full(40, 9.0)) == LEAST_STRENGTH
    assert strength_of(np.full(40, 2.0), np.full(40, 4.0)) == MOST_STRENGTH


def test_shrinkage_beats_raw_rates_in_mean_squared_error() -> None:
    random = Random(7)
    truth = {f"p{number:03}-1": random.betavariate(5, 2) for number in range(150)}
    services = sorted(truth)
    requests = [one for name in services for one in history(random, name, truth[name], random.randrange(1, 7))]
    found = estimates(requests, services)
    answered = {name: [one.answered_on is not None for one in requests if one.service_id == name] for name in services}
    raw = sum((sum(answered[name]) / len(answered[name]) - truth[name]) ** 2 for name in services)
    drawn_in = sum(((one.answer or 0.0) - truth[name]) ** 2 for name, one in zip(services, found, strict=True))
    assert drawn_in < 0.6 * raw


def test_nine_intervals_in_ten_hold_the_truth() -> None:
    random = Random(11)
    truth = [random.betavariate(5, 2) for _ in range(400)]
    services = [f"p{number:03}-1" for number in range(400)]
    requests = [
        one
        for name, rate in zip(services, truth, strict=True)
        for one in history(random, name, rate, random.randrange(9))
    ]
    found = learned(requests, services)
    held = 0
    for row, rate in enumerate(truth):
        record = track_record(found, "addictions", row)
        assert record is not None
        assert record.likely is not None
        held += record.likely[0] <= rate <= record.likely[1]
    assert 0.86 <= held / 400 <= 0.94


def test_a_new_partner_stands_where_an_average_one_does() -> None:
    random = Random(3)
    ranks = []
    for _ in range(60):
        truth = [random.betavariate(4, 2) for _ in range(21)]
        services = [f"p{number:02}-1" for number in range(21)]
        requests = [
            one for name, rate in list(zip(services, truth, strict=True))[1:] for one in history(random, name, rate, 4)
        ]
        answers = [one.answer or 0.0 for one in estimates(requests, services)]
        ranks.append(sum(answer > answers[0] for answer in answers))
    # Of twenty others, about ten before it; the median of a skewed lot is a little above its mean.
    assert 8 <= sum(ranks) / len(ranks) <= 13


def test_shrunk_is_the_mean_without_trials() -> None:
    assert shrunk(np.zeros(1), np.zeros(1), 0.7, 8.0)[0] == pytest.approx(0.7)
