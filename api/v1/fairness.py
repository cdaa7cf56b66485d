"""``GET /api/v1/fairness``: whether groups of people are offered as much as the others; for the coordinator."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.dependencies import CurrentAsker, CurrentPeople, Language, Today, Transaction
from api.security.permissions import for_roles
from api.services.fairness import FairnessAuditor
from api.v1.fairness_documents import FairnessDocument, tell_fairness
from api.v1.network import PLAIN_TEXT
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from api.wording.speech import Speech
from network_data.asker import Role

router = APIRouter(tags=["fairness"], dependencies=[for_roles(Role.COORDINATOR), EACH_ONCE])

Territory = Annotated[
    str | None, Query(max_length=200, pattern=PLAIN_TEXT, description="Le code du territoire ; le vôtre par défaut.")
]


def fairness_auditor(
    request: Request, asker: CurrentAsker, session: Transaction, people: CurrentPeople, today: Today
) -> FairnessAuditor:
    """Draws receipts up for whoever asks."""
    return FairnessAuditor(asker, session, people, request.app.state.catalogues, today)


CurrentFairnessAuditor = Annotated[FairnessAuditor, Depends(fairness_auditor)]


@router.get("/fairness", responses=problems(401, 403, 404, 422, 429))
def get_fairness(auditor: CurrentFairnessAuditor, language: Language, territory: Territory = None) -> FairnessDocument:
    """Ce que se voient proposer des groupes de personnes, à côté de toutes les autres. Aucune cause n’en découle."""
    return tell_fairness(auditor.receipt(territory), Speech(language))
