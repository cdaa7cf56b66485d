"""One reader before one page: who asks, what day it is, what they may read, and where the page stands."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.dependencies import CurrentPeople, Today, Transaction, matcher
from api.services.match import Matcher, MatchResult
from api.services.partner_search import PartnerSearch, PartnerSearches
from api.services.profiles import profile_of
from api.services.weighing import default_weights
from api.web.place import place_of
from api.web.reader import CurrentReader, Reader
from api.web.templating import render
from matching.catalogue import Catalogue
from matching.weights import Weights
from network_data.repositories import NetworkRepository, PeopleRepository, PersonFile
from network_data.tables import Chantier


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything a page needs of its request."""

    request: Request
    session: Session
    people: PeopleRepository
    network: NetworkRepository
    matcher: Matcher
    today: date
    reader: Reader

    @property
    def catalogue(self) -> Catalogue:
        """The compiled network."""
        found: Catalogue = self.request.app.state.catalogues.current(self.session)
        return found

    @property
    def partner_search(self) -> PartnerSearch:
        """The search over the partners of the network."""
        searches: PartnerSearches = self.request.app.state.partner_searches
        return searches.current(self.catalogue)

    @property
    def weights(self) -> Weights:
        """What counts, and how much."""
        return default_weights()

    def match(self, file: PersonFile) -> MatchResult:
        """The suggestions and the plan of a stored person."""
        return self.matcher.match(profile_of(file, self.today))

    def page(self, template: str, chantier: Chantier | None = None, **context: object) -> HTMLResponse:
        """The page, told where it stands: the territory, and the chantier if it is about one."""
        place = place_of(self.network, chantier)
        # Computers are shared: the next person at this one must not find the page in its cache.
        return HTMLResponse(
            render(template, self.reader, place=place, today=self.today, **context),
            headers={"cache-control": "no-store"},
        )


def visit(request: Request, session: Transaction, people: CurrentPeople, today: Today, reader: CurrentReader) -> Visit:
    """The visit of one request."""
    return Visit(request, session, people, NetworkRepository(session), matcher(request, session), today, reader)


CurrentVisit = Annotated[Visit, Depends(visit)]
