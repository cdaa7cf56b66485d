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
from api.web.entry.sending import Answers, CurrentSent, shown_as
from api.web.language import PAGES_LOCALE
from api.web.meetings.desk import CurrentMeetingDesk, MeetingDesk
from api.web.meetings.view import choices, talked_about
from network_data.repositories.steps import StepEntry
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
    meeting = desk.meeting_to_write(meeting_id)
    back = LIST.format(chantier_id=quote(meeting.chantier_id))
    address = _address(meeting)
    return RedirectResponse(address if desk.meetings.choose(meeting, qui or []) else back, 303)


@router.post(PAGE + "/personnes/{person_id}")
def write_decision(desk: CurrentMeetingDesk, meeting_id: str, person_id: str, sent: CurrentSent) -> Response:
    """Keeps what was said of somebody, and makes a step of what was decided."""
    meeting = desk.meeting_to_write(meeting_id)
    reach = desk.follow.reach_to_write(person_id)
    former = desk.meetings.said_of(meeting, person_id)
    if former is None:
        raise NotFoundError(say("Cette personne n’est pas de ce comité."))
    facts = dict(sent.facts)
    said, shown = _as_typed(facts.pop(SAID, "")), _as_typed(sent.seen.get(SAID, ""))
    decides = any(name in facts for name in _STEP_FIELDS)
    decided = step_form.read(facts, (), ())
    faults = _faults(said, shown, former) | (decided.faults if decides else {})
    if faults:
        return _page(desk, meeting, person_id, sent.answers, faults)
    if said not in (shown, former):
        desk.meetings.write(meeting, person_id, said)
    if decides and not _is_known(desk, meeting, person_id, decided.entry):
        desk.follow.steps.add(reach, decided.entry, meeting_id=meeting.id)
    # Browsers unfold what holds the field they are sent to: the next decision is typed at once.
    return RedirectResponse(f"{_address(meeting)}#{step_form.WHAT}-{quote(person_id)}", 303)


def _as_typed(words: str) -> str:
    """Words without what a page and a browser add to them: no-break spaces, their own line ends."""
    return "\n".join(words.replace("\u00a0", " ").splitlines())


def _faults(said: str, shown: str, former: str) -> dict[str, Message]:
    """What is wrong with what was said: too long, or written over what somebody else noted meanwhile."""
    if len(said) > LONGEST_SAID:
        return {SAID: say("Gardez l’essentiel : {most} caractères au plus.", most=LONGEST_SAID)}
    if former != shown and said not in (shown, former):
        return {SAID: say("Quelqu’un a noté entre-temps : « {words} » Reprenez-le ici s’il le faut.", words=former)}
    return {}


def _is_known(desk: MeetingDesk, meeting: FollowMeeting, person_id: str, entry: StepEntry) -> bool:
    """Whether the same was decided there already: a button pressed twice decides once."""
    of_meeting = [each for each in desk.follow.steps.of_meeting(meeting.id) if each.step.person_id == person_id]
    return any(
        (each.step.kind, each.step.by, each.step.due_on, each.what, each.who)
        == (entry.kind, entry.by, entry.due_on, entry.what, entry.who)
        for each in of_meeting
    )


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
        people=(people := talked_about(desk, meeting)),
        shown={each.id: shown_as({SAID: each.words}) for each in people},
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
