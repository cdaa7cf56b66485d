"""Opening hours in OpenStreetMap's notation become half-days, and never a guess."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from network_data.opening_hours import open_half_days
from network_data.vocabulary import HALF_DAYS, half_day_mask

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@pytest.mark.parametrize(
    ("expression", "half_days"),
    [
        ("Mo-Fr 09:00-12:00", ["mon-am", "tue-am", "wed-am", "thu-am", "fri-am"]),
        ("Tu 14:00-17:30", ["tue-pm"]),
        ("We 09:00-17:00", ["wed-am", "wed-pm"]),
        ("Mo 09:00-12:00,14:00-17:00; Th off", ["mon-am", "mon-pm"]),
        ("Mo 12:40-17:00", ["mon-pm"]),  # twenty minutes of a morning are none
        ("Mo 09:00-13:20", ["mon-am"]),
        ("We[1] 09:00-12:00", ["wed-am"]),  # some week of the month is enough
        ("Fr 20:00-26:00", ["fri-pm"]),  # past midnight
        ("Mo-Su 00:00-05:30", []),  # nobody is received at night
        ("24/7", list(HALF_DAYS)),
        ("off", []),
    ],
)
def test_usual_expressions_read_as_people_read_them(expression: str, half_days: list[str]) -> None:
    assert open_half_days(expression) == half_day_mask(half_days)


@pytest.mark.parametrize("expression", [None, "", "   ", "sur rendez-vous", "9h-12h du lundi au vendredi", "Mo 99:00"])
def test_what_cannot_be_read_is_unknown_and_not_closed(expression: str | None) -> None:
    assert open_half_days(expression) is None


@st.composite
def a_span(draw: st.DrawFn) -> tuple[int, int, int]:
    """A day, and two times of it in minutes, the first before the second."""
    opens, closes = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True)))
    return draw(st.integers(0, 6)), opens, closes


@given(a_span())
def test_a_half_day_counts_when_half_an_hour_of_it_is_open(span: tuple[int, int, int]) -> None:
    day, opens, closes = span
    expected = {
        f"{HALF_DAYS[2 * day][:3]}-{half}"
        for half, first, last in (("am", 6 * 60, 13 * 60), ("pm", 13 * 60, 22 * 60))
        if min(closes, last) - max(opens, first) >= 30
    }
    assert open_half_days(written(span)) == half_day_mask(expected)


@given(a_span(), a_span())
def test_opening_on_two_days_is_opening_on_each(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    assume(one[0] != other[0])
    first, second = open_half_days(written(one)), open_half_days(written(other))
    assert first is not None
    assert second is not None
    assert open_half_days(f"{written(one)}; {written(other)}") == first | second


def written(span: tuple[int, int, int]) -> str:
    day, opens, closes = span
    return f"{DAYS[day]} {opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


@given(st.text(max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    found = open_half_days(text)
    assert found is None or 0 <= found < 2 ** len(HALF_DAYS)
