"""When somebody is asked how it goes after an exit, beside a walk day by day written apart."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from network_data.referrals.after_exit import answered_mark, due_mark, is_over, marks, next_mark
from tests.reference.clocks import OFF

RHYTHM = (1, 3, 6, 12)
days = st.dates(date(2025, 6, 1), date(2027, 6, 30))
answers = st.sets(st.sampled_from(RHYTHM))


def worked(day: date) -> bool:
    return day.weekday() < 5 and day not in OFF


def walked(start: date, months: int) -> date:
    """So many months on, found by walking: the same day of the month or its last, then the next working day."""
    day = start
    for _ in range(months):
        last = day
        while (last + timedelta(days=1)).month == day.month:
            last += timedelta(days=1)
        first = last + timedelta(days=1)
        day = first
        while (day + timedelta(days=1)).month == first.month and day.day < start.day:
            day += timedelta(days=1)
    while not worked(day):
        day += timedelta(days=1)
    return day


@given(days)
def test_it_is_asked_after_so_many_months_on_a_working_day(start: date) -> None:
    assert [(mark.months, mark.due_on) for mark in marks(start)] == [(each, walked(start, each)) for each in RHYTHM]


@given(days, answers, st.integers(0, 500))
def test_what_is_due_is_the_last_that_came_unless_it_or_a_later_one_was_answered(
    start: date, answered: set[int], later: int
) -> None:
    today = start + timedelta(days=later)
    due, following = due_mark(start, answered, today), next_mark(start, answered, today)
    come = [mark for mark in marks(start) if mark.due_on <= today]
    if due:
        assert due == come[-1]
        assert not [each for each in answered if each >= due.months]
    elif come and not is_over(start, answered, today):
        assert max(answered) >= come[-1].months
    if following:
        assert following.due_on > today
        assert following.months not in answered
    assert answered_mark(start, answered, today).months in RHYTHM


@given(days)
def test_each_moment_comes_once_and_in_order_when_each_is_answered_on_its_day(start: date) -> None:
    answered: set[int] = set()
    asked = []
    for later in range(430):
        today = start + timedelta(days=later)
        due = due_mark(start, answered, today)
        if due:
            assert due.due_on == today
            assert answered_mark(start, answered, today) == due
            asked.append(due.months)
            answered.add(due.months)
    assert asked == list(RHYTHM)
    assert is_over(start, answered, start)


def test_an_answer_given_before_the_first_moment_counts_for_it() -> None:
    start = date(2026, 11, 2)
    assert answered_mark(start, (), start + timedelta(days=10)).months == 1
    assert answered_mark(start, {1}, start + timedelta(days=40)).months == 3


def test_long_after_the_last_moment_nobody_is_asked_any_more() -> None:
    start = date(2025, 6, 2)
    assert due_mark(start, (), date(2026, 8, 2)) is not None
    assert due_mark(start, (), date(2026, 8, 3)) is None
