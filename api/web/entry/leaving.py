"""The page where someone leaves their chantier, and comes back."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.i18n import say
from api.web.entry.desk import CurrentDesk, Written

router = APIRouter()

PAGE = "/personnes/{person_id}/depart"
DAY = "jour"
OLDEST = timedelta(days=366)


@router.get(PAGE, response_class=HTMLResponse)
def leaving(desk: CurrentDesk) -> HTMLResponse:
    """What leaving means, and the day; or the way back."""
    file, _ = desk.open()
    return desk.page("entry/leaving.html", file, Written({DAY: desk.visit.today.isoformat()}, {}))


@router.post(PAGE)
def leave(desk: CurrentDesk, jour: Annotated[str, Form(max_length=100)] = "") -> Response:
    """The person leaves on a day of the year behind or to come."""
    file, edit = desk.open()
    try:
        day = date.fromisoformat(jour)
    except ValueError:
        day = date.min
    if abs((day - desk.visit.today).days) > OLDEST.days:
        fault = say("Choisissez un jour de l’année passée ou à venir.")
        return desk.page("entry/leaving.html", file, Written({DAY: jour}, {}, {DAY: fault}))
    if file.person.left_on != day:
        edit.leave(day)
    return desk.done("/depart")


@router.post("/personnes/{person_id}/retour")
def come_back(desk: CurrentDesk) -> Response:
    """The person works at the chantier again."""
    file, edit = desk.open()
    if file.person.left_on is not None:
        edit.come_back()
    return desk.done()
