"""Who is before a page of accounts, as the server sees them: signed in or not, from where, with what."""

from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import Browser, Now
from api.errors import UnauthenticatedError
from api.i18n import say
from api.security.cookies import address_of
from api.security.devices import device_of
from api.security.sessions import SignedIn
from api.security.sign_in import Visitor


def visitor_of(request: Request, now: Now) -> Visitor:
    """Where they are, with what browser, and when."""
    return Visitor(now, address_of(request), device_of(request.headers.get("user-agent")))


def signed_in_only(browser: Browser) -> SignedIn:
    """Whoever is signed in.

    Raises:
        UnauthenticatedError: nobody is.
    """
    if browser is None:
        raise UnauthenticatedError(say("Identifiez-vous pour voir votre compte."))
    return browser


CurrentVisitor = Annotated[Visitor, Depends(at_once(visitor_of))]
Own = Annotated[SignedIn, Depends(at_once(signed_in_only))]
