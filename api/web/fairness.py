"""Whether groups of people are offered as much as the others, as the coordinator of a territory reads it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from api.errors import ForbiddenError, NotFoundError
from api.i18n import say, translations
from api.services.fairness import DIMENSIONS, FairnessAuditor
from api.v1.fairness import fairness_auditor
from api.v1.fairness_documents import Figure, tell_fairness
from api.web.language import PAGES_LOCALE
from api.web.visit import CurrentVisit
from api.wording.fairness import amount, dimension_name, measure_name
from api.wording.speech import Speech
from matching.fairness import Measure

router = APIRouter()


@router.get("/territoires/{territory_slug}/equite", response_class=HTMLResponse)
def fairness(
    visit: CurrentVisit, auditor: Annotated[FairnessAuditor, Depends(fairness_auditor)], territory_slug: str
) -> HTMLResponse:
    """The receipt of a territory: findings in sentences, then every figure with its interval."""
    try:
        found = auditor.receipt(territory_slug)
    except ForbiddenError as forbidden:
        raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre.")) from forbidden
    speech = Speech(translations(PAGES_LOCALE))
    told = tell_fairness(found, speech)

    def said(measure: Measure, figure: Figure | None) -> str | None:
        return None if figure is None else amount(speech, measure, figure.value)

    def between(measure: Measure, figure: Figure) -> str:
        return f"{amount(speech, measure, figure.low)} – {amount(speech, measure, figure.high)}"

    return visit.page(
        "fairness.html",
        territory=found.territory,
        found=told,
        measures=[(measure, measure_name(speech, measure)) for measure in Measure],
        dimensions=[
            (code, dimension_name(speech, code), [group for group in told.groups if group.dimension == code])
            for code in DIMENSIONS
        ],
        said=said,
        between=between,
    )
