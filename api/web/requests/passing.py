"""Passing requests on: to whom one may go, and all that someone has, to colleagues who then take each."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.errors import ForbiddenError
from api.i18n import say, translations
from api.services.requests.passing import BEST, Passing
from api.services.requests.team import Officer
from api.web.language import PAGES_LOCALE
from api.web.requests.desk import PAGE, CurrentRequestsDesk, RequestsDesk, is_officers, said
from api.wording.requests import why_shared
from api.wording.speech import Speech
from network_data.asker import Role
from network_data.repositories.requests import RequestFile

router = APIRouter()
RELAY = PAGE + "/relais"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone of the team to whom a request may go, with why or why not."""

    id: str
    name: str
    why: str
    able: bool


def to_whom(desk: RequestsDesk, file: RequestFile) -> list[Candidate]:
    """The team as the share orders it, without who has the request already; nobody for whoever may not pass it on."""
    slug = file.request.territory_slug
    if not is_officers(file) and slug not in desk.asker.territories(Role.COORDINATOR):
        return []
    team, speech = desk.team(slug), Speech(translations(PAGES_LOCALE))
    shares = {share.officer: share for share in team.shares(desk.desk.to_share(file), desk.book.loads(slug))}
    told = {
        account: (why_shared(speech, [(reason.code, reason.figure) for reason in share.reasons]), share.able)
        for account, share in shares.items()
    }
    ordered = [*shares, *(each.id for each in team.officers if each.id not in shares)]
    names = {each.id: each.name for each in team.officers}
    return [
        Candidate(account, names[account], *told.get(account, ("", False)))
        for account in ordered
        if account in names and account != file.course.officer
    ]


@router.get(RELAY, response_class=HTMLResponse)
def relay(desk: CurrentRequestsDesk) -> HTMLResponse:
    """What was passed on and still waits to be taken, and the form to pass on all that someone has."""
    return _page(desk)


@router.post(RELAY)
def hand_over(
    desk: CurrentRequestsDesk,
    de: Annotated[str, Form(max_length=100)] = "",
    a: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Passes on everything that someone has."""
    _territories(desk)
    passing = Passing(desk.desk)
    known = {each.id for each in _officers(desk)}
    if de not in known or (a != BEST and a not in known) or de == a:
        return _page(desk, said(say("Choisissez deux personnes différentes de l’équipe.")), de, a)
    passing.hand_over(de, a)
    return RedirectResponse(RELAY, 303)


def _page(desk: RequestsDesk, problem: str | None = None, giver: str = "", taker: str = "") -> HTMLResponse:
    officers = _officers(desk)
    passed = Passing(desk.desk).passed_on()
    names = {each.id: each.name for each in officers}
    return desk.page(
        "requests/relay.html",
        422 if problem else 200,
        officers=officers,
        counts={each.id: sum(one.course.officer == each.id for one in passed.open) for each in officers},
        lines=[
            (each, names.get(each.file.course.officer or "", ""), names.get(each.giver, "")) for each in passed.handed
        ],
        chantiers=desk.chantiers,
        best=BEST,
        giver=giver,
        taker=taker,
        problem=problem,
    )


def _territories(desk: RequestsDesk) -> list[str]:
    """Where the reader passes requests on.

    Raises:
        ForbiddenError: nowhere.
    """
    own = {*desk.asker.territories(Role.OFFICER), *desk.asker.territories(Role.COORDINATOR)}
    if not own:
        raise ForbiddenError(say("Cette page est pour l’équipe de partenariat et sa coordination."))
    return sorted(own)


def _officers(desk: RequestsDesk) -> list[Officer]:
    return [each for slug in _territories(desk) for each in desk.team(slug).officers]
