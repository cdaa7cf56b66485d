"""What the network of a territory is missing: findings first, then pictures, then every figure in tables."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.services.coverage import CoverageQuestion, NeedCounter, TerritoryCoverage
from api.v1.coverage import need_counter
from api.v1.coverage_telling import tell_coverage
from api.web.coverage_pictures import barrier_bars, needs_map, territory_mesh
from api.web.language import page_wording
from api.web.visit import CurrentVisit
from network_data.asker import Role

router = APIRouter()

FIRST_GAPS = 3
MOST_LOSSES = 8


@router.get("/territoires/{territory_slug}/couverture", response_class=HTMLResponse)
def coverage(
    visit: CurrentVisit,
    counter: Annotated[NeedCounter, Depends(need_counter)],
    territory_slug: str,
    diffusion: Annotated[bool, Query(description="Pour qui n’est pas du programme.")] = False,
) -> HTMLResponse:
    """The coverage of a territory; printed or shared without small counts."""
    found = _found(counter, CoverageQuestion(territory_slug, shareable=diffusion))
    told = tell_coverage(found, page_wording())
    return visit.page(
        "coverage.html",
        territory=found.territory,
        coordinates=found.territory.slug in counter.asker.territories(Role.COORDINATOR),
        found=told,
        first_gaps=told.gaps[:FIRST_GAPS],
        other_gaps=told.gaps[FIRST_GAPS:],
        losses=told.partners[:MOST_LOSSES],
        bars=barrier_bars(told),
        mesh=territory_mesh(found),
        map=needs_map(found),
    )


def _found(counter: NeedCounter, question: CoverageQuestion) -> TerritoryCoverage:
    """The coverage; a page does not say whether a territory that one may not count exists."""
    try:
        return counter.coverage(question)
    except ForbiddenError as forbidden:
        raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre.")) from forbidden
