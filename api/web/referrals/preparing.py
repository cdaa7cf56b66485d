"""Prepares a referral from a suggestion, in one press; asks more only where something stands in the way."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel
from pydantic import Field as Typed
from starlette.responses import Response

from api.errors import GuardError, InvalidRequestError, NotFoundError
from api.i18n import Message, say
from api.services.preparing import Wish
from api.services.referrals import check_writer, reach_of, reach_to_write
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.desk import CurrentDesk, Desk
from api.web.referrals.under_way import under_way
from network_data.referrals import Guard
from network_data.repositories import PersonFile
from network_data.repositories.referral_reach import Reach
from network_data.vocabulary import ReferralKind, gate_of

router = APIRouter()

PAGE = "/personnes/{person_id}/orientations"
MOST_HOLD_DAYS = 60


class WishForm(BaseModel):
    """What is to be prepared: ``frein`` as often as needed; ``ensemble``: beside another route that is open."""

    service: str = Typed(max_length=300)
    frein: list[str] = Typed(default_factory=list, max_length=20)
    nature: str = Typed(default="", max_length=20)
    remplace: str = Typed(default="", max_length=100)
    ensemble: str = Typed(default="", max_length=5)
    urgente: str = Typed(default="", max_length=5)
    garder: str = Typed(default="", max_length=3, pattern="^[0-9]*$")
    mots: str = Typed(default="", max_length=2000)

    def wish(self, person_id: str) -> Wish:
        """What is wanted for a person."""
        return Wish(
            person_id=person_id,
            service_id=self.service,
            barriers=tuple(dict.fromkeys(self.frein)),
            kind=ReferralKind(self.nature) if self.nature in set(ReferralKind) else None,
            hold_days=min(int(self.garder), MOST_HOLD_DAYS) if self.garder and int(self.garder) else None,
            replaces=self.remplace or None,
            alongside=bool(self.ensemble),
            urgent=bool(self.urgente),
            note=self.mots.strip() or None,
        )


async def _sent(form: Annotated[WishForm, Form()]) -> WishForm:
    """The form, read before a transaction waits for it."""
    return form


@router.get(PAGE + "/nouvelle", response_class=HTMLResponse)
def wish_page(
    desk: CurrentDesk,
    person_id: str,
    service: Annotated[str, Query(max_length=300)] = "",
    frein: Annotated[list[str] | None, Query(max_length=20)] = None,
    remplace: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Everything that one may say of a referral before it is prepared."""
    reach = reach_of(desk.book.reaches, person_id)
    check_writer(reach)
    return _page(desk, reach, WishForm(service=service, frein=frein or [], remplace=remplace))


@router.post(PAGE)
def prepare(form: Annotated[WishForm, Depends(_sent)], desk: CurrentDesk, person_id: str) -> Response:
    """Prepares it and shows it; or says what stands in the way, and what one may do."""
    reach = reach_to_write(desk.book.reaches, person_id)
    check_writer(reach)
    if not form.frein:
        return _page(desk, reach, form, faults={"frein": say("Choisissez au moins un frein.")})
    try:
        file = desk.referrals.prepare(reach, form.wish(person_id))
    except GuardError as refused:
        return _page(desk, reach, form, refused=refused)
    except InvalidRequestError as error:
        raise NotFoundError(say("Ce service n’existe pas dans le réseau.")) from error
    return RedirectResponse(referral_address(file.referral.id), 303)


def _page(
    desk: Desk,
    reach: Reach,
    form: WishForm,
    *,
    refused: GuardError | None = None,
    faults: Mapping[str, Message] | None = None,
) -> HTMLResponse:
    person, service = desk.person(reach.person_id), desk.service(form.service)
    others = under_way(desk.book, person, desk.visit.network)
    in_the_way = {line.address: line for barrier in form.frein for line in others.get(barrier, ())}
    page = desk.visit.page(
        "referrals/prepare.html",
        chantier=desk.visit.network.chantier(person.person.chantier_id),
        file=person,
        address=person_address(reach.person_id),
        form=form,
        service=service,
        recipient=desk.recipient_of(service),
        is_gated=gate_of(service.access_path) is not None,
        offered=_offered(person, form.frein),
        refused=refused.detail.text.format(**refused.detail.values) if refused else None,
        guard=refused.guard if refused else None,
        guards=Guard,
        in_the_way=list(in_the_way.values()),
        services={line.service_id: desk.visit.network.service(line.service_id) for line in in_the_way.values()},
        faults={name: fault.text for name, fault in (faults or {}).items()},
        most_hold_days=MOST_HOLD_DAYS,
    )
    page.status_code = 422 if refused or faults else 200
    return page


def _offered(person: PersonFile, chosen: Sequence[str]) -> list[str]:
    """The barriers that the referral may be about: those chosen first."""
    carried = [need.barrier for need in person.needs]
    return sorted(carried, key=lambda code: code not in chosen)
