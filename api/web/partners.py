"""The network's partners: looking for them, and the page of each."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.partner_search import PartnerQuery
from api.web.paging import Paging
from api.web.partner_own import OwnReferrals
from api.web.partner_view import partner_view
from api.web.solicited import CurrentLoads, MostOpen
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.repositories.partner_settings import PartnerSettingsRepository
from network_data.vocabulary import BARRIERS, Domain

router = APIRouter()

PAGE_SIZE = 20


@router.get("/partenaires", response_class=HTMLResponse)
def search_partners(  # noqa: PLR0913, PLR0917 - what a request gives
    visit: CurrentVisit,
    asker: CurrentAsker,
    q: Annotated[str, Query(max_length=200)] = "",
    domaine: Domain | Literal[""] = "",
    frein: str = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Partners by words and by what they answer."""
    if frein and frein not in BARRIERS:
        raise InvalidRequestError(say("Ce frein n’existe pas : choisissez-en un dans la liste."))
    search = visit.partner_search
    found = search.find(PartnerQuery(q, domaine or None, frein or None))
    paging = Paging(page, PAGE_SIZE, len(found.partner_ids))
    shown = found.partner_ids[paging.start : paging.end]
    partners = visit.network.partners_by_id(shown)
    return visit.page(
        "partners.html",
        query={"q": q, "domaine": domaine, "frein": frein},
        found=found,
        paging=paging,
        reads_board=asker.holds(Role.OFFICER, Role.COORDINATOR),
        results=[(partners[each], search.barriers.get(each, ())) for each in shown if each in partners],
    )


@router.get("/partenaires/{partner_id:path}", response_class=HTMLResponse)
def partner_page(  # noqa: PLR0913, PLR0917 - what a request gives
    visit: CurrentVisit,
    asker: CurrentAsker,
    session: Transaction,
    now: Now,
    recorder: CurrentRecorder,
    loads: CurrentLoads,
    most: MostOpen,
    own: Annotated[OwnReferrals, Depends(at_once(OwnReferrals))],
    partner_id: str,
) -> HTMLResponse:
    """One partner and its services."""
    partner = visit.network.partner(partner_id)
    if partner is None:
        raise NotFoundError(say("Ce partenaire n’existe pas dans le réseau."))
    services = visit.network.services_of(partner.id)
    settings = PartnerSettingsRepository(asker, session, now, recorder)
    keeps = asker.keeps_partnerships(partner.territory_slug)
    return visit.page(
        "partner.html",
        view=partner_view(partner, services, visit.catalogue, visit.today),
        settings=settings.of(partner.id) if keeps else None,
        doubts=settings.doubts(partner) if keeps else {},
        own=own.at(partner.id),
        load=loads.of([partner.id]).get(partner.id),
        most=most,
        last_called=loads.last_called(partner.id),
        chantiers={each.id: each for each in visit.network.chantiers()},
    )
