"""Days and hours as people here say them: on the clocks of metropolitan France, wherever the machine stands."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")


def local_time(moment: datetime) -> datetime:
    """The moment on the clocks here."""
    return moment.astimezone(ZONE)


def day_of(moment: datetime) -> date:
    """The day it is here at a moment."""
    return local_time(moment).date()


def moment_of(day: date, at: time = time()) -> datetime:
    """The moment at which it is that time here, on that day; by default its beginning."""
    return datetime.combine(day, at, ZONE)
