"""The way in by an OpenID Connect provider: to it, back from it, and the code that an account may ask for besides."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.dependencies import Browser
from api.errors import NotFoundError
from api.i18n import say
from api.security.cookies import forget_cookie, provider_cookie, set_cookie, set_session_cookie
from api.security.links import Links
from api.security.own_account import OwnAccount
from api.security.provider.arrivals import Arrivals, Back, CameIn, Linked, Refusal, RefusedArrivalError, StillOwes
from api.security.provider.fetching import ProviderUnavailableError
from api.security.provider.terms import RETURN_PATH
from api.security.provider.trips import LONGEST, Purpose, Trip, lasting_until
from api.security.sign_in import Visitor
from api.web.account import own_account, signing_in
from api.web.account.local_paths import HOME, local_path
from api.web.account.pages import account_page, open_page
from api.web.account.visitors import CurrentVisitor, Own
from network_data.tables import LinkPurpose

router = APIRouter()

CODE_PAGE = "/connexion/code"
_ELSEWHERE = frozenset({"cross-site", "same-site"})


class ToldByProvider(BaseModel):
    """What the provider writes in the address; an error of its own has no code."""

    state: str = Field(default="", max_length=500, repr=False)
    code: str = Field(default="", max_length=4000, repr=False)
    iss: str | None = Field(default=None, max_length=500)


@router.get("/connexion/fournisseur")
def go_to_provider(request: Request, browser: Browser, visitor: CurrentVisitor, suite: str = HOME) -> Response:
    """Leads to the provider; whoever is signed in already goes on, whoever another site sends is asked first."""
    arrivals = arrivals_of(request)
    if browser is not None:
        return RedirectResponse(local_path(suite), 303)
    if request.headers.get("sec-fetch-site") in _ELSEWHERE:
        return RedirectResponse(signing_in.PAGE, 303)
    return _depart(request, arrivals, Trip(lasting_until(visitor.now), towards=local_path(suite)), visitor)


@router.get("/invitation/{secret}/fournisseur")
def accept_with_provider(request: Request, secret: str, visitor: CurrentVisitor) -> Response:
    """Leads someone invited to the provider, instead of choosing a password."""
    arrivals, links = arrivals_of(request), request.app.state.links
    assert isinstance(links, Links)
    if links.holder(secret, LinkPurpose.INVITATION, visitor.now) is None:
        raise NotFoundError(say("Ce lien a déjà servi, est trop ancien ou n’existe pas. Demandez-en un autre."))
    trip = Trip(lasting_until(visitor.now), Purpose.INVITATION, link=secret)
    return _depart(request, arrivals, trip, visitor)


@router.post("/compte/fournisseur")
def link(request: Request, own: Own, visitor: CurrentVisitor, password: own_account.Secret = "") -> Response:
    """Leads someone signed in to the provider, to link their account; by a page, since no form may lead elsewhere."""
    arrivals = arrivals_of(request)
    fault = _own_account(request).confirm(own, password, visitor)
    if fault is not None:
        return own_account.page(request, own, visitor, own_account.Outcome(provider_fault=fault))
    trip = Trip(lasting_until(visitor.now), Purpose.LINK, session_id=own.session_id)
    try:
        address = arrivals.provider.departure(trip, visitor.now)
    except ProviderUnavailableError:
        return _refused(Refusal.UNAVAILABLE, Purpose.LINK)
    name = arrivals.provider.terms.name
    response = account_page(request, own, "account/departure.html", address=address, name=name, leaving=False)
    _remember(request, response, arrivals.trips.seal(trip))
    return response


@router.post("/compte/fournisseur/retirer")
def unlink(request: Request, own: Own, visitor: CurrentVisitor, password: own_account.Secret = "") -> Response:
    """Parts one's account from the provider."""
    arrivals_of(request)
    fault = _own_account(request).unlink_provider(own, password, visitor)
    return own_account.page(request, own, visitor, own_account.Outcome(provider_fault=fault))


@router.get(RETURN_PATH)
def come_back(
    request: Request, browser: Browser, visitor: CurrentVisitor, told: Annotated[ToldByProvider, Query()]
) -> Response:
    """Receives whoever comes back, and leads on at once: what the provider wrote stays in no address bar."""
    arrivals, cookie = arrivals_of(request), request.cookies.get(provider_cookie(request), "")
    try:
        outcome = arrivals.receive(Back(cookie, told.state, told.code, told.iss), browser, visitor)
    except RefusedArrivalError as refusal:
        response = _refused(refusal.reason, refusal.purpose)
    else:
        if isinstance(outcome, StillOwes):
            response = RedirectResponse(CODE_PAGE, 303)
            _remember(request, response, outcome.cookie)
            return response
        response = _lead_on(request, outcome)
    forget_cookie(request, response, provider_cookie(request))
    return response


@router.get(CODE_PAGE)
def code_page(request: Request, visitor: CurrentVisitor) -> Response:
    """Where whoever comes back types the code of their telephone, if their account asks for it."""
    if not arrivals_of(request).is_awaited(request.cookies.get(provider_cookie(request), ""), visitor):
        return RedirectResponse(signing_in.PAGE, 303)
    return open_page(request, "account/provider_code.html", wrong=False)


@router.post(CODE_PAGE)
def give_code(request: Request, visitor: CurrentVisitor, code: Annotated[str, Form(max_length=20)] = "") -> Response:
    """Takes the code; whoever gives the right one is in."""
    cookie = request.cookies.get(provider_cookie(request), "")
    try:
        outcome = arrivals_of(request).receive_code(cookie, code, visitor)
    except RefusedArrivalError as refusal:
        return _refused(refusal.reason, refusal.purpose)
    if outcome is None:
        return open_page(request, "account/provider_code.html", 401, wrong=True)
    response = _lead_on(request, outcome)
    forget_cookie(request, response, provider_cookie(request))
    return response


def arrivals_of(request: Request) -> Arrivals:
    """What receives those who come back.

    Raises:
        NotFoundError: there is no provider here.
    """
    found: Arrivals | None = request.app.state.arrivals
    if found is None:
        raise NotFoundError(say("Aucun fournisseur d’identité n’est réglé ici."))
    return found


def _depart(request: Request, arrivals: Arrivals, trip: Trip, visitor: Visitor) -> Response:
    try:
        response = RedirectResponse(arrivals.provider.departure(trip, visitor.now), 303)
    except ProviderUnavailableError:
        return _refused(Refusal.UNAVAILABLE, trip.purpose)
    _remember(request, response, arrivals.trips.seal(trip))
    return response


def _remember(request: Request, response: Response, secret: str) -> None:
    set_cookie(request, response, provider_cookie(request), secret, int(LONGEST.total_seconds()))


def _lead_on(request: Request, outcome: CameIn | Linked) -> Response:
    if isinstance(outcome, Linked):
        return RedirectResponse(f"{own_account.PAGE}?fournisseur=relie#fournisseur", 303)
    response = RedirectResponse(local_path(outcome.towards), 303)
    set_session_cookie(request, response, outcome.secret)
    return response


def _refused(reason: Refusal, purpose: Purpose) -> Response:
    if purpose is Purpose.LINK:
        return RedirectResponse(f"{own_account.PAGE}?fournisseur={reason}#fournisseur", 303)
    return RedirectResponse(f"{signing_in.PAGE}?refus={reason}", 303)


def _own_account(request: Request) -> OwnAccount:
    found: OwnAccount = request.app.state.own_account
    return found
