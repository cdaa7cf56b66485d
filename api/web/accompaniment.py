"""Who sees a person's file: handing over, standing in, entrusting to an officer, opening for a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.errors import ForbiddenError, NotFoundError
from api.i18n import Message, say
from api.services.grants import HANDED_OVER_DAYS, LEAST_REASON, MOST_DAYS, OPENED_FOR, RefusedGrantError, Trust
from api.services.people import person_file
from api.web.access import Access, CurrentAccess
from api.web.grant_words import KINDS, last_day
from api.web.visit import CurrentVisit, Visit
from network_data.repositories import PersonFile

router = APIRouter()

ENTRUSTED_DAYS = 90
STAND_IN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """A page about one person's accesses."""

    visit: CurrentVisit
    access: CurrentAccess
    person_id: str


CurrentAsked = Annotated[Asked, Depends(at_once(Asked))]


class HandOverForm(BaseModel):
    """To whom, and for how many days the giver keeps an access."""

    a: str = Field(max_length=100)
    jours: int = HANDED_OVER_DAYS


class StandInForm(BaseModel):
    """Who stands in, until when."""

    a: str = Field(max_length=100)
    jusqu_au: date


class EntrustForm(BaseModel):
    """What is entrusted to whom, until when, and whether the person agreed to be named."""

    a: str = Field(max_length=100)
    freins: list[str] = Field(default_factory=list, max_length=100)
    jusqu_au: date
    accord: bool = False


@router.get("/personnes/{person_id}/acces", response_class=HTMLResponse)
def person_access(asked: CurrentAsked) -> HTMLResponse:
    """Who sees the file, and the forms to open it to others."""
    return _page(asked, _own_file(asked))


@router.post("/personnes/{person_id}/relais")
def hand_over(asked: CurrentAsked, form: Annotated[HandOverForm, Form()]) -> Response:
    """Hands the person over to a colleague; the giver reads the list of people again."""
    file = _own_file(asked)
    chantier = f"/chantiers/{quote(file.person.chantier_id)}"
    return _try(asked, file, lambda: asked.access.granting.hand_over(file, form.a, form.jours), chantier)


@router.post("/personnes/{person_id}/remplacement")
def stand_in(asked: CurrentAsked, form: Annotated[StandInForm, Form()]) -> Response:
    """Has a colleague stand in."""
    file = _own_file(asked)
    return _try(asked, file, lambda: asked.access.granting.stand_in(file, form.a, form.jusqu_au))


@router.post("/personnes/{person_id}/confier")
def entrust(asked: CurrentAsked, form: Annotated[EntrustForm, Form()]) -> Response:
    """Entrusts some barriers to an officer."""
    file = _own_file(asked)
    trust = Trust(form.a, frozenset(form.freins), form.jusqu_au, form.accord)
    return _try(asked, file, lambda: asked.access.granting.entrust(file, trust))


@router.post("/personnes/{person_id}/acces/{grant_id}/fin")
def take_back(asked: CurrentAsked, grant_id: int) -> Response:
    """Ends someone's access at once."""
    file = _own_file(asked)
    return _try(asked, file, lambda: asked.access.granting.take_back(file, grant_id))


@router.get("/ouvrir")
def ask_to_open(pseudonyme: Annotated[str, Query(max_length=100)]) -> RedirectResponse:
    """Goes to the page that asks why; nothing is looked up here."""
    return RedirectResponse(f"/personnes/{quote(pseudonyme.strip(), safe='')}/ouvrir", 303)


@router.get("/personnes/{person_id}/ouvrir", response_class=HTMLResponse)
def why_open(asked: CurrentAsked) -> Response:
    """Asks why a file outside one's own list should open; goes to the file where it is open already."""
    if asked.access.grants.mine([asked.person_id]):
        return RedirectResponse(f"/personnes/{quote(asked.person_id)}", 303)
    if asked.visit.people.chantier_of_colleague(asked.person_id) is None:
        raise NotFoundError(say("Cette personne n’existe pas, ou n’est pas accompagnée dans votre chantier."))
    return _reason_page(asked)


@router.post("/personnes/{person_id}/ouvrir")
def open_for_a_reason(asked: CurrentAsked, raison: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Opens the file for a few hours; the reason stays in the trail."""
    try:
        asked.access.granting.open_for_a_reason(asked.person_id, raison)
    except RefusedGrantError as refused:
        return _reason_page(asked, refused.problem)
    return RedirectResponse(f"/personnes/{quote(asked.person_id)}", 303)


def _own_file(asked: Asked) -> PersonFile:
    """The file, if it is the asker's to open to others.

    Raises:
        NotFoundError: it is not theirs to see.
        ForbiddenError: they see it without accompanying the person.
    """
    file = person_file(asked.visit.people, asked.person_id)
    if not asked.access.granting.accompanies(file):
        raise ForbiddenError(say("Seule la personne qui accompagne peut ouvrir ce dossier à d’autres."))
    return file


def _try(asked: Asked, file: PersonFile, give: Callable[[], None], then: str | None = None) -> Response:
    """Does what the form asks and goes on, or shows the forms again with what to correct."""
    try:
        give()
    except RefusedGrantError as refused:
        return _page(asked, file, refused.problem)
    return RedirectResponse(then or f"/personnes/{quote(file.person.id)}/acces", 303)


def _page(asked: Asked, file: PersonFile, problem: Message | None = None) -> HTMLResponse:
    visit, granting = asked.visit, asked.access.granting
    page = visit.page(
        "person_access.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        problem=problem.text if problem else None,
        held=_held(asked.access, file),
        colleagues=granting.colleagues(file),
        officers=granting.officers(file),
        days=HANDED_OVER_DAYS,
        most_days=MOST_DAYS,
        stand_in_until=visit.today + timedelta(days=STAND_IN_DAYS),
        entrusted_until=visit.today + timedelta(days=ENTRUSTED_DAYS),
    )
    page.status_code = 422 if problem else 200
    return page


def _reason_page(asked: Asked, problem: Message | None = None) -> HTMLResponse:
    visit: Visit = asked.visit
    page = visit.page(
        "person_open.html",
        person_id=asked.person_id,
        problem=problem.text if problem else None,
        hours=int(OPENED_FOR.total_seconds() // 3600),
        least=LEAST_REASON,
    )
    page.status_code = 422 if problem else 200
    return page


@dataclass(frozen=True, slots=True)
class Held:
    """An access as the page lists it; ``is_own`` is the reader's, ``id`` what ends it."""

    id: int | None
    name: str
    words: str
    until: date | None
    barriers: tuple[str, ...]
    identity_agreed: bool
    reason: str
    is_own: bool


def _held(access: Access, file: PersonFile) -> list[Held]:
    """Everyone who sees the person, the reader first."""
    found = [
        Held(
            id=grant.id,
            name=account.name,
            words=KINDS[grant.kind],
            until=last_day(grant.until),
            barriers=tuple(grant.barriers or ()),
            identity_agreed=grant.identity_agreed,
            reason=grant.reason,
            is_own=account.id == access.asker.id,
        )
        for grant, account in access.grants.on_person(file.person.id)
    ]
    return sorted(found, key=lambda held: not held.is_own)
