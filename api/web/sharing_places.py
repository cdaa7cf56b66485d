"""Who gets which place, as the coordinator reviews it: computed, read, corrected, confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.dependencies import Now
from api.errors import ForbiddenError, NotFoundError
from api.i18n import say, translations
from api.services.cohort import GONE, PlaceSharing, own_territory
from api.services.cohort_answer import CohortQuestion
from api.services.cohort_sight import SeenLine, SeenProposal, seen_by
from api.services.confirming import AS_PROPOSED, Confirmed, confirm
from api.services.place_bids import PlaceBids
from api.services.preparing import Preparation
from api.v1.cohort import MOST_APPOINTMENTS, CurrentSharing
from api.v1.cohort_documents import Naming, tell_cohort
from api.v1.referral_forms import MOST_HOLD_DAYS
from api.web.entry.sending import CurrentSent
from api.web.language import PAGES_LOCALE
from api.web.visit import CurrentVisit, Visit
from api.wording import cohort as wording
from api.wording.labels import short_barrier
from api.wording.referrals import refusal
from api.wording.speech import Speech
from network_data.tables import RunState, Territory

router = APIRouter()

PAGE = "/territoires/{territory_slug}/places"
USUAL_HOLD_DAYS = 14
KEEP, SERVICE = "garder-", "service-"
FIRST_PRICES = 5
FOR_ALL = 0.95
"""Where so many requests make enough of a place, nothing needs to be said of it."""
SMALLEST_GAP = 0.01
"""What is not proven is never told as nothing."""
STAGES = MappingProxyType(
    {
        "": "en attente de son tour",
        "candidates": "ce que chaque service peut pour chaque personne",
        "flow": "le partage des places",
        "flows": "le partage des places",
        "prices": "ce que vaut chaque place",
        "improvements": "des échanges de places",
        "repairs": "des échanges de places",
    }
)
"""What is being computed, in words."""


class ShareForm(BaseModel):
    """Whose places to share."""

    chantier: str = Field(default="", max_length=200)
    places: int | None = Field(default=None, ge=1, le=MOST_APPOINTMENTS)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page says it; ``others``: services one may choose instead."""

    id: str
    person: str
    barrier: str
    service: str
    urgent: bool
    waited_days: int
    others: Sequence[tuple[str, str]] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlacesDesk:
    """One coordinator before the page of one territory."""

    visit: Visit
    sharing: PlaceSharing
    bids: PlaceBids
    territory: Territory

    def back(self) -> RedirectResponse:
        """Back to the page."""
        return RedirectResponse(PAGE.format(territory_slug=self.territory.slug), 303)


def places_desk(visit: CurrentVisit, sharing: CurrentSharing, territory_slug: str) -> PlacesDesk:
    """The desk of one request; a page does not say whether a territory that is not the reader's exists."""
    try:
        territory = own_territory(sharing.asker, visit.network, territory_slug)
    except ForbiddenError as forbidden:
        raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre.")) from forbidden
    return PlacesDesk(visit, sharing, visit.request.app.state.place_bids, territory)


CurrentPlacesDesk = Annotated[PlacesDesk, Depends(places_desk)]


@router.get(PAGE, response_class=HTMLResponse)
def shared_places(desk: CurrentPlacesDesk, now: Now) -> HTMLResponse:
    """The latest proposal, or what is being computed; and the form that asks for another."""
    visit, sharing, territory = desk.visit, desk.sharing, desk.territory
    under_way = sharing.under_way(territory, now)
    computing = under_way is not None and under_way.state in (RunState.WAITING, RunState.RUNNING)
    proposal = None if computing else sharing.latest(territory)
    seen = seen_by(sharing.asker, proposal, visit.network) if proposal else None
    return visit.page(
        "places.html",
        territory=territory,
        chantiers=[one for one in visit.network.open_chantiers() if one.territory_slug == territory.slug],
        most=MOST_APPOINTMENTS,
        hold_days=USUAL_HOLD_DAYS,
        most_hold_days=MOST_HOLD_DAYS,
        proposal=proposal,
        under_way=under_way,
        computing=computing,
        stages=STAGES,
        first_bids=FIRST_PRICES,
        bids=None if computing else _bids(desk, now),
        **(_told(seen, _naming(visit)) if seen else {}),
    )


@router.post(PAGE)
def share(
    request: Request, form: Annotated[ShareForm, Form()], desk: CurrentPlacesDesk, tasks: BackgroundTasks
) -> Response:
    """Has a proposal computed, once it is stored that it was asked for; nothing is prepared yet."""
    asked = desk.sharing.ask(CohortQuestion(desk.territory.slug, form.chantier or None, form.places))
    tasks.add_task(request.app.state.place_computing.begin, asked)
    return desk.back()


