"""The page of places: territories and chantiers, opened, renamed and closed."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.i18n import Message
from api.services.places import LONGEST_NAME, Places, RefusedPlaceError
from api.web.administration.desk import HOME, CurrentDesk, Desk, said

router = APIRouter()

PAGE = HOME + "/lieux"


class PlaceForm(BaseModel):
    """A territory or a chantier, as typed."""

    nom: str = Field(default="", max_length=500)
    activite: str = Field(default="", max_length=500)
    departements: str = Field(default="", max_length=500)
    territoire: str = Field(default="", max_length=200)


@router.get(PAGE, response_class=HTMLResponse)
def places(desk: CurrentDesk) -> HTMLResponse:
    """The places one administers, and the forms for new ones."""
    return _page(desk)


@router.post(PAGE + "/territoires", response_class=HTMLResponse)
def add_territory(desk: CurrentDesk, form: Annotated[PlaceForm, Form()]) -> Response:
    """A new territory."""
    return _try(desk, form, "territoire", lambda own: own.add_territory(form.nom, form.departements))


@router.post(PAGE + "/territoires/{slug}/nom", response_class=HTMLResponse)
def rename_territory(desk: CurrentDesk, slug: str, form: Annotated[PlaceForm, Form()]) -> Response:
    """Another name for a territory."""
    return _try(desk, form, "noms", lambda own: own.rename_territory(slug, form.nom))


@router.post(PAGE + "/chantiers", response_class=HTMLResponse)
def add_chantier(desk: CurrentDesk, form: Annotated[PlaceForm, Form()]) -> Response:
    """A new chantier."""
    return _try(desk, form, "chantier", lambda own: own.add_chantier(form.nom, form.territoire, form.activite))


@router.post(PAGE + "/chantiers/{code}/nom", response_class=HTMLResponse)
def rename_chantier(desk: CurrentDesk, code: str, form: Annotated[PlaceForm, Form()]) -> Response:
    """Another name and activity for a chantier."""
    return _try(desk, form, "noms", lambda own: own.rename_chantier(code, form.nom, form.activite))


@router.post(PAGE + "/chantiers/{code}/fermer")
def close_chantier(desk: CurrentDesk, code: str) -> Response:
    """Closes a chantier."""
    _places(desk).close_chantier(code)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/chantiers/{code}/rouvrir")
def reopen_chantier(desk: CurrentDesk, code: str) -> Response:
    """Opens a chantier again."""
    _places(desk).reopen_chantier(code)
    return RedirectResponse(PAGE, 303)


def _places(desk: Desk) -> Places:
    return Places(desk.asker, desk.session, desk.now, desk.recorder)


def _try(desk: Desk, form: PlaceForm, which: str, change: Callable[[Places], object]) -> Response:
    """Changes something; or says what is wrong in the form ``which`` asked for it."""
    try:
        change(_places(desk))
    except RefusedPlaceError as refused:
        return _page(desk, form, which, refused.message)
    return RedirectResponse(PAGE, 303)


def _page(
    desk: Desk, form: PlaceForm | None = None, which: str | None = None, fault: Message | None = None
) -> HTMLResponse:
    own = _places(desk)
    chantiers = own.chantiers()
    outside = {each.territory_slug for each in chantiers}
    territories = [
        each for each in desk.network.territories() if own.remit.covers_territory(each) or each.slug in outside
    ]
    return desk.page(
        "administration/places.html",
        422 if fault else 200,
        sections=[
            (
                each,
                own.remit.covers_territory(each),
                sorted(
                    (one for one in chantiers if one.territory_slug == each.slug),
                    key=lambda one: (one.closed_on is not None, one.name),
                ),
            )
            for each in territories
        ],
        own_territories=own.territories(),
        everywhere=own.remit.everywhere,
        longest_name=LONGEST_NAME,
        form=form or PlaceForm(),
        which=which,
        fault=said(fault),
    )
