"""After a job or a home was found: what each person left for, whom to ask, what became of it."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now
from api.errors import ForbiddenError, InvalidRequestError
from api.i18n import Message, say, translations
from api.services.exits import ExitDesk
from api.web.access import CurrentAccess
from api.web.language import PAGES_LOCALE
from api.web.visit import CurrentVisit, Visit
from api.wording.exits import EXIT_KINDS, EXIT_OUTCOMES
from network_data.asker import Role
from network_data.repositories.exits import ExitRepository
from network_data.vocabulary.after_exit import EXIT_MONTHS, ExitKind, ExitOutcome

router = APIRouter()

LIST = "/apres-la-sortie"
PAGE = "/personnes/{person_id}/sortie"
KINDS = {kind: name.said(translations(PAGES_LOCALE)) for kind, name in EXIT_KINDS.items()}
OUTCOMES = {outcome: name.said(translations(PAGES_LOCALE)) for outcome, name in EXIT_OUTCOMES.items()}
_UNREADABLE = say("Choisissez une réponse et un jour.")


class ExitForm(BaseModel):
    """What somebody left for."""

    sorte: str = Field(default="", max_length=100)
    jour: str = Field(default="", max_length=100)


class AnswerForm(BaseModel):
    """What somebody said when they were asked."""

    reponse: str = Field(default="", max_length=100)
    jour: str = Field(default="", max_length=100)


def exit_desk(visit: CurrentVisit, asker: CurrentAsker, now: Now, recorder: CurrentRecorder) -> ExitDesk:
    """The exits that the asker may know of."""
    return ExitDesk(ExitRepository(asker, visit.session, now, recorder), visit.today)


CurrentExitDesk = Annotated[ExitDesk, Depends(at_once(exit_desk))]


@router.get(LIST, response_class=HTMLResponse)
def after_exit(visit: CurrentVisit, asker: CurrentAsker, desk: CurrentExitDesk, access: CurrentAccess) -> HTMLResponse:
    """Whom to ask, for whoever accompanies them; what became of all, in figures, for whoever coordinates."""
    if not asker.holds(Role.ADVISOR, Role.COORDINATOR):
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes, et pour la coordination."))
    slugs = asker.territories(Role.COORDINATOR)
    followed = desk.mine() if asker.holds(Role.ADVISOR) else None
    files = visit.people.find_each(sorted({each.file.exit.person_id for each in followed or ()}))
    return visit.page(
        "exits/list.html",
        followed=followed,
        names=access.identities.of(list(files.values())) if files else {},
        figures=[(each, desk.figures(each.slug)) for each in visit.network.territories() if each.slug in slugs],
        months=EXIT_MONTHS,
        kinds=KINDS,
        outcomes=OUTCOMES,
    )


@router.get(PAGE, response_class=HTMLResponse)
def exits_of_person(visit: CurrentVisit, desk: CurrentExitDesk, person_id: str) -> HTMLResponse:
    """What one person left for, and what to ask."""
    return _page(visit, desk, person_id)


@router.post(PAGE)
def record(visit: CurrentVisit, desk: CurrentExitDesk, person_id: str, form: Annotated[ExitForm, Form()]) -> Response:
    """Writes down what the person left for."""
    kind, on = next((each for each in ExitKind if each.value == form.sorte), None), _day(form.jour)
    try:
        if kind is None or on is None:
            raise InvalidRequestError(_UNREADABLE)
        desk.record(person_id, kind, on)
    except InvalidRequestError as refused:
        return _page(visit, desk, person_id, refused.detail)
    return RedirectResponse(_address(person_id), 303)


@router.post(PAGE + "/{exit_id}/reponse")
def note(
    visit: CurrentVisit, desk: CurrentExitDesk, person_id: str, exit_id: str, form: Annotated[AnswerForm, Form()]
) -> Response:
    """Writes down what the person said."""
    outcome, on = next((each for each in ExitOutcome if each.value == form.reponse), None), _day(form.jour)
    try:
        if outcome is None or on is None:
            raise InvalidRequestError(_UNREADABLE)
        desk.note(person_id, exit_id, outcome, on)
    except InvalidRequestError as refused:
        return _page(visit, desk, person_id, refused.detail)
    return RedirectResponse(_address(person_id), 303)


@router.post(PAGE + "/{exit_id}/fin")
def close(desk: CurrentExitDesk, person_id: str, exit_id: str) -> Response:
    """Has nobody ask about it any more."""
    desk.close(person_id, exit_id)
    return RedirectResponse(_address(person_id), 303)


def _page(visit: Visit, desk: ExitDesk, person_id: str, fault: Message | None = None) -> HTMLResponse:
    reach, followed = desk.of_person(person_id)
    page = visit.page(
        "exits/person.html",
        chantier=visit.network.chantier(reach.chantier_id),
        person_id=person_id,
        writes=reach.writes,
        followed=followed,
        fault=fault.said(translations(PAGES_LOCALE)) if fault else None,
        kinds=KINDS,
        outcomes=OUTCOMES,
    )
    page.status_code = 422 if fault else 200
    return page


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address(person_id: str) -> str:
    return f"/personnes/{quote(person_id, safe='')}/sortie"
