"""The appointments of an advisor's two weeks, for their own calendar: when, and a pseudonym, nothing else."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from api.dependencies import CurrentAsker, Now
from api.errors import ForbiddenError
from api.i18n import say
from api.services import week
from api.services.calendars import LENGTH, Entry, calendar
from api.web.concertation.desk import CurrentFollowUp
from api.web.sheet.page import paper
from api.web.visit import CurrentVisit
from api.web.week.page import PAGE, CurrentWeek
from network_data.asker import Role
from network_data.civil_time import moment_of
from network_data.tables import StepBy

router = APIRouter()

NAME = "Rendez-vous de la semaine"


@router.get(PAGE + ".ics")
def appointments(
    visit: CurrentVisit, asker: CurrentAsker, desk: CurrentFollowUp, own: CurrentWeek, now: Now
) -> Response:
    """Those at an hour, until the end of next week: neither a name, nor a partner, nor what it is about."""
    if not asker.holds(Role.ADVISOR):
        raise ForbiddenError(say("Cet agenda est pour qui accompagne des personnes."))
    last = week.last_day(visit.today)
    expected = own.expected(moment_of(visit.today), moment_of(last + timedelta(days=1)))
    meetings = week.meetings(expected, desk.steps.own_open(), {}, visit.network, visit.today)
    return paper(calendar(NAME, _entries(meetings, now)), "text/calendar; charset=utf-8", "ma-semaine.ics")


def _entries(meetings: Iterable[week.Meeting], now: datetime) -> list[Entry]:
    return [_entry(each, time.fromisoformat(each.hour), now) for each in meetings if each.hour]


def _entry(meeting: week.Meeting, hour: time, now: datetime) -> Entry:
    at = moment_of(meeting.on, hour)
    steps = (meeting.step, *meeting.going) if meeting.step else meeting.going
    goes = any(each.step.by is StepBy.ADVISOR for each in steps)
    about = meeting.step.step.id if meeting.step else meeting.referral.id if meeting.referral else ""
    summary = f"Avec {meeting.person_id}" if goes else f"Rendez-vous de {meeting.person_id}"
    return Entry(f"week-{about}", at, at + LENGTH, summary, now)
