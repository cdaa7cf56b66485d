"""The page of someone's papers, and the form that notes what happened to one of them."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import InvalidRequestError, NotFoundError
from api.i18n import Message, say
from api.services.papers import Happened
from api.services.people import person_file
from api.web.concertation.desk import CurrentFollowUp
from api.web.concertation.view import open_referrals
from api.web.papers.desk import CurrentPaperDesk
from api.web.papers.view import papers_view
from api.web.visit import CurrentVisit, Visit
from api.wording.papers import HAPPENED
from network_data.repositories import PersonFile
from network_data.vocabulary import PAPERS

router = APIRouter()

PAGE = "/personnes/{person_id}/papiers"
HAPPENED_BY_WORD = {"recu": Happened.RECEIVED, "demande": Happened.REQUESTED, "perdu": Happened.LOST} | {
    "erreur": Happened.MISTAKE
}
WHAT, ON, UNTIL = "quoi", "jour", "fin"
_LONGEST = 100


class PaperForm(BaseModel):
    """What happened to a paper; ``endless``: no date is written on it."""

    quoi: str = Field(default="", max_length=_LONGEST)
    jour: str = Field(default="", max_length=_LONGEST)
    fin: str = Field(default="", max_length=_LONGEST)


@router.get(PAGE, response_class=HTMLResponse)
def papers_of(visit: CurrentVisit, desk: CurrentPaperDesk, follow: CurrentFollowUp, person_id: str) -> HTMLResponse:
    """What somebody holds and until when: what is to be begun first, and what hangs on it."""
    reach, papers = desk.of_person(person_id)
    file = person_file(visit.people, person_id)
    view = papers_view(visit, desk, file, papers, open_referrals(follow, reach, file, visit.network))
    listed = {card.line.paper for card in (*view.pressing, *view.others)}
    return visit.page(
        "papers/person.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        view=view,
        may_write=reach.writes,
        is_complete=papers.complete,
        not_listed=[code for code in PAPERS if code not in listed],
        happened=HAPPENED,
    )


@router.get(PAGE + "/{paper}", response_class=HTMLResponse)
def paper_of(visit: CurrentVisit, desk: CurrentPaperDesk, person_id: str, paper: str) -> HTMLResponse:
    """The form of one paper."""
    desk.reach_to_write(person_id)
    held = desk.of_person(person_id)[1].held
    answers = {WHAT: "recu" if paper not in held else "", ON: visit.today.isoformat()}
    return _form(visit, person_file(visit.people, person_id), _known(paper), answers)


@router.post(PAGE + "/{paper}")
def note_paper(
    visit: CurrentVisit, desk: CurrentPaperDesk, person_id: str, paper: str, form: Annotated[PaperForm, Form()]
) -> Response:
    """Notes what happened to a paper, or asks to correct it."""
    faults: dict[str, Message] = {}
    happened = HAPPENED_BY_WORD.get(form.quoi)
    if happened is None:
        faults[WHAT] = say("Choisissez ce qui s’est passé.")
    on, until = _day(form.jour, ON, faults), _day(form.fin, UNTIL, faults)
    if on is None and ON not in faults:
        faults[ON] = say("Choisissez un jour du calendrier.")
    if until is not None and happened is not Happened.RECEIVED:
        faults[UNTIL] = say("Une date de fin se note quand elle a le papier en main.")
    if happened is not None and on is not None and not faults:
        try:
            desk.note(person_id, _known(paper), happened, on, until)
        except InvalidRequestError as refused:
            faults[UNTIL if until is not None and on <= visit.today else ON] = refused.detail
        else:
            return RedirectResponse(f"/personnes/{quote(person_id, safe='')}/papiers#papier-{quote(paper)}", 303)
    desk.reach_to_write(person_id)
    answers = {WHAT: form.quoi, ON: form.jour, UNTIL: form.fin}
    return _form(visit, person_file(visit.people, person_id), _known(paper), answers, faults)


def _form(
    visit: Visit,
    file: PersonFile,
    paper: str,
    answers: dict[str, str],
    faults: dict[str, Message] | None = None,
) -> HTMLResponse:
    page = visit.page(
        "papers/paper.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        address=f"/personnes/{quote(file.person.id, safe='')}",
        paper=PAPERS[paper],
        held=next((held for held in file.papers if held.paper == paper), None),
        answers=answers,
        faults={name: fault.text for name, fault in (faults or {}).items()},
        changes=(),
    )
    page.status_code = 422 if faults else 200
    return page


def _known(paper: str) -> str:
    if paper not in PAPERS:
        raise NotFoundError(say("Ce papier n’existe pas."))
    return paper


def _day(text: str, name: str, faults: dict[str, Message]) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        faults[name] = say("Choisissez un jour du calendrier.")
        return None
