"""Days and hours are those of the people here, wherever the machine stands."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from time import tzset

import pytest

from network_data.civil_time import day_of, local_time, moment_of


@pytest.fixture(params=["UTC", "America/Cayenne", "Europe/Paris"])
def somewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that stands somewhere."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", request.param)
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("somewhere")
def test_half_past_two_is_half_past_two_in_winter_and_in_summer() -> None:
    for day, hour in ((date(2026, 11, 25), 13), (date(2027, 7, 1), 12)):
        moment = moment_of(day, time(14, 30))
        assert moment == datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
        assert (local_time(moment).hour, day_of(moment)) == (14, day)


@pytest.mark.usefixtures("somewhere")
def test_a_day_begins_at_midnight_here() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert day_of(late) == date(2026, 11, 23)
    assert moment_of(date(2026, 11, 23)) == datetime(2026, 11, 22, 23, tzinfo=UTC)
