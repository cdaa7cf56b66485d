"""Comités de suivi: called for a day, people chosen, decisions typed as they are taken, the record read again."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import Message, say, translations
from api.web.concertation import step_form
from api.web.entry.sending import Answers, CurrentSent
from api.web.language import PAGES_LOCALE
from api.web.meetings.desk import CurrentMeetingDesk, MeetingDesk
from api.web.meetings.view import choices, talked_about
from network_data.tables import FollowMeeting

router = APIRouter()

LIST = "/chantiers/{chantier_id}/comites"
PAGE = "/comites/{meeting_id}"
SAID = "dit"
LONGEST_SAID = 600
"""Characters said of one person: the record of a meeting is one sheet."""
FARTHEST_DAYS = 366
_STEP_FIELDS = (step_form.WHAT, step_form.WHO, step_form.ON)


class CallForm(BaseModel):
    """The day of a meeting."""

    jour: str = Field(default="", max_length=100)


@router.get(LIST, response_class=HTMLResponse)
def meetings_of(desk: CurrentMeetingDesk, chantier_id: str) -> HTMLResponse:
    """The meetings of a chantier, and the form of a new one."""
    return _list(desk, chantier_id)


@router.post(LIST)
def call_meeting(desk: CurrentMeetingDesk, chantier_id: str, form: Annotated[CallForm, Form()]) -> Response:
    """Calls a meeting for a day, or opens the one that was called."""
    chantier = desk.chantier(chantier_id)
    try:
        on = date.fromisoformat(form.jour)
    except ValueError:
        return _list(desk, chantier_id, form.jour, say("Choisissez un jour du calendrier."))
    if abs((on - desk.visit.today).days) > FARTHEST_DAYS:
        return _list(desk, chantier_id, form.jour, say("Choisissez un jour à moins d’un an d’ici."))
    meeting = desk.meetings.call(chantier.id, on)
    return RedirectResponse(f"{_address(meeting)}/personnes", 303)


@router.get(PAGE, response_class=HTMLResponse)
def one_meeting(desk: CurrentMeetingDesk, meeting_id: str) -> HTMLResponse:
    """The meeting: each person with what to look at, and what was decided."""
    return _page(desk, desk.meeting(meeting_id))


@router.get(PAGE + "/personnes", response_class=HTMLResponse)
def choose_people(desk: CurrentMeetingDesk, meeting_id: str) -> HTMLResponse:
    """Who is to be talked about: those to be looked at are proposed."""
    meeting = desk.meeting(meeting_id)
    return desk.visit.page(
        "meetings/people.html",
        chantier=desk.chantier(meeting.chantier_id),
        meeting=meeting,
        address=_address(meeting),
        choices=choices(desk, meeting),
    )


@router.post(PAGE + "/personnes")
def write_people(
    desk: CurrentMeetingDesk, meeting_id: str, qui: Annotated[list[str] | None, Form(max_length=300)] = None
) -> Response:
    """Keeps who is to be talked about."""
    meeting = desk.meeting(meeting_id)
    desk.meetings.choose(meeting, qui or [])
    return RedirectResponse(_address(meeting), 303)


@router.post(PAGE + "/personnes/{person_id}")
def write_decision(desk: CurrentMeetingDesk, meeting_id: str, person_id: str, sent: CurrentSent) -> Response:
    """Keeps what was said of somebody, and makes a step of what was decided."""
    meeting = desk.meeting(meeting_id)
    reach = desk.follow.reach_to_write(person_id)
    if not desk.meetings.is_talked_about(meeting, person_id):
        raise NotFoundError(say("Cette personne n’est pas de ce comité."))
    facts = dict(sent.facts)
    said = facts.pop(SAID, "")
    faults: dict[str, Message] = {}
    if len(said) > LONGEST_SAID:
        faults[SAID] = say("Gardez l’essentiel : {most} caractères au plus.", most=LONGEST_SAID)
    decides = any(name in facts for name in _STEP_FIELDS)
    decided = step_form.read(facts, (), ())
    if decides:
        faults |= decided.faults
    if faults:
        return _page(desk, meeting, person_id, sent.answers, faults)
    desk.meetings.write(meeting, person_id, said)
    if decides:
        desk.follow.steps.add(reach, decided.entry, meeting_id=meeting.id)
    return RedirectResponse(f"{_address(meeting)}#{quote(person_id)}", 303)


def _list(desk: MeetingDesk, chantier_id: str, typed: str = "", fault: Message | None = None) -> HTMLResponse:
    chantier = desk.chantier(chantier_id)
    page = desk.visit.page(
        "meetings/list.html",
        chantier=chantier,
        meetings=desk.meetings.of_chantier(chantier.id),
        answers={"jour": typed or desk.visit.today.isoformat()},
        faults={"jour": fault.said(translations(PAGES_LOCALE))} if fault else {},
        changes=(),
    )
    page.status_code = 422 if fault else 200
    return page


def _page(
    desk: MeetingDesk,
    meeting: FollowMeeting,
    person_id: str = "",
    typed: Answers | None = None,
    faults: dict[str, Message] | None = None,
) -> HTMLResponse:
    """The page of a meeting; with what was typed about one person, and what to correct of it."""
    page = desk.visit.page(
        "meetings/one.html",
        chantier=desk.chantier(meeting.chantier_id),
        meeting=meeting,
        address=_address(meeting),
        people=talked_about(desk, meeting),
        others=desk.meetings.others(meeting),
        typed_about=person_id,
        typed=typed or {},
        wrong={name: fault.said(translations(PAGES_LOCALE)) for name, fault in (faults or {}).items()},
        kinds=step_form.KINDS,
        bys=step_form.BYS,
        longest=LONGEST_SAID,
    )
    page.status_code = 422 if faults else 200
    return page


def _address(meeting: FollowMeeting) -> str:
    return f"/comites/{quote(meeting.id)}"
