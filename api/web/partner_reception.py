"""How a partner receives people: the page where officers and coordinators correct what no import says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.i18n import N_
from api.web.entry.sending import Answers, CurrentSent
from api.web.kept_partners import kept_partner
from api.web.visit import CurrentVisit
from network_data.repositories.reception import Reception, ReceptionRepository, ServiceReception
from network_data.tables import Partner

router = APIRouter()

PAGE = "/partenaires/{partner_id:path}/accueil"
RELIGIOUS, YES, NO = "culte", "oui", "non"
ASKED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "animaux": ("animals", N_("On y entre avec son animal")),
        "sans-marche": ("step_free", N_("Accès sans marche")),
        "interprete": ("interpreter", N_("Un interprète vient, ou répond au téléphone")),
        "sans-lieu": ("mobile", N_("Sans lieu fixe : on appelle avant d’y aller")),
    }
)
"""By field of the form: what it is of a service, and how it is asked."""


@dataclass(frozen=True, slots=True)
class ReceptionDesk:
    """What the page works with."""

    visit: CurrentVisit
    asker: CurrentAsker
    session: Transaction
    now: Now
    recorder: CurrentRecorder

    @property
    def book(self) -> ReceptionRepository:
        """The reception of partners."""
        return ReceptionRepository(self.asker, self.session, self.now, self.recorder)

    def partner(self, partner_id: str) -> Partner:
        """The partner whose reception the asker may correct; errors as ``kept_partner``."""
        return kept_partner(self.visit, self.asker, partner_id)


Desk = Annotated[ReceptionDesk, Depends(at_once(ReceptionDesk))]


@router.get(PAGE, response_class=HTMLResponse)
def reception_page(desk: Desk, partner_id: str) -> HTMLResponse:
    """What is known, and what is to be asked."""
    partner = desk.partner(partner_id)
    return desk.visit.page(
        "partner_reception.html",
        partner=partner,
        services=desk.visit.network.services_of(partner.id),
        asked=ASKED,
        answers=_answers(desk.book.of(partner)),
        changes=(),
        faults={},
    )


@router.post(PAGE)
def correct(sent: CurrentSent, desk: Desk, partner_id: str) -> Response:
    """Keeps what was learnt; an answer that is none of those offered is unknown."""
    partner = desk.partner(partner_id)
    known = desk.book.of(partner)
    services = {
        service_id: ServiceReception(
            **{attribute: _read(sent.facts, f"{name}-{service_id}") for name, (attribute, _) in ASKED.items()}
        )
        for service_id in known.services
    }
    desk.book.correct(partner, Reception(_read(sent.facts, RELIGIOUS), services))
    return RedirectResponse(f"/partenaires/{quote(partner.id)}", 303)


def _answers(reception: Reception) -> dict[str, str]:
    """What the form shows of what is known."""
    shown = {RELIGIOUS: _said(reception.religious)}
    for service_id, known in reception.services.items():
        values = asdict(known)
        shown |= {f"{name}-{service_id}": _said(values[attribute]) for name, (attribute, _) in ASKED.items()}
    return shown


def _said(value: bool | None) -> str:
    return "" if value is None else YES if value else NO


def _read(facts: Answers, name: str) -> bool | None:
    return {YES: True, NO: False}.get(facts.get(name, ""))
