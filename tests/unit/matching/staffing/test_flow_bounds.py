"""Bounds by flows are above the best of all months."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.staffing.counts_model import build
from matching.staffing.flow_bounds import FlowBounds
from matching.staffing.half_day_flow import HalfDayFlow
from matching.staffing.measures import Measured
from tests.reference.staffing import Worth, every_calendar, month_of
from tests.reference.staffing_cases import hamlet


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_no_month_is_above_a_bound(seed: int) -> None:
    problem = hamlet(seed)
    built, measured = build(problem), Measured(problem)
    flow = HalfDayFlow(built, measured)
    bounds = FlowBounds(flow, measured, flow.within(built.pair))
    most = {level: tuple(bounds.of_shares(level).values()) for level in ("coverage", "load", "domains")}
    most["fit"] = (bounds.of_fit(),)
    worth = Worth(problem)
    for month in {tuple(sorted(month_of(cells).items())) for cells in every_calendar(problem)}:
        for level, _, values in worth.levels(dict(month)):
            assert all(value <= bound for value, bound in zip(values, most.get(level, values), strict=True))
