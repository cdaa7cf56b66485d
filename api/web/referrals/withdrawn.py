"""The page of one agreement: once withdrawn, what becomes of each step that stood on it, kept or cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import say
from api.web.entry.sending import CurrentSent
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.agreements import shared
from api.web.referrals.desk import CurrentDesk, Desk
from api.web.referrals.state_words import state_label
from network_data.referrals import Move
from network_data.referrals.log import may_follow
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import ReferralFile
from network_data.tables import SharingAgreement
from network_data.vocabulary import ReferralState

router = APIRouter()

PAGE = "/accords/{agreement_id}"
MOST = 500
CHOICE, CANCEL = "suite-", "annuler"
"""What the form says of each referral."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An open referral that the agreement let be told of; ``told``: whether the partner knows of it already."""

    id: str
    address: str
    barriers: Sequence[str]
    state: str
    told: bool


@router.get(PAGE, response_class=HTMLResponse)
def agreement(desk: CurrentDesk, agreement_id: str) -> HTMLResponse:
    """What was agreed; once withdrawn, the open steps."""
    found, reach = _found(desk, agreement_id)
    person = desk.person(found.person_id)
    return desk.visit.page(
        "referrals/agreement.html",
        chantier=desk.visit.network.chantier(person.person.chantier_id),
        file=person,
        address=person_address(found.person_id),
        shared=shared(desk, found),
        steps=[_standing(each) for each in _open_steps(desk, found, reach)],
        may_write=reach.writes,
    )


@router.post(PAGE + "/suites")
def settle(sent: CurrentSent, desk: CurrentDesk, agreement_id: str) -> Response:
    """Cancels the steps that the person does not keep."""
    found = desk.agreements.open(agreement_id)
    _, reach = _found(desk, agreement_id)
    for file in _open_steps(desk, found, reach):
        if sent.facts.get(f"{CHOICE}{file.referral.id}") == CANCEL:
            move = Move(ReferralState.CANCELLED, desk.now)
            desk.referrals.move(file, move, on_behalf_of="person")
    return RedirectResponse(person_address(found.person_id) + "/orientations", 303)


def _found(desk: Desk, agreement_id: str) -> tuple[SharingAgreement, Reach]:
    found = desk.agreements.book.find(agreement_id)
    if found is None:
        raise NotFoundError(say("Cet accord n’existe pas, ou ne vous est pas ouvert."))
    return found


def _open_steps(desk: Desk, agreement: SharingAgreement, reach: Reach) -> list[ReferralFile]:
    """The open referrals to the same service and recipient that no other agreement covers."""
    book = desk.agreements.book
    if book.covers(agreement.person_id, agreement.service_id, agreement.recipient):
        return []
    files, _ = desk.book.of_person(reach, 0, MOST)
    return [
        file
        for file in files
        if (file.referral.service_id, file.referral.recipient) == (agreement.service_id, agreement.recipient)
        and ReferralState.CANCELLED in may_follow(file.course)
    ]


def _standing(file: ReferralFile) -> Standing:
    told = any(event.to not in {ReferralState.SUGGESTED, ReferralState.PREPARED} for event in file.course.standing)
    state = state_label(file.course.state, file.course.kind)
    referral = file.referral
    return Standing(referral.id, referral_address(referral.id), referral.barriers, state, told)
