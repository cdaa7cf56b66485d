"""The page of a follow-up: who follows this person on what, until when, and everyone's open steps on one page."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import say
from api.services.people import person_file
from api.web.access import CurrentAccess
from api.web.concertation.desk import CurrentFollowUp
from api.web.concertation.view import follow_view
from api.web.visit import CurrentVisit
from network_data.repositories.news import About
from network_data.tables import NewsOutcome, StepState

router = APIRouter()

PAGE = "/personnes/{person_id}/suivi"
STEP_STATES = {"fait": StepState.DONE, "abandonne": StepState.DROPPED, "reprendre": StepState.OPEN}
OUTCOMES = {"joint": NewsOutcome.REACHED, "pas-joint": NewsOutcome.NOT_REACHED}


@router.get(PAGE, response_class=HTMLResponse)
def follow_up_of(visit: CurrentVisit, access: CurrentAccess, desk: CurrentFollowUp, person_id: str) -> HTMLResponse:
    """Each need with who follows it and what is open about it; first, what to look at."""
    reach = desk.reach(person_id)
    file = person_file(visit.people, person_id)
    return visit.page(
        "concertation/follow_up.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        identity=access.identities.of([file]).get(person_id),
        view=follow_view(desk, reach, file, visit.network),
        notes=desk.notes.of_person(reach),
        may_write=reach.whole and reach.writes,
        sees_all=reach.whole,
    )


class TouchForm(BaseModel):
    """What came of trying to reach a référent."""

    referent: int
    issue: str = Field(max_length=20)


@router.post("/personnes/{person_id}/nouvelles")
def note_news(desk: CurrentFollowUp, person_id: str, form: Annotated[TouchForm, Form()]) -> Response:
    """Notes in one touch that a référent was reached, or was not."""
    reach = desk.reach_to_write(person_id)
    if form.issue not in OUTCOMES or not desk.news.note(reach, About(form.referent), OUTCOMES[form.issue]):
        raise NotFoundError(say("Ce référent n’existe pas."))
    return RedirectResponse(f"{_page_of(person_id)}#referent-{form.referent}", 303)


@router.post("/personnes/{person_id}/pas/{step_id}")
def end_step(
    desk: CurrentFollowUp, person_id: str, step_id: str, etat: Annotated[str, Form(max_length=20)] = "fait"
) -> Response:
    """Says that a step is done, dropped, or open again."""
    desk.reach_to_write(person_id)
    found = desk.steps.find(step_id)
    if found is None or found[0].step.person_id != person_id or etat not in STEP_STATES:
        raise NotFoundError(say("Ce pas n’existe pas."))
    desk.steps.end(found[0].step, STEP_STATES[etat])
    return RedirectResponse(_page_of(person_id), 303)


def _page_of(person_id: str) -> str:
    return f"/personnes/{quote(person_id, safe='')}/suivi"
