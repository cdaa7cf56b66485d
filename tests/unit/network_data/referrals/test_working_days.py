"""Working days: Easter and holidays as published, counting across them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.referrals.working_days import after_months, after_working_days, easter, holidays, is_working_day
from tests.reference.clocks import EVERY_YEAR, MOVING

PUBLISHED = (
    "1818-03-22 1943-04-25 2000-04-23 2008-03-23 2011-04-24 2016-03-27 2020-04-12 2021-04-04 2022-04-17 2023-04-09 "
    "2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2038-04-25 2285-03-22"
)


@pytest.mark.parametrize("published", PUBLISHED.split())
def test_easter_is_on_its_published_day(published: str) -> None:
    assert easter(int(published[:4])) == date.fromisoformat(published)


@pytest.mark.parametrize("year", MOVING)
def test_holidays_are_those_published(year: int) -> None:
    assert holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in (*EVERY_YEAR, *MOVING[year])}


def test_two_holidays_may_fall_on_one_day() -> None:
    assert date(2008, 5, 1) in holidays(2008)
    assert len(holidays(2008)) == 10


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 120))
def test_so_many_working_days_lie_between(start: date, days: int) -> None:
    end = after_working_days(start, days)
    passed = [start + timedelta(days=each + 1) for each in range((end - start).days)]
    assert sum(map(is_working_day, passed)) == days
    assert not days or is_working_day(end)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(1, 60))
def test_months_later_is_the_same_day_or_the_last(start: date, months: int) -> None:
    end = after_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)