@router.post(PAGE + "/calculs/{proposal_id}/arret")
def stop(desk: CurrentPlacesDesk, proposal_id: str) -> Response:
    """Has a computation stop."""
    desk.sharing.stop(proposal_id)
    return desk.back()


@router.post(PAGE + "/confirmer", response_class=HTMLResponse)
def confirm_places(sent: CurrentSent, desk: CurrentPlacesDesk, now: Now) -> HTMLResponse:
    """Prepares the lines that were kept, each with its place, and says which could not be."""
    visit, sharing = desk.visit, desk.sharing
    proposal = sharing.find(sent.facts.get("proposition", ""))
    if proposal.territory != desk.territory.slug:
        raise NotFoundError(GONE)
    seen = seen_by(sharing.asker, proposal, visit.network)
    days = _days(sent.facts.get("jours", ""))
    preparation = Preparation(sharing.asker, now, sharing.referrals, visit.network)
    done = confirm(preparation, seen, _kept(sent.facts), days)
    naming = _naming(visit)
    return visit.page(
        "places_confirmed.html",
        territory=desk.territory,
        prepared=[_row(each.seen, naming, each.outcome.wish.service_id) for each in done if each.outcome.file],
        refused=[_refused(each, naming) for each in done if each.outcome.refused],
        until=(now + timedelta(days=days)).date(),
    )


def _naming(visit: Visit) -> Naming:
    names = {each.id: each.name for each in visit.network.chantiers()}
    return Naming(visit.catalogue, names, Speech(translations(PAGES_LOCALE)))


def _told(seen: SeenProposal, naming: Naming) -> dict[str, Any]:
    """What the page says of a proposal."""
    answer, speech = seen.proposal.answer, naming.speech
    document = tell_cohort(seen, naming, 0.0)
    chantier = seen.proposal.question.chantier
    return {
        "told": document,
        "of_chantier": naming.chantier(chantier) if chantier else None,
        "lines": [_row(each, naming, each.line.service_id or "") for each in seen.given if each.line.takes],
        "uncounted": [_row(each, naming, each.line.service_id or "") for each in seen.given if not each.line.takes],
        "waiting": [_row(each, naming, "") for each in seen.waiting],
        "first_prices": document.prices[:FIRST_PRICES],
        "other_prices": document.prices[FIRST_PRICES:],
        "gap": wording.percent(speech, max(SMALLEST_GAP, ceil(100 * answer.gap) / 100)),
        "worst": wording.percent(speech, answer.worst),
        "gaps": [
            wording.group_gap(speech, naming.group(each), each.share, each.share - each.difference)
            for each in answer.groups
            if each.low > 0 or each.high < 0
        ],
        "groups": [(naming.group(each), each.people, wording.percent(speech, each.share)) for each in answer.groups],
    }


def _bids(desk: PlacesDesk, now: datetime) -> list[str] | None:
    """What counted places are worth until the next sharing, in sentences; None where nothing was learnt yet."""
    visit = desk.visit
    found = desk.bids.of(visit.session, desk.territory.slug, now)
    if found is None:
        return None
    naming = _naming(visit)
    return [
        wording.bid(naming.speech, naming.pool(bid.own), bid.left, bid.worth_it)
        for bid in found.all()
        if bid.worth_it < FOR_ALL
    ]


def _row(seen: SeenLine, naming: Naming, service_id: str) -> Row:
    """A line in words; one that is discreet names neither need nor service."""
    line, speech = seen.line, naming.speech
    hidden = seen.discreet
    return Row(
        id=seen.id,
        person=seen.person_id,
        barrier=speech.say("Un besoin confidentiel") if hidden else short_barrier(speech, line.barrier),
        service=speech.say("connu de qui l’accompagne") if hidden else naming.service(service_id),
        urgent=line.urgent,
        waited_days=line.waited_days,
        others=() if hidden else [(other, naming.service(other)) for other in line.others],
        why=naming.waits(seen) if line.reason else "",
    )


def _refused(confirmed: Confirmed, naming: Naming) -> Row:
    row = _row(confirmed.seen, naming, confirmed.outcome.wish.service_id)
    why = confirmed.outcome.refused
    assert why is not None, "only what was refused is told so"
    return replace(row, why=refusal(why).said(translations(PAGES_LOCALE)))


def _kept(facts: Mapping[str, str]) -> dict[str, str]:
    """The lines kept, with the service chosen for each."""
    ids = [name.removeprefix(KEEP) for name in facts if name.startswith(KEEP)]
    return {line_id: facts.get(SERVICE + line_id, AS_PROPOSED) for line_id in ids}


def _days(typed: str) -> int:
    """For how long places are kept back: what was typed, within what is allowed."""
    return min(MOST_HOLD_DAYS, max(1, int(typed))) if typed.isascii() and typed.isdigit() else USUAL_HOLD_DAYS
