"""The queue of papers to renew: one's own people's for an advisor, counted for a coordinator."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentAsker
from api.errors import ForbiddenError
from api.i18n import say
from api.web.access import CurrentAccess
from api.web.papers.desk import CurrentPaperDesk
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.vocabulary.paper_leads import PAPER_LEADS

router = APIRouter()

PAGE = "/papiers"


@router.get(PAGE, response_class=HTMLResponse)
def papers_to_renew(
    visit: CurrentVisit, asker: CurrentAsker, desk: CurrentPaperDesk, access: CurrentAccess
) -> HTMLResponse:
    """What to begin first; how many in a territory, by paper."""
    if not asker.holds(Role.ADVISOR, Role.COORDINATOR):
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes, et pour la coordination."))
    own = desk.mine() if asker.holds(Role.ADVISOR) else []
    files = visit.people.find_each(sorted({each.person_id for each in own})) if own else {}
    slugs = asker.territories(Role.COORDINATOR)
    return visit.page(
        "papers/queue.html",
        is_advisor=asker.holds(Role.ADVISOR),
        pressing=[each for each in own if each.line.presses],
        waiting=[each for each in own if each.line.is_requested],
        names=access.identities.of(list(files.values())) if files else {},
        figures=[(each, desk.figures(each.slug)) for each in visit.network.territories() if each.slug in slugs],
        leads=PAPER_LEADS,
    )
