"""What an administrator's page needs of its request: who asks, the transaction, the trail, and how it is rendered."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError
from api.i18n import Message, say, translations
from api.services.account_search import VisibleAccounts
from api.services.accounts import Accounts
from api.services.remit import Remit, remit_of
from api.web.language import PAGES_LOCALE
from api.web.place import place_of
from api.web.reader import CurrentReader
from api.web.templating import render
from network_data.asker import Asker, Role
from network_data.repositories import NetworkRepository

HOME = "/administration"


def administrator(asker: CurrentAsker) -> Asker:
    """Whoever asks, if they administer something.

    Raises:
        ForbiddenError: they do not.
    """
    if not asker.holds(Role.ADMINISTRATOR):
        raise ForbiddenError(say("Cette page est celle de l’administrateur de Maillage."))
    return asker


Administrator = Annotated[Asker, Depends(at_once(administrator))]


@dataclass(frozen=True, slots=True)
class Desk:
    """One administrator before one page; who asks is known before the transaction opens."""

    request: Request
    asker: Administrator
    now: Now
    session: Transaction
    recorder: CurrentRecorder
    reader: CurrentReader

    @property
    def accounts(self) -> Accounts:
        """What they do to accounts."""
        return Accounts(self.asker, self.session, self.now, self.recorder)

    @property
    def directory(self) -> VisibleAccounts:
        """The accounts they see."""
        return VisibleAccounts(self.asker, self.session, self.now)

    @property
    def network(self) -> NetworkRepository:
        """Territories and chantiers."""
        return NetworkRepository(self.session)

    @property
    def remit(self) -> Remit:
        """Where they administer."""
        return remit_of(self.asker, self.network)

    def page(self, template: str, status: int = 200, **context: object) -> HTMLResponse:
        """A page of theirs; nobody else must find it in the cache of a shared computer."""
        text = render(template, self.reader, place=place_of(self.network), now=self.now, **context)
        return HTMLResponse(text, status, {"cache-control": "no-store"})


CurrentDesk = Annotated[Desk, Depends(at_once(Desk))]


def said(message: Message | None) -> str | None:
    """A refusal as the pages say it."""
    return message.said(translations(PAGES_LOCALE)) if message else None
