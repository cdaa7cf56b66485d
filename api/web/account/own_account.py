"""The page of one's own account: roles, sessions, password, second factor."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from api.dependencies import lacks_second_factor
from api.i18n import Message, translations
from api.security.own_account import OwnAccount
from api.security.second_factor import SecondFactors
from api.security.sessions import SignedIn
from api.security.sign_in import Visitor
from api.web.account.pages import account_page, provider_name
from api.web.account.sign_in_notices import notices_since
from api.web.account.visitors import CurrentVisitor, Own
from api.web.language import PAGES_LOCALE
from network_data.database import transaction
from network_data.repositories.digests import PURPOSE, READERS, OwnMail
from network_data.sealing import Sealer
from network_data.tables import Account

router = APIRouter()

PAGE = "/compte"
FACTOR_PAGE = "/compte/second-facteur"
TOLD_FOR = timedelta(days=90)
"""How long the page tells of a change: whoever came in instead of the holder cannot make it go away."""

Secret = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class DigestMail:
    """Where the day's digest goes, whether it is wanted, and whether the address works."""

    address: str
    wanted: bool
    works: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change, said where its form stands."""

    password_fault: Message | None = None
    password_changed: bool = False
    factor_fault: Message | None = None
    provider_fault: Message | None = None
    mail_fault: Message | None = None
    mail_typed: str = ""
    provider_told: str = ""
    """How a trip to the provider ended, as its address says: one of a few words, anything else says nothing."""


@router.get(PAGE)
def account(request: Request, own: Own, visitor: CurrentVisitor, fournisseur: str = "") -> Response:
    """Who one is here, and where one is signed in."""
    return page(request, own, visitor, Outcome(provider_told=fournisseur))


@router.post(PAGE + "/sessions/fin")
def end_session(
    request: Request, own: Own, visitor: CurrentVisitor, session: Annotated[str, Form(max_length=64)]
) -> Response:
    """Ends one of one's sessions."""
    _own_account(request).end_session(own, session, visitor)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/sessions/fin-des-autres")
def end_other_sessions(request: Request, own: Own, visitor: CurrentVisitor) -> Response:
    """Ends all of one's sessions but this one."""
    _own_account(request).end_others(own, visitor)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/mot-de-passe")
def change_password(
    request: Request, own: Own, visitor: CurrentVisitor, current: Secret = "", new: Secret = ""
) -> Response:
    """Changes one's password."""
    fault = _own_account(request).change_password(own, current, new, visitor)
    return page(request, own, visitor, Outcome(password_fault=fault, password_changed=fault is None))


@router.get(FACTOR_PAGE)
def second_factor(request: Request, own: Own) -> Response:
    """A new secret for one's telephone, as a picture and as text; for whoever has one already, the page of theirs."""
    if _own_account(request).means(own).second_factor:
        return RedirectResponse(PAGE, 303)
    return _factor_page(request, own)


@router.post(FACTOR_PAGE)
def add_second_factor(
    request: Request,
    own: Own,
    visitor: CurrentVisitor,
    code: Secret = "",
    offer: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Adds the second factor once the telephone has shown that it holds it."""
    fault = _own_account(request).add_second_factor(own, offer, code, visitor)
    return _factor_page(request, own, fault) if fault else RedirectResponse(PAGE, 303)


@router.post(FACTOR_PAGE + "/retirer")
def remove_second_factor(request: Request, own: Own, visitor: CurrentVisitor, password: Secret = "") -> Response:
    """Takes the second factor away."""
    fault = _own_account(request).remove_second_factor(own, password, visitor)
    return page(request, own, visitor, Outcome(factor_fault=fault))


def _own_account(request: Request) -> OwnAccount:
    found: OwnAccount = request.app.state.own_account
    return found


def page(request: Request, own: SignedIn, visitor: Visitor, outcome: Outcome) -> Response:
    """The page, told what came of a change."""
    mine, told = _own_account(request), outcome
    return account_page(
        request,
        own,
        "account/own.html",
        422 if told.password_fault or told.factor_fault or told.provider_fault or told.mail_fault else 200,
        this_session=own.session_id,
        sessions=mine.sessions(own.asker.id, visitor),
        means=mine.means(own),
        provider=provider_name(request),
        password_fault=_said(told.password_fault),
        factor_fault=_said(told.factor_fault),
        provider_fault=_said(told.provider_fault),
        provider_told=told.provider_told,
        digest=_digest(request, own, told) if own.asker.holds(*READERS) else None,
        mail_fault=_said(told.mail_fault),
        password_changed=told.password_changed,
        notices=notices_since(request, own, visitor.now - TOLD_FOR),
        needed=lacks_second_factor(request, own),
    )


def _digest(request: Request, own: SignedIn, told: Outcome) -> DigestMail:
    with transaction(request.app.state.engine) as session:
        mail = OwnMail(session, Sealer(request.app.state.settings.secrets, PURPOSE), own.asker.id)
        address, wanted = mail.read()
        return DigestMail(told.mail_typed or address, wanted=wanted, works=mail.works())


def _factor_page(request: Request, own: SignedIn, fault: Message | None = None) -> Response:
    factors: SecondFactors = request.app.state.own_account.second_factors
    with transaction(request.app.state.engine) as session:
        offer = factors.offer(session.get_one(Account, own.asker.id))
    picture = segno.make(offer.uri, error="m").svg_inline(scale=5, border=3, dark="#1F2A26", light="#FFFFFF")
    return account_page(
        request,
        own,
        "account/second_factor.html",
        422 if fault else 200,
        offer=offer,
        picture=Markup(picture),  # noqa: S704 - made by segno, of squares only
        fault=_said(fault),
        needed=lacks_second_factor(request, own),
    )


def _said(message: Message | None) -> str | None:
    return message.said(translations(PAGES_LOCALE)) if message else None
