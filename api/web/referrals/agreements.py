"""The pages of what someone agrees to share: asked for, written down, printed to be signed, listed, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel
from pydantic import Field as Typed
from starlette.responses import Response

from api.errors import InvalidRequestError
from api.i18n import Message, say
from api.services.agreements import Given
from api.services.referrals import check_writer, found, reach_of, reach_to_write
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.agreement_words import FIELDS, USUAL, fields_words, shared_words
from api.web.referrals.desk import CurrentDesk, Desk, Recipient
from network_data.repositories.referral_reach import Reach
from network_data.tables import AgreementForm, Service, SharedField, SharingAgreement

router = APIRouter()

PAGE = "/personnes/{person_id}/accords"
USUALLY = timedelta(days=183)
"""How long an agreement runs unless someone says otherwise."""


class GivenForm(BaseModel):
    """What she said yes to, as the form sends it."""

    service: str = Typed(max_length=300)
    orientation: str = Typed(default="", max_length=100)
    champs: list[SharedField] = Typed(default_factory=list, max_length=len(SharedField))
    forme: AgreementForm = AgreementForm.ORAL
    interprete: str = Typed(default="", max_length=5)
    donne_le: str = Typed(default="", max_length=20)
    jusqu_au: str = Typed(default="", max_length=20)


@dataclass(frozen=True, slots=True)
class Shared:
    """An agreement as a page shows it."""

    agreement: SharingAgreement
    service: Service | None
    recipient: Recipient
    words: str
    runs: bool


async def _sent(form: Annotated[GivenForm, Form()]) -> GivenForm:
    """The form, read before a transaction waits for it."""
    return form


SentForm = Annotated[GivenForm, Depends(_sent)]


@router.get(PAGE, response_class=HTMLResponse)
def agreements(desk: CurrentDesk, person_id: str) -> HTMLResponse:
    """Everything she agreed to, and the way to withdraw it."""
    reach = reach_of(desk.book.reaches, person_id)
    person = desk.person(person_id)
    return desk.visit.page(
        "referrals/agreements.html",
        chantier=desk.visit.network.chantier(person.person.chantier_id),
        file=person,
        address=person_address(person_id),
        shared=[shared(desk, each) for each in desk.agreements.book.of_person(reach)],
        may_write=reach.writes,
        sees_all=reach.whole,
    )


@router.get(PAGE + "/nouveau", response_class=HTMLResponse)
def ask(
    desk: CurrentDesk,
    person_id: str,
    orientation: Annotated[str, Query(max_length=100)] = "",
    service: Annotated[str, Query(max_length=300)] = "",
) -> HTMLResponse:
    """The form, about the service of a referral or about any."""
    reach = reach_of(desk.book.reaches, person_id)
    check_writer(reach)
    if orientation:
        file = found(desk.book.find(orientation))
        service = file.referral.service_id
    until = desk.visit.today + USUALLY
    form = GivenForm(service=service, orientation=orientation, champs=list(USUAL), jusqu_au=until.isoformat())
    return _page(desk, reach, form)


@router.post(PAGE)
def give(form: SentForm, desk: CurrentDesk, person_id: str) -> Response:
    """Writes the agreement down, and goes back to the referral that it opens."""
    reach = reach_to_write(desk.book.reaches, person_id)
    check_writer(reach)
    faults: dict[str, Message] = {}
    until = _day(form.jusqu_au, "jusqu_au", faults)
    given_on = _day(form.donne_le, "donne_le", faults)
    if until is None and "jusqu_au" not in faults:
        faults["jusqu_au"] = say("Donnez le dernier jour où il vaut.")
    if faults or until is None:
        return _page(desk, reach, form, faults)
    given = Given(form.service, tuple(form.champs), until, form.forme, bool(form.interprete), given_on)
    try:
        desk.agreements.give(reach, given)
    except InvalidRequestError as error:
        return _page(desk, reach, form, {_NAMES.get(each.field, "service"): each.problem for each in error.faults})
    then = referral_address(form.orientation) if form.orientation else person_address(person_id) + "/accords"
    return RedirectResponse(then, 303)


@router.post(PAGE + "/papier", response_class=HTMLResponse)
def paper(form: SentForm, desk: CurrentDesk, person_id: str) -> HTMLResponse:
    """The paper to print and to sign; nothing is written down by it."""
    reach = reach_of(desk.book.reaches, person_id)
    check_writer(reach)
    person, faults = desk.person(person_id), dict[str, Message]()
    until = _day(form.jusqu_au, "jusqu_au", faults)
    if until is None:
        return _page(desk, reach, form, faults or {"jusqu_au": say("Donnez le dernier jour où il vaut.")})
    service = desk.service(form.service)
    return desk.visit.page(
        "referrals/agreement_paper.html",
        chantier=desk.visit.network.chantier(person.person.chantier_id),
        file=person,
        name=desk.first_name(person),
        address=person_address(person_id),
        form=form,
        service=service,
        recipient=desk.recipient_of(service),
        told=fields_words(form.champs),
        until=until,
    )


@router.post("/accords/{agreement_id}/retrait")
def withdraw(desk: CurrentDesk, agreement_id: str) -> Response:
    """Ends it at once, then asks what becomes of each step that is open."""
    desk.agreements.withdraw(desk.agreements.open(agreement_id))
    return RedirectResponse(f"/accords/{agreement_id}", 303)


def shared(desk: Desk, agreement: SharingAgreement) -> Shared:
    """An agreement with the names that it is about."""
    today = desk.visit.today
    return Shared(
        agreement,
        desk.visit.network.service(agreement.service_id),
        desk.recipient(agreement.recipient),
        shared_words(agreement),
        agreement.withdrawn_at is None and agreement.given_on <= today <= agreement.until,
    )


def _page(desk: Desk, reach: Reach, form: GivenForm, faults: Mapping[str, Message] | None = None) -> HTMLResponse:
    person, service = desk.person(reach.person_id), desk.service(form.service)
    page = desk.visit.page(
        "referrals/agreement_form.html",
        chantier=desk.visit.network.chantier(person.person.chantier_id),
        file=person,
        address=person_address(reach.person_id),
        back=referral_address(form.orientation) if form.orientation else person_address(reach.person_id),
        form=form,
        service=service,
        recipient=desk.recipient_of(service),
        fields=FIELDS,
        forms=AgreementForm,
        faults={name: fault.text for name, fault in (faults or {}).items()},
    )
    page.status_code = 422 if faults else 200
    return page


def _day(text: str, name: str, faults: dict[str, Message]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[name] = say("Donnez une date, par exemple 24/11/2026.")
        return None


_NAMES = {"given_on": "donne_le", "until": "jusqu_au"}
