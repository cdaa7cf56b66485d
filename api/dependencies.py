"""What every request is given: the language, who asks, today, and one transaction."""

from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from api.clock import today
from api.i18n import pick_locale, translations
from api.services.match import Matcher
from network_data.asker import Asker
from network_data.database import transaction


def locale(request: Request) -> str:
    """The reader's language, as their browser or software states it."""
    return pick_locale(request.headers.get("accept-language"))


def language(request: Request) -> NullTranslations:
    """The translations into the reader's language."""
    return translations(locale(request))


def asker(request: Request) -> Asker:
    """Who is asking. Without accounts: whoever sits at this machine."""
    return Asker.local()


def session(request: Request) -> Iterator[Session]:
    """A session inside the request's one transaction, committed before the answer leaves."""
    with transaction(request.app.state.engine) as opened:
        yield opened


Language = Annotated[NullTranslations, Depends(language)]
CurrentAsker = Annotated[Asker, Depends(asker)]
Today = Annotated[date, Depends(today)]
# Scope "function": what was asked is stored before the answer says so.
Transaction = Annotated[Session, Depends(session, scope="function")]


def matcher(request: Request, session: Transaction) -> Matcher:
    """Matches within the request's transaction; requests share the compiled networks."""
    return Matcher(session, request.app.state.catalogues)


CurrentMatcher = Annotated[Matcher, Depends(matcher)]
