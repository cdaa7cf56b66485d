"""Demand follows from needs by a formula whose working is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.staffing import DemandFormula, OpenNeed, demand_of
from matching.staffing.demand import whole_half_days

FORMULA = DemandFormula(half_days={"sante": 1.0, "logement": 0.5}, referral=0.25)


def test_a_need_weighs_by_severity_age_and_open_referral() -> None:
    assert FORMULA.of_need(OpenNeed("sante", 2, 0)) == 1.0
    assert FORMULA.of_need(OpenNeed("sante", 3, 90)) == pytest.approx(2.5)
    assert FORMULA.of_need(OpenNeed("logement", 1, 1000, referral_open=True)) == pytest.approx(0.25 * 1.5 + 0.25)


def test_the_working_shows_needs_by_severity() -> None:
    found = demand_of([OpenNeed("sante", 2, 0), OpenNeed("sante", 3, 0), OpenNeed("logement", 2, 0)], FORMULA)
    assert found.half_days == {"sante": 3, "logement": 1} or sum(found.half_days.values()) == 4
    (housing, health) = found.lines
    assert health.needs == {1: 0, 2: 1, 3: 1}
    assert (housing.half_days, health.half_days) == (0.5, 3.0)


@given(st.dictionaries(st.sampled_from(("sante", "emploi", "droits")), st.floats(0, 50)))
def test_rounding_keeps_the_total_and_moves_nothing_by_more_than_one(half_days: dict[str, float]) -> None:
    whole = whole_half_days(half_days)
    assert sum(whole.values()) == round(sum(half_days.values()))
    assert all(abs(whole[domain] - number) <= 1 for domain, number in half_days.items())
