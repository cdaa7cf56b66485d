"""Days and times as the pages of referrals take and tell them."""

from datetime import datetime, time

from api.web.language import page_wording
from network_data.civil_time import local_time
from network_data.referrals.guards import HalfOfDay

_WHOLE = {HalfOfDay.MORNING: "le matin", HalfOfDay.AFTERNOON: "l’après-midi"}
_START = {HalfOfDay.MORNING: time(9), HalfOfDay.AFTERNOON: time(14)}


def start_of(half: HalfOfDay) -> time:
    """When a half-day is taken to begin, where nobody said the time."""
    return _START[half]


def told_appointment(moment: datetime, half: str | None = None) -> str:
    """« 24 novembre 2026 à 14 h 30 », or « le matin » where the time is not known."""
    here = local_time(moment)
    day = page_wording().exact_day(here.date())
    return f"{day}, {_WHOLE[HalfOfDay(half)]}" if half else f"{day} à {told_time(here)}"


def told_time(moment: datetime) -> str:
    """« 14 h 30 », « 9 h »."""
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"
