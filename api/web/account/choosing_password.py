"""The pages of the links to choose a password: to come in for the first time, or after having forgotten it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import Message, say, translations
from api.security.links import PATHS, Links
from api.security.sign_in import Visitor
from api.web.account.pages import open_page, provider_name
from api.web.account.visitors import CurrentVisitor
from api.web.language import PAGES_LOCALE
from network_data.tables import Account, LinkPurpose

router = APIRouter()

DONE = "/connexion?choisi=1"
_GONE = say("Ce lien a déjà servi, est trop ancien ou n’existe pas. Demandez-en un autre.")

Password = Annotated[str, Form(max_length=200)]


@router.get("/invitation/{secret}")
def invitation(request: Request, secret: str, visitor: CurrentVisitor) -> Response:
    """Where someone invited chooses their password."""
    return _page(request, LinkPurpose.INVITATION, secret, visitor)


@router.post("/invitation/{secret}")
def accept_invitation(request: Request, secret: str, visitor: CurrentVisitor, password: Password = "") -> Response:
    """Takes the password chosen; the link is then void."""
    return _choose(request, LinkPurpose.INVITATION, secret, password, visitor)


@router.get("/reinitialiser/{secret}")
def reset(request: Request, secret: str, visitor: CurrentVisitor) -> Response:
    """Where someone chooses another password."""
    return _page(request, LinkPurpose.RESET, secret, visitor)


@router.post("/reinitialiser/{secret}")
def reset_password(request: Request, secret: str, visitor: CurrentVisitor, password: Password = "") -> Response:
    """Takes the password chosen; the link is then void."""
    return _choose(request, LinkPurpose.RESET, secret, password, visitor)


def _choose(request: Request, purpose: LinkPurpose, secret: str, password: str, visitor: Visitor) -> Response:
    try:
        fault = _links(request).use(secret, purpose, password, visitor)
    except LookupError:
        raise NotFoundError(_GONE) from None
    return _page(request, purpose, secret, visitor, fault) if fault else RedirectResponse(DONE, 303)


def _page(
    request: Request, purpose: LinkPurpose, secret: str, visitor: Visitor, fault: Message | None = None
) -> Response:
    holder: Account | None = _links(request).holder(secret, purpose, visitor.now)
    if holder is None:
        raise NotFoundError(_GONE)
    return open_page(
        request,
        "account/choose_password.html",
        422 if fault else 200,
        name=holder.name,
        login=holder.login,
        action=PATHS[purpose] + secret,
        provider=provider_name(request) if purpose is LinkPurpose.INVITATION else None,
        invited=purpose is LinkPurpose.INVITATION,
        fault=fault.said(translations(PAGES_LOCALE)) if fault else None,
    )


def _links(request: Request) -> Links:
    found: Links = request.app.state.links
    return found
