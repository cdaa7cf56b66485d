"""``POST /api/v1/cohort/solve``: who gets which of the places that partners granted; for the coordinator."""

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentAsker, CurrentAsking, CurrentPeople, Language, Now, Today
from api.referring import CurrentBook
from api.security.permissions import for_roles
from api.services.catalogues import Catalogues
from api.services.cohort import PlaceSharing
from api.services.cohort_answer import CohortQuestion
from api.services.cohort_answering import SharingAnswers
from api.v1.bodies import INVALID, UNREADABLE, described_body, json_text, read_json
from api.v1.cohort_documents import CohortDocument, Naming, tell_cohort
from api.v1.network import PLAIN_TEXT
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from api.wording.speech import Speech
from network_data.asker import Role
from network_data.repositories.referrals import NOTES
from network_data.repositories.shared_places import SharedPlacesRepository
from network_data.sealing import Sealer

router = APIRouter(tags=["cohort"], dependencies=[for_roles(Role.COORDINATOR), EACH_ONCE])

Code = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN_TEXT)]
MOST_APPOINTMENTS = 20
MOST_SEED = 2**31 - 1


class CohortForm(BaseModel):
    """Whose needs, and how to share."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    territory: Code | None = Field(default=None, description="Le code du territoire ; le vôtre par défaut.")
    chantier: Code | None = Field(default=None, description="Ce seul chantier.")
    appointments: int | None = Field(
        default=None,
        ge=1,
        le=MOST_APPOINTMENTS,
        description="Le plus de nouveaux visages pour une même personne.",
    )
    fair: bool = Field(default=True, description="Les urgences, puis les moins bien servis, puis la valeur.")
    seed: int = Field(default=0, ge=0, le=MOST_SEED, description="La graine du tirage au sort entre égaux.")

    def question(self) -> CohortQuestion:
        """The question that it asks."""
        return CohortQuestion(**self.model_dump())


async def cohort_form(request: Request) -> CohortForm:
    """The question in the request's body."""
    return read_json(CohortForm, await json_text(request), UNREADABLE, INVALID)


def place_sharing(
    request: Request, given: CurrentAsking, today: Today, people: CurrentPeople, book: CurrentBook
) -> PlaceSharing:
    """Shares places for whoever asks."""
    kept = SharedPlacesRepository(given.asker, given.session, given.now, given.recorder)
    catalogues: Catalogues = request.app.state.catalogues
    return PlaceSharing(given.asker, given.session, people, book, kept, catalogues, today)


CurrentSharing = Annotated[PlaceSharing, Depends(place_sharing)]


def sharing_answers(request: Request, asker: CurrentAsker, now: Now, today: Today) -> SharingAnswers:
    """What answers this request, in transactions of its own."""
    state = request.app.state
    sealer = Sealer(state.settings.secrets, NOTES)
    return SharingAnswers(state.engine, state.trail, sealer, asker, now, today, state.catalogues, state.place_computing)


CurrentAnswers = Annotated[SharingAnswers, Depends(sharing_answers)]


@router.post(
    "/cohort/solve",
    responses=problems(400, 401, 403, 404, 413, 415, 422, 429),
    openapi_extra=described_body(CohortForm),
)
def solve_cohort(
    form: Annotated[CohortForm, Depends(cohort_form)], answers: CurrentAnswers, language: Language
) -> CohortDocument:
    """Qui reçoit quelle place, qui attend et pourquoi ; la proposition est gardée, rien n’est encore préparé."""
    started = perf_counter()
    found = answers.answer(form.question())
    return tell_cohort(found.seen, Naming(found.catalogue, found.chantiers, Speech(language)), perf_counter() - started)
