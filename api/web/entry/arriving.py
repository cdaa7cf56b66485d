"""The page where an advisor enters a person of their chantier."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import Message, say
from api.services.entering import Entering, new_entry
from api.web.access import Access, CurrentAccess
from api.web.visit import CurrentVisit, Visit
from network_data.tables import Chantier

router = APIRouter()

PAGE = "/chantiers/{chantier_id}/nouvelle-personne"
LONGEST_ENTRY = 64
OLDEST, FARTHEST = timedelta(days=10 * 366), timedelta(days=366)


class EntryForm(BaseModel):
    """What the form sends: what tells it from any other, and the day the person arrived."""

    saisie: str = Field(default="", max_length=LONGEST_ENTRY)
    arrivee: str = Field(default="", max_length=100)


@router.get(PAGE, response_class=HTMLResponse)
def new_person(visit: CurrentVisit, access: CurrentAccess, chantier_id: str) -> HTMLResponse:
    """What a pseudonym is, and the day the person arrived."""
    form = EntryForm(saisie=new_entry(), arrivee=visit.today.isoformat())
    return _page(visit, access, chantier_id, form)


@router.post(PAGE)
def enter_person(
    visit: CurrentVisit,
    access: CurrentAccess,
    chantier_id: str,
    form: Annotated[EntryForm, Form()],
) -> Response:
    """Enters the person, once however often the form is sent; then asks for their barriers."""
    try:
        arrived_on = date.fromisoformat(form.arrivee) if form.arrivee else None
    except ValueError:
        arrived_on = date.min
    if arrived_on and not visit.today - OLDEST <= arrived_on <= visit.today + FARTHEST:
        fault = say("Choisissez le jour de son arrivée, ou laissez vide.")
        return _page(visit, access, chantier_id, form, fault)
    _require_open(visit, access, chantier_id)
    entering = Entering(access.asker, access.entry, access.grants, access.granting.now)
    person_id = entering.enter(chantier_id, form.saisie or None, arrived_on)
    return RedirectResponse(f"/personnes/{quote(person_id, safe='')}/evaluation", 303)


def _page(
    visit: CurrentVisit,
    access: CurrentAccess,
    chantier_id: str,
    form: EntryForm,
    fault: Message | None = None,
) -> HTMLResponse:
    chantier = _require_open(visit, access, chantier_id)
    page = visit.page(
        "entry/new_person.html",
        chantier=chantier,
        entry=form.saisie,
        answers={"arrivee": form.arrivee},
        faults={"arrivee": fault.text} if fault else {},
        changes=(),
    )
    page.status_code = 422 if fault else 200
    return page


def _require_open(visit: Visit, access: Access, chantier_id: str) -> Chantier:
    """The chantier, if it is open and the asker's to enter people at."""
    chantier = visit.network.chantier(chantier_id)
    if chantier is None or chantier.closed_on is not None or not access.entry.may_enter(chantier_id):
        raise NotFoundError(say("Ce chantier n’existe pas."))
    return chantier
