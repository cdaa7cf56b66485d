"""The board of partners: what each has before them, from which chantiers, who has enough for now."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError
from api.i18n import say
from api.settings import Settings
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.repositories.partner_loads import PartnerLoads

router = APIRouter()

PAGE = "/sollicitations"
FIRST = 20
"""So many partners are shown at once; the others are folded."""


def partner_loads(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder) -> PartnerLoads:
    """What partners have open, as far as whoever asks may count it."""
    return PartnerLoads(asker, session, now, recorder)


def most_open(request: Request) -> int:
    """How many referrals a partner may have before them before others come first."""
    settings: Settings = request.app.state.settings
    return settings.most_open_per_partner


CurrentLoads = Annotated[PartnerLoads, Depends(partner_loads)]
MostOpen = Annotated[int, Depends(most_open)]


@router.get(PAGE, response_class=HTMLResponse)
def board(visit: CurrentVisit, asker: CurrentAsker, loads: CurrentLoads, most: MostOpen) -> HTMLResponse:
    """The partners who have something open, those with most first."""
    if not asker.holds(Role.OFFICER, Role.COORDINATOR):
        raise ForbiddenError(say("Cette page est pour l’équipe de partenariat et la coordination."))
    rows = loads.board()
    return visit.page(
        "solicited.html",
        rows=rows,
        full=[each for each in rows if each.load.is_full(most)],
        most=most,
        first=FIRST,
        chantiers={each.id: each for each in visit.network.chantiers()},
    )
