"""The administrator's page of keys: those there are, a new one shown once, and a way to revoke each at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentRecorder, Now, Transaction
from api.errors import InvalidRequestError
from api.i18n import translations
from api.security.keys import NewKey, Permission
from api.services.keys import LONGEST_NAME, USUAL_DAYS, Keys, Wish
from api.web.administration.desk import Administrator
from api.web.language import PAGES_LOCALE
from api.web.place import place_of
from api.web.reader import CurrentReader, Reader
from api.web.templating import render
from network_data.repositories import NetworkRepository

router = APIRouter()

PAGE = "/administration/cles"


@dataclass(frozen=True, slots=True)
class Administration:
    """What the page needs of its request; who asks is known before the transaction opens."""

    request: Request
    asker: Administrator
    now: Now
    session: Transaction
    recorder: CurrentRecorder
    reader: CurrentReader

    @property
    def keys(self) -> Keys:
        """The keys they administer."""
        return Keys(self.asker, self.session, self.recorder, self.now)


CurrentAdministration = Annotated[Administration, Depends(at_once(Administration))]


class KeyForm(BaseModel):
    """What the form sends."""

    nom: str = Field(default="", max_length=500)
    chantier: str = Field(default="", max_length=200)
    droits: list[str] = Field(default_factory=list, max_length=10)
    jusqu_au: date | None = None

    def wish(self) -> Wish:
        """The key that it asks for."""
        return Wish(self.nom, self.chantier, frozenset(self.droits), self.jusqu_au)


@router.get(PAGE, response_class=HTMLResponse)
def keys(administration: CurrentAdministration) -> HTMLResponse:
    """The keys there are, and the form for a new one."""
    return _page(administration)


@router.post(PAGE, response_class=HTMLResponse)
def make_key(administration: CurrentAdministration, form: Annotated[KeyForm, Form()]) -> HTMLResponse:
    """Makes a key and shows it: the answer itself, for no address may lead to it again."""
    try:
        made = administration.keys.make(form.wish())
    except InvalidRequestError as refusal:
        return _page(administration, form, fault=refusal.detail.said(translations(PAGES_LOCALE)))
    return _page(administration, made=made)


@router.post(PAGE + "/{key_id}/revoquer")
def revoke_key(administration: CurrentAdministration, key_id: str) -> Response:
    """Ends a key at once."""
    administration.keys.revoke(key_id)
    return RedirectResponse(PAGE, 303)


def _page(
    administration: Administration,
    form: KeyForm | None = None,
    *,
    made: NewKey | None = None,
    fault: str | None = None,
) -> HTMLResponse:
    reader: Reader = administration.reader
    today = administration.now.date()
    page = render(
        "keys.html",
        reader,
        place=place_of(NetworkRepository(administration.session)),
        keys=administration.keys.all(),
        chantiers=administration.keys.chantiers(),
        permissions=list(Permission),
        form=form or KeyForm(droits=[Permission.MATCH], jusqu_au=today + timedelta(days=USUAL_DAYS)),
        longest_name=LONGEST_NAME,
        now=administration.now,
        today=today,
        made=made,
        fault=fault,
    )
    return HTMLResponse(page, 422 if fault else 200)
