"""What is due when: the rules against a walk written apart, what partners set, dossiers, needs."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.referrals import Days, Due, Standing, due, need_due
from network_data.vocabulary import CLOCKS, REFERRAL_STATES, Does, ReferralKind, ReferralState
from tests.reference.clocks import told

days = st.dates(date(2025, 6, 1), date(2027, 12, 31))
maybe = st.none() | days


@given(
    kind=st.sampled_from(ReferralKind),
    state=st.sampled_from(ReferralState),
    since=days,
    appointment_on=maybe,
    review_on=maybe,
    check_on=maybe,
    urgent=st.booleans(),
    agreed=st.booleans(),
    later=st.integers(0, 400),
)
def test_the_clocks_are_those_of_a_walk_from_day_to_day(since: date, later: int, **known: Any) -> None:
    standing, today = Standing(step=1, since=since, **known), since + timedelta(days=later)
    found = [(each.on, each.clock, each.occurrence) for each in due(standing, today)]
    assert found == told({"since": since, **known}, today)


def test_an_unanswered_referral_is_reminded_alerted_and_ends_around_a_holiday() -> None:
    # Thursday 5 November 2026; Wednesday 11 is a holiday.
    standing = Standing(ReferralKind.ORIENTATION, ReferralState.SENT, 2, date(2026, 11, 5))
    assert due(standing, date(2026, 11, 26)) == [
        Due(date(2026, 11, 9), "no-answer"),
        Due(date(2026, 11, 13), "still-no-answer"),
        Due(date(2026, 11, 26), "silence"),
    ]
    assert [each.does for each in due(standing, date(2026, 11, 26))] == [Does.REMIND, Does.ALERT, Does.EXPIRE]


def test_a_partner_sets_its_own_days_or_stops_a_clock() -> None:
    own = {"no-answer": Days(4), "silence": Days(None), "still-no-answer": Days(6, urgent=1)}
    since = date(2026, 1, 5)
    standing = Standing(ReferralKind.ORIENTATION, ReferralState.SENT, 2, since, set_by=own)
    found = [(each.on, each.clock) for each in due(standing, date(2026, 3, 1))]
    assert found == [(date(2026, 1, 9), "no-answer"), (date(2026, 1, 13), "still-no-answer")]
    urgent = Standing(ReferralKind.ORIENTATION, ReferralState.SENT, 2, since, urgent=True, set_by=own)
    assert due(urgent, date(2026, 1, 6)) == [Due(date(2026, 1, 6), "still-no-answer")]


def test_a_waiting_list_that_repeats_every_day_or_never_stays_finite() -> None:
    known: dict[str, Any] = {"kind": ReferralKind.ORIENTATION, "state": ReferralState.WAITLISTED, "step": 2}
    at_once = Standing(since=date(2026, 1, 5), set_by={"waiting-list": Days(0)}, **known)
    assert due(at_once, date(2026, 2, 5)) == [Due(date(2026, 1, 5), "waiting-list")]


def test_whatever_expires_may_expire_from_there() -> None:
    for clock in CLOCKS.values():
        if clock.does is Does.EXPIRE:
            assert clock.kind is ReferralKind.ORIENTATION
            for state in clock.states:
                assert ReferralState.EXPIRED in REFERRAL_STATES[state].followers(ReferralKind.ORIENTATION)


@pytest.mark.parametrize(
    ("assessed", "due_on"), [("2026-01-15", "2026-07-16"), ("2025-08-31", "2026-03-01"), ("2026-06-30", "2026-12-31")]
)
def test_a_need_asks_to_be_looked_at_again_the_day_after_six_months(assessed: str, due_on: str) -> None:
    on, assessed_on = date.fromisoformat(due_on), date.fromisoformat(assessed)
    assert need_due(assessed_on, on - timedelta(days=1)) is None
    assert need_due(assessed_on, on) == Due(on, "need-review")
