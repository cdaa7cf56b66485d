"""The form by which an advisor asks the officers: about a person's need, or about a situation, in three fields."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import ForbiddenError, GuardError
from api.i18n import say
from api.services.people import person_file
from api.services.requests.desk import Asking
from api.web.requests.desk import PAGE, CurrentRequestsDesk, RequestsDesk, said
from network_data.asker import Role
from network_data.repositories import PersonFile
from network_data.repositories.grants import GrantRepository
from network_data.repositories.people import NEAR_KINDS
from network_data.vocabulary import BARRIERS, DOMAINS

router = APIRouter()

LONGEST = 2000
_FIELD_OF = {"need": "frein", "already-asked": "frein", "note": "question"}


class QuestionForm(BaseModel):
    """A question: about which barrier, in which words, and whether the person may be named."""

    frein: str = Field(default="", max_length=100)
    question: str = Field(default="", max_length=5_000)
    accord: bool = False
    chantier: str = Field(default="", max_length=200)


@router.get("/personnes/{person_id}/demander", response_class=HTMLResponse)
def ask_about_someone(desk: CurrentRequestsDesk, person_id: str, frein: Annotated[str, Query()] = "") -> HTMLResponse:
    """The form about a person's need."""
    return _about_person(desk, _own_file(desk, person_id), QuestionForm(frein=frein))


@router.post("/personnes/{person_id}/demander")
def send_about_someone(desk: CurrentRequestsDesk, person_id: str, form: Annotated[QuestionForm, Form()]) -> Response:
    """Asks, and goes to the request."""
    file = _own_file(desk, person_id)
    faults = _faults(form, {need.barrier for need in file.needs})
    if not faults:
        asking = Asking(form.frein, form.question, person_id=file.person.id, identity_agreed=form.accord)
        try:
            return _asked(desk, asking)
        except GuardError as refused:
            faults = {_FIELD_OF.get(refused.guard, "question"): said(refused.detail)}
    return _about_person(desk, file, form, faults)


@router.get(PAGE + "/nouvelle", response_class=HTMLResponse)
def ask_about_a_situation(desk: CurrentRequestsDesk, frein: Annotated[str, Query()] = "") -> HTMLResponse:
    """The form about nobody in particular."""
    return _about_nobody(desk, QuestionForm(frein=frein, chantier=_own_chantiers(desk)[0]))


@router.post(PAGE + "/nouvelle")
def send_about_a_situation(desk: CurrentRequestsDesk, form: Annotated[QuestionForm, Form()]) -> Response:
    """Asks, and goes to the request."""
    own = _own_chantiers(desk)
    faults = _faults(form, set(BARRIERS))
    if not faults:
        chantier = form.chantier if form.chantier in own else own[0]
        return _asked(desk, Asking(form.frein, form.question, chantier_id=chantier))
    return _about_nobody(desk, form, faults)


def _asked(desk: RequestsDesk, asking: Asking) -> Response:
    made = desk.desk.ask(asking, desk.desk.begin(asking))
    return RedirectResponse(f"{PAGE}/{made.request.id}", 303)


def _own_file(desk: RequestsDesk, person_id: str) -> PersonFile:
    """The file of someone whom the reader accompanies.

    Raises:
        NotFoundError: it is not theirs to see.
        ForbiddenError: they see it without accompanying the person.
    """
    file = person_file(desk.visit.people, person_id)
    grants = GrantRepository(desk.asker, desk.visit.session, desk.now, desk.recorder).mine([person_id])
    if not any(grant.kind in NEAR_KINDS for grant in grants.get(person_id, ())):
        raise ForbiddenError(say("Seule la personne qui accompagne peut demander pour elle."))
    return file


def _own_chantiers(desk: RequestsDesk) -> tuple[str, ...]:
    """Where the reader advises.

    Raises:
        ForbiddenError: nowhere.
    """
    own = desk.asker.chantiers(Role.ADVISOR)
    if not own:
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes."))
    return own


def _faults(form: QuestionForm, barriers: set[str]) -> dict[str, str]:
    faults = {}
    if form.frein not in barriers:
        faults["frein"] = said(say("Choisissez le frein dont il s’agit."))
    if not form.question.strip():
        faults["question"] = said(say("Écrivez votre question, en une ou deux phrases."))
    elif len(form.question) > LONGEST:
        faults["question"] = said(say("Cette question est trop longue : {most} signes au plus.", most=LONGEST))
    return faults


def _about_person(
    desk: RequestsDesk, file: PersonFile, form: QuestionForm, faults: dict[str, str] | None = None
) -> HTMLResponse:
    return desk.page(
        "requests/ask.html",
        422 if faults else 200,
        chantier=desk.chantiers[file.person.chantier_id],
        file=file,
        action=f"/personnes/{quote(file.person.id)}/demander",
        groups=[("", [need.barrier for need in file.needs])],
        own_chantiers=[],
        form=form,
        faults=faults or {},
        longest=LONGEST,
    )


def _about_nobody(desk: RequestsDesk, form: QuestionForm, faults: dict[str, str] | None = None) -> HTMLResponse:
    own = [desk.chantiers[each] for each in _own_chantiers(desk)]
    by_domain = [
        (name, [code for code, barrier in BARRIERS.items() if barrier.domain is domain])
        for domain, name in DOMAINS.items()
    ]
    return desk.page(
        "requests/ask.html",
        422 if faults else 200,
        chantier=own[0] if len(own) == 1 else None,
        file=None,
        action=f"{PAGE}/nouvelle",
        groups=by_domain,
        own_chantiers=own,
        form=form,
        faults=faults or {},
        longest=LONGEST,
    )
