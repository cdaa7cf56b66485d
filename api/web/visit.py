"""One reader before one page: who asks, what day it is, what they may read, and where the page stands."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.at_once import at_once
from api.dependencies import CurrentKeeper, CurrentPeople, Today, Transaction, matcher
from api.services.match import Matcher, MatchResult
from api.services.partner_search import PartnerSearch, PartnerSearches
from api.services.profiles import profile_of
from api.services.results import ResultKeeper
from api.services.weighing import default_weights
from api.web.place import place_of
from api.web.reader import CurrentReader, Reader
from api.web.templating import render
from matching.catalogue import Catalogue
from matching.questions import Question
from matching.weights import Weights
from network_data.repositories import NetworkRepository, PeopleRepository, PersonFile
from network_data.tables import Chantier

QUESTIONS = 5
"""As many as one asks in one talk."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything a page needs of its request."""

    request: Request
    session: Session
    people: PeopleRepository
    network: NetworkRepository
    matcher: Matcher
    keeper: ResultKeeper
    today: date
    reader: Reader

    @property
    def catalogue(self) -> Catalogue:
        """The compiled network."""
        found: Catalogue = self.request.app.state.catalogues.current(self.session, self.today)
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
        """The suggestions and the plan of a stored person, kept so that they can be computed again."""
        problem = self.matcher.problem(profile_of(file, self.today))
        return self.keeper.keep(file.person.id, problem, self.matcher.answer(problem))

    def questions(self, file: PersonFile) -> tuple[Question, ...]:
        """The few questions whose answer would open most for a stored person."""
        asked = self.matcher.questions(profile_of(file, self.today))
        return tuple(question for question in asked if question.gain > 0)[:QUESTIONS]

    def page(self, template: str, chantier: Chantier | None = None, **context: object) -> HTMLResponse:
        """The page, told where it stands: the territory, and the chantier if it is about one."""
        place = place_of(self.network, chantier)
        # Computers are shared: the next person at this one must not find the page in its cache.
        return HTMLResponse(
            render(template, self.reader, place=place, today=self.today, **context),
            headers={"cache-control": "no-store"},
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """What the request gives of its reader."""

    people: CurrentPeople
    keeper: CurrentKeeper
    today: Today
    reader: CurrentReader


def visit(request: Request, session: Transaction, given: Annotated[_Given, Depends(at_once(_Given))]) -> Visit:
    """The visit of one request."""
    network, matching = NetworkRepository(session), matcher(request, session)
    return Visit(request, session, given.people, network, matching, given.keeper, given.today, given.reader)


CurrentVisit = Annotated[Visit, Depends(at_once(visit))]
