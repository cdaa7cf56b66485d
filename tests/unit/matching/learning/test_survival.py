"""The product-limit estimator: against scipy's, a published example, and what a prior must do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from matching.learning.requests import HORIZON_DAYS
from matching.learning.survival import Curve, Waits, answering, curve_of

waits = st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=1, max_size=40)
SIX_MP = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1)]
SIX_MP += [(20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)]
"""Weeks of remission under 6-MP (Freireich and others 1963): at each time, relapses and those lost from sight."""


def waits_of(told: list[tuple[int, bool]]) -> Waits:
    waited = np.array([wait for wait, _ in told], dtype=np.int64)
    answered = np.array([came for _, came in told], dtype=np.bool_)
    return Waits.of(np.zeros(len(told), dtype=np.int64), waited, answered, 1)


def scipy_survival(told: list[tuple[int, bool]], day: int) -> float:
    """By another library: what is beyond the horizon is only known to be beyond it."""
    came = [wait for wait, answered in told if answered]
    gone = [wait for wait, answered in told if not answered]
    return float(ecdf(CensoredData(uncensored=came, right=gone)).sf.evaluate(day)) if came else 1.0


@given(waits)
def test_the_curve_is_scipys(told: list[tuple[int, bool]]) -> None:
    curve = curve_of(waits_of(told))
    for day in (0, 1, 7, 30, HORIZON_DAYS):
        assert curve.before[day] - curve.chance[day] == pytest.approx(scipy_survival(told, day), abs=1e-12)


@given(waits)
def test_rate_and_mean_wait_are_read_from_the_same_curve(told: list[tuple[int, bool]]) -> None:
    found = answering(waits_of(told))
    survival = [scipy_survival(told, day) for day in range(HORIZON_DAYS + 1)]
    assert found.rate[0] == pytest.approx(1.0 - survival[HORIZON_DAYS], abs=1e-12)
    assert found.days[0] == pytest.approx(sum(survival[:HORIZON_DAYS]), abs=1e-9)


def test_a_published_example() -> None:
    told = [(week, True) for week, events, _ in SIX_MP for _ in range(events)]
    told += [(week, False) for week, _, lost in SIX_MP for _ in range(lost)]
    curve = curve_of(waits_of(told))
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for week, survival in published.items():
        assert curve.before[week] - curve.chance[week] == pytest.approx(survival, abs=5e-4)


def prior() -> Curve:
    return curve_of(waits_of([(2, True), (5, True), (9, True), (70, False)]))


def test_without_requests_the_prior_is_what_is_expected() -> None:
    found = answering(waits_of([]), prior(), 5.0)
    assert found.rate[0] == pytest.approx(0.75)
    assert found.days[0] == pytest.approx((2 + 5 + 9 + HORIZON_DAYS) / 4)


@given(st.integers(0, 20), st.integers(0, 20), st.floats(1.0, 30.0))
def test_when_every_answer_is_settled_it_is_the_beta_binomial_mean(came: int, silent: int, strength: float) -> None:
    told = [(4, True)] * came + [(300, False)] * silent
    expected = (strength * 0.75 + came) / (strength + came + silent)
    assert answering(waits_of(told), prior(), strength).rate[0] == pytest.approx(expected, abs=1e-12)


def test_silence_is_the_longest_delay_and_not_a_missing_one() -> None:
    assert answering(waits_of([(200, False)] * 3)).days[0] == HORIZON_DAYS
