"""The sign-in page, the one-click sign-in of the demonstration, and the way out."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.dependencies import Browser
from api.errors import NotFoundError
from api.i18n import say
from api.security.cookies import forget_cookie, session_cookie, set_session_cookie
from api.security.provider.arrivals import Arrivals
from api.security.sessions import Sessions
from api.security.sign_in import Credentials, Refusal, SignIn, Visitor
from api.settings import Settings
from api.web.account.demonstration_accounts import demonstration_accounts
from api.web.account.local_paths import HOME, local_path
from api.web.account.pages import open_page, provider_name
from api.web.account.visitors import CurrentVisitor
from network_data.database import transaction
from network_data.trail import Event, Trail

router = APIRouter()

PAGE = "/connexion"
_STATUS = {Refusal.WRONG: 401, Refusal.TOO_MANY: 429}

Next = Annotated[str, Form(max_length=500)]


class SignInForm(BaseModel):
    """What the page asks for; what is left empty is simply wrong."""

    login: str = Field(default="", max_length=200)
    password: str = Field(default="", max_length=200, repr=False)
    code: str = Field(default="", max_length=20, repr=False)
    suite: str = Field(default=HOME, max_length=500)


class SignInAddress(BaseModel):
    """What the address of the page says: where to go next, and why one is sent here."""

    suite: str = HOME
    choisi: bool = False
    """Whether a password was just chosen."""
    refus: str = ""
    """Why the provider's way in did not work, in one of a few words; anything else says nothing."""


@router.get(PAGE)
def sign_in_page(
    request: Request, browser: Browser, visitor: CurrentVisitor, told: Annotated[SignInAddress, Query()]
) -> Response:
    """Where one signs in; whoever already is goes on."""
    if browser is not None:
        return RedirectResponse(local_path(told.suite), 303)
    return _page(request, visitor, told)


@router.post(PAGE)
def sign_in(request: Request, visitor: CurrentVisitor, typed: Annotated[SignInForm, Form()]) -> Response:
    """Signs in by login, password, and code for whoever has one."""
    found = _sign_in(request).with_password(Credentials(typed.login, typed.password, typed.code), visitor)
    if isinstance(found, Refusal):
        return _page(request, visitor, SignInAddress(suite=typed.suite), found)
    return _come_in(request, found, typed.suite)


@router.post(PAGE + "/demonstration")
def sign_in_with_one_click(
    request: Request, visitor: CurrentVisitor, account: Annotated[str, Form(max_length=64)], suite: Next = HOME
) -> Response:
    """Becomes someone fictitious; there is no such thing outside the demonstration."""
    secret = _sign_in(request).with_one_click(account, visitor)
    if secret is None:
        raise NotFoundError(say("Ce compte de démonstration n’existe pas."))
    return _come_in(request, secret, suite)


@router.post("/deconnexion")
def sign_out(request: Request, browser: Browser, visitor: CurrentVisitor) -> Response:
    """Ends the session, here and on the server, and with the provider when it was opened there."""
    kept = None
    if browser is not None:
        sessions: Sessions = request.app.state.sessions
        trail: Trail = request.app.state.trail
        kept = sessions.end(browser.session_id, visitor.now)
        trail.record(Event(browser.asker.id, "sign-out", address=visitor.address), visitor.now)
    response = _way_out(request, kept, visitor)
    forget_cookie(request, response, session_cookie(request))
    return response


def _way_out(request: Request, provider_token: bytes | None, visitor: Visitor) -> Response:
    """The sign-in page; or one that leads to the provider, since no form may lead elsewhere."""
    arrivals: Arrivals | None = request.app.state.arrivals
    address = arrivals.sign_out_address(provider_token, visitor) if arrivals and provider_token else None
    if address is None:
        return RedirectResponse(PAGE, 303)
    return open_page(request, "account/departure.html", address=address, name=provider_name(request), leaving=True)


def _sign_in(request: Request) -> SignIn:
    found: SignIn = request.app.state.sign_in
    return found


def _come_in(request: Request, secret: str, suite: str) -> Response:
    response = RedirectResponse(local_path(suite), 303)
    set_session_cookie(request, response, secret)
    return response


def _page(request: Request, visitor: Visitor, told: SignInAddress, refusal: Refusal | None = None) -> Response:
    settings: Settings = request.app.state.settings
    accounts = []
    if settings.demonstration:
        with transaction(request.app.state.engine) as session:
            accounts = demonstration_accounts(session, visitor.now)
    return open_page(
        request,
        "account/sign_in.html",
        _STATUS[refusal] if refusal else 200,
        suite=local_path(told.suite),
        refusal=refusal,
        chosen=told.choisi,
        refused_by_provider=told.refus,
        provider=provider_name(request),
        demonstration=settings.demonstration,
        accounts=accounts,
    )
