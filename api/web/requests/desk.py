"""What every page about requests needs of its visit: the desk of both sides, colleagues, what partners have open."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now
from api.i18n import Message, translations
from api.requesting import CurrentRequestBook, CurrentTogetherDesk
from api.services.requests.desk import RequestDesk
from api.services.requests.team import Team
from api.services.requests.together import TogetherDesk
from api.settings import Settings
from api.web.access import Access, CurrentAccess
from api.web.language import PAGES_LOCALE
from api.web.visit import CurrentVisit, Visit
from api.wording.requests import why_shared
from api.wording.speech import Speech
from network_data.asker import Asker
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.identities import Identity
from network_data.repositories.partner_loads import PartnerLoads
from network_data.repositories.requests import RequestFile, RequestRepository
from network_data.tables import Chantier
from network_data.trail import Recorder
from network_data.vocabulary import Side

PAGE = "/demandes"


@dataclass(frozen=True)
class RequestsDesk:
    """One reader before one page about requests."""

    request: Request
    visit: Visit
    asker: Asker
    now: datetime
    recorder: Recorder
    access: Access
    book: RequestRepository
    together: TogetherDesk

    @property
    def desk(self) -> RequestDesk:
        """What both sides do."""
        return self.together.requests

    @cached_property
    def loads(self) -> PartnerLoads:
        """What partners have open."""
        return PartnerLoads(self.asker, self.visit.session, self.now, self.recorder)

    @property
    def most_open(self) -> int:
        """How many referrals a partner may have before them before others come first."""
        settings: Settings = self.request.app.state.settings
        return settings.most_open_per_partner

    @cached_property
    def chantiers(self) -> dict[str, Chantier]:
        """Every chantier by id."""
        return {each.id: each for each in self.visit.network.chantiers()}

    def known_as(self, file: RequestFile) -> Identity | None:
        """What the reader may call the person, and how they reach them, where that was agreed."""
        person = self.visit.people.find(file.person_id) if file.person_id else None
        return self.access.identities.of([person]).get(person.person.id) if person else None

    def team(self, territory_slug: str) -> Team:
        """The officers of a territory today."""
        return self.desk.team(territory_slug)

    def name(self, account_id: str | None) -> str:
        """What colleagues call someone; nothing for the engine or a key."""
        account = AccountRepository(self.visit.session, self.now).find(account_id) if account_id else None
        return account.name if account else ""

    def why(self, file: RequestFile) -> str:
        """Why the request went to whom it waits for, in a sentence; nothing where somebody chose."""
        given = next((event for event in reversed(file.standing) if "why" in event.details), None)
        if given is None or given.officer_id != file.course.officer:
            return ""
        return why_shared(Speech(translations(PAGES_LOCALE)), given.details["why"])

    def page(self, template: str, status: int = 200, chantier: Chantier | None = None, **known: object) -> HTMLResponse:
        """A page of theirs."""
        page = self.visit.page(template, chantier=chantier, asker=self.asker, **known)
        page.status_code = status
        return page


def is_officers(file: RequestFile) -> bool:
    """Whether the reader is of the team that was asked."""
    return Side.OFFICER in file.sight.sides


def said(message: Message) -> str:
    """A refusal as the pages say it."""
    return message.said(translations(PAGES_LOCALE))


@dataclass(frozen=True, slots=True)
class _Asking:
    asker: CurrentAsker
    now: Now
    recorder: CurrentRecorder
    access: CurrentAccess


def requests_desk(
    request: Request,
    visit: CurrentVisit,
    asking: Annotated[_Asking, Depends(at_once(_Asking))],
    book: CurrentRequestBook,
    together: CurrentTogetherDesk,
) -> RequestsDesk:
    """The desk of one request."""
    return RequestsDesk(request, visit, asking.asker, asking.now, asking.recorder, asking.access, book, together)


CurrentRequestsDesk = Annotated[RequestsDesk, Depends(at_once(requests_desk))]
