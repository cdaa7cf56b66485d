"""``GET /api/v1/coverage``: what the network of a territory is missing. Counts, for those who coordinate it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentPeople, Language, Today, Transaction
from api.security.permissions import for_roles
from api.services.coverage import CoverageQuestion, NeedCounter
from api.v1.coverage_documents import CoverageDocument
from api.v1.coverage_telling import tell_coverage
from api.v1.network import PLAIN_TEXT
from api.v1.problems import problems
from api.wording import Wording
from network_data.asker import Role

router = APIRouter(tags=["coverage"], dependencies=[for_roles(Role.COORDINATOR, Role.OFFICER)])

Code = Annotated[str, Query(min_length=1, max_length=200, pattern=PLAIN_TEXT)]
_MOST_GONE = 50


def need_counter(
    request: Request, asker: CurrentAsker, session: Transaction, people: CurrentPeople, today: Today
) -> NeedCounter:
    """Counts needs for whoever asks."""
    return NeedCounter(asker, session, people, request.app.state.catalogues, today)


CurrentNeedCounter = Annotated[NeedCounter, Depends(need_counter)]


@dataclass(frozen=True, slots=True)
class AskedCoverage:
    """Which territory, for whom, without which partners."""

    territory: Annotated[
        str | None,
        Query(max_length=200, pattern=PLAIN_TEXT, description="Le code du territoire ; le vôtre par défaut."),
    ] = None
    shareable: Annotated[bool, Query(description="Pour qui n’est pas du programme : sans les petits nombres.")] = False
    without: Annotated[
        list[Code] | None,
        Query(max_length=_MOST_GONE, description="Des partenaires que l’on imagine perdus, tous à la fois."),
    ] = None


@router.get("/coverage", responses=problems(401, 403, 404, 422, 429))
def get_coverage(
    counter: CurrentNeedCounter, language: Language, asked: Annotated[AskedCoverage, Depends(at_once(AskedCoverage))]
) -> CoverageDocument:
    """Ce qui manque au réseau d’un territoire : besoins sans personne, partenaires uniques, partenaires à chercher."""
    question = CoverageQuestion(asked.territory, asked.shareable, tuple(asked.without or ()))
    return tell_coverage(counter.coverage(question), Wording(language))
