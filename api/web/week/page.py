"""*Ma semaine*: what ends, appointments, calls to make, people without news, with one touch for each call."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.referring import CurrentContactDesk
from api.services.calling import LATER_DAYS, Calling, Touch
from api.services.week import QUIET_AFTER
from api.web.access import CurrentAccess
from api.web.concertation.desk import CurrentFollowUp, FollowUp
from api.web.meetings.desk import CurrentMeetingDesk
from api.web.visit import CurrentVisit
from api.web.week.view import SHOWN_AT_ONCE, week_view
from api.wording.reminders import clock_name
from network_data.asker import Role
from network_data.repositories.news import About
from network_data.repositories.week import WeekRepository
from network_data.tables import News, NewsOutcome

router = APIRouter()

PAGE = "/ma-semaine"
OUTCOMES = {"fait": NewsOutcome.REACHED, "pas-joint": NewsOutcome.NOT_REACHED, "plus-tard": NewsOutcome.LATER}
_GONE = say("Cet appel n’existe pas, ou n’est pas le vôtre.")


class TouchForm(BaseModel):
    """What came of a call, and in how many days to try again."""

    issue: str = Field(max_length=20)
    jours: int = LATER_DAYS[0]

    def touch(self) -> Touch:
        """What the button says.

        Raises:
            NotFoundError: no such button.
        """
        if self.issue not in OUTCOMES or self.jours not in LATER_DAYS:
            raise NotFoundError(say("Choisissez un des boutons de la page."))
        return Touch(OUTCOMES[self.issue], self.jours)


Sent = Annotated[TouchForm, Form()]


def own_week(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder) -> WeekRepository:
    """The week of whoever asks."""
    return WeekRepository(asker, session, now, recorder)


def calling(desk: CurrentFollowUp, contacts: CurrentContactDesk, visit: CurrentVisit) -> Calling:
    """The calls of whoever asks."""
    return Calling(desk.news, desk.reminders, desk.steps, contacts, visit.today)


CurrentWeek = Annotated[WeekRepository, Depends(at_once(own_week))]
CurrentCalling = Annotated[Calling, Depends(at_once(calling))]


@router.get(PAGE, response_class=HTMLResponse)
def my_week(
    visit: CurrentVisit, access: CurrentAccess, meetings: CurrentMeetingDesk, own: CurrentWeek, note: str = ""
) -> Response:
    """The week of an advisor; an officer goes to what is due, a coordinator to the requests."""
    if not access.asker.holds(Role.ADVISOR):
        if access.asker.holds(Role.OFFICER):
            return RedirectResponse("/a-faire", 303)
        if access.asker.holds(Role.COORDINATOR):
            return RedirectResponse("/demandes", 303)
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes."))
    desk = meetings.follow
    week = week_view(visit, access, desk, own)
    return visit.page(
        "week.html",
        week=week,
        meetings=[(each, meetings.chantier(each.chantier_id)) for each in meetings.meetings.coming(week.last)],
        handed=len(access.grants.handed_to_me()),
        relay_at=min(access.asker.chantiers(Role.ADVISOR), default=""),
        taken=desk.news.own_of_late(note) if note else None,
        clock_words=lambda code: clock_name(code).text,
        later_days=LATER_DAYS,
        shown_at_once=SHOWN_AT_ONCE,
        quiet_after=QUIET_AFTER.days,
    )


@router.post(PAGE + "/rappels/{reminder_id}")
def called_about_reminder(desk: CurrentFollowUp, calls: CurrentCalling, reminder_id: str, form: Sent) -> Response:
    """Notes what came of the call that a reminder asks for."""
    told = desk.reminders.find(reminder_id)
    if told is None:
        raise NotFoundError(_GONE)
    return _note(desk, calls, told.reminder.person_id, About(reminder_id=reminder_id), form)


@router.post(PAGE + "/pas/{step_id}")
def called_about_step(desk: CurrentFollowUp, calls: CurrentCalling, step_id: str, form: Sent) -> Response:
    """Notes what came of the call that is a step, or that a step is done."""
    found = desk.steps.find(step_id)
    if found is None:
        raise NotFoundError(_GONE)
    return _note(desk, calls, found[0].step.person_id, About(step_id=step_id), form)


@router.post(PAGE + "/personnes/{person_id}")
def called_person(desk: CurrentFollowUp, calls: CurrentCalling, person_id: str, form: Sent) -> Response:
    """Notes that a person was reached, was not, or is to be tried again."""
    return _note(desk, calls, person_id, About(), form)


@router.post(PAGE + "/reprise")
def take_back(
    desk: CurrentFollowUp, calls: CurrentCalling, note: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Takes back what the wrong button noted."""
    noted = desk.news.own_of_late(note)
    if noted is None:
        raise NotFoundError(say("C’est trop tard pour reprendre, ou c’est déjà repris. Rien n’a changé."))
    desk.reach_to_write(noted.person_id)
    calls.take_back(noted)
    return RedirectResponse(f"{PAGE}#{_band(noted)}", 303)


def _note(desk: FollowUp, calls: Calling, person_id: str, about: About, form: TouchForm) -> Response:
    touch = form.touch()
    noted = calls.note(desk.reach_to_write(person_id), about, touch)
    if noted is None:
        raise NotFoundError(_GONE)
    return RedirectResponse(f"{PAGE}?note={noted.id}#{_band(noted)}", 303)


def _band(noted: News) -> str:
    """Where on the page it stood."""
    return "appels" if noted.reminder_id or noted.step_id else "sans-nouvelles"
