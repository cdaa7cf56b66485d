"""People as whoever asks may see them, and what the network proposes to each."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.at_once import at_once
from api.dependencies import CurrentKeeper, CurrentMatcher, CurrentPeople, Language, Today
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.match import MatchResult
from api.services.people import person_file
from api.services.profiles import profile_of
from api.v1.answer import PlanOnlyAnswer, SuggestionsAnswer
from api.v1.days import Day
from api.v1.network import PLAIN_TEXT, PathId
from api.v1.paging import AskedPage, Page
from api.v1.person_documents import PersonDocument, PersonSummary, tell_person
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from api.v1.telling import tell_plan, tell_suggestions
from api.wording import WordingOfOneAnswer
from matching.problem import Problem

router = APIRouter(tags=["persons"], dependencies=[needs(Permission.PERSONS), EACH_ONCE])

Chantier = Annotated[
    str | None, Query(max_length=200, pattern=PLAIN_TEXT, description="Seulement les personnes de ce chantier.")
]


@dataclass(frozen=True, slots=True)
class Question:
    """When one asks, and how many suggestions one wants."""

    today: Today
    on: Annotated[Day | None, Query(description="Le jour de la question ; aujourd’hui par défaut.")] = None
    per_barrier: Annotated[int, Query(ge=1, le=20, description="Combien de suggestions par frein.")] = 5

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.on or self.today


AskedQuestion = Annotated[Question, Depends(at_once(Question))]


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What was asked of the network for a person, and what it proposes."""

    problem: Problem
    result: MatchResult


def person_match(
    person_id: PathId, people: CurrentPeople, matcher: CurrentMatcher, keeper: CurrentKeeper, question: AskedQuestion
) -> PersonAnswer:
    """What the network proposes to a person, kept so that it can be computed again."""
    file = person_file(people, person_id)
    problem = matcher.problem(profile_of(file, question.day, question.per_barrier))
    return PersonAnswer(problem, keeper.keep(file.person.id, problem, matcher.answer(problem)))


PersonMatch = Annotated[PersonAnswer, Depends(person_match)]


@router.get("/persons", responses=problems(401, 403, 422, 429))
def list_persons(people: CurrentPeople, paging: AskedPage, chantier_id: Chantier = None) -> Page[PersonSummary]:
    """Les personnes que vous accompagnez, par pseudonyme."""
    files, total = people.page(chantier_id, paging.offset, paging.size)
    return paging.of(files, total, PersonSummary.of)


@router.get("/persons/{person_id}", responses=problems(401, 403, 404, 422, 429), response_model_exclude_none=True)
def get_person(person_id: PathId, people: CurrentPeople, today: Today) -> PersonDocument:
    """Une personne, qui la suit, et son profil tel que « /match » le prend ; ce qui est absent est inconnu."""
    file = person_file(people, person_id)
    return tell_person(file, profile_of(file, today))


@router.get("/persons/{person_id}/suggestions", responses=problems(401, 403, 404, 422, 429))
def get_suggestions(answer: PersonMatch, language: Language) -> SuggestionsAnswer:
    """Les services proposés à une personne pour chacun de ses freins."""
    return tell_suggestions(answer.result, WordingOfOneAnswer(language))


@router.get("/persons/{person_id}/plan", responses=problems(401, 403, 404, 422, 429))
def get_plan(answer: PersonMatch, matcher: CurrentMatcher, language: Language) -> PlanOnlyAnswer:
    """Un plan pour tous les freins d’une personne, et les questions dont la réponse ouvrirait le plus."""
    return tell_plan(answer.result, matcher.questions(answer.problem.profile), WordingOfOneAnswer(language))
