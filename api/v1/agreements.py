"""What people agreed to share with partners, over the API: written down, listed, withdrawn."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.referring import CurrentAgreementDesk
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.referrals import reach_of, reach_to_write
from api.v1.bodies import Posted, described_body, posted
from api.v1.idempotency import CurrentOnce
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.referral_documents import SharingDocument
from api.v1.referral_forms import SharingForm
from api.v1.referrals import created
from api.v1.repeated import EACH_ONCE
from api.v1.versions import CurrentChange, tagged

router = APIRouter(tags=["referrals"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])


@router.post(
    "/persons/{person_id}/agreements",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(SharingForm),
)
def give_agreement(
    person_id: PathId,
    asked: Annotated[Posted[SharingForm], Depends(posted(SharingForm))],
    desk: CurrentAgreementDesk,
    once: CurrentOnce,
    response: Response,
) -> SharingDocument:
    """Note l’accord d’une personne pour partager avec un partenaire : quoi, pour quel service, jusqu’à quand."""
    reach = reach_to_write(desk.book.reaches, person_id)
    done = once.answer(
        person_id, asked.text, SharingDocument, lambda: SharingDocument.of(desk.give(reach, asked.form.given()))
    )
    return tagged(response, done)


@router.get("/persons/{person_id}/agreements", responses=problems(401, 403, 404, 422, 429))
def list_agreements(person_id: PathId, desk: CurrentAgreementDesk, paging: AskedPage) -> Page[SharingDocument]:
    """Ce qu’une personne a accepté de partager, retiré ou non, le dernier accord d’abord."""
    agreements = desk.book.of_person(reach_of(desk.book.reaches, person_id))
    return paging.of(paging.part(agreements), len(agreements), SharingDocument.of)


@router.post("/agreements/{agreement_id}/withdrawal", responses=problems(401, 403, 404, 412, 422, 429))
def withdraw_agreement(agreement_id: PathId, desk: CurrentAgreementDesk, change: CurrentChange) -> SharingDocument:
    """Retire un accord : plus rien n’est partagé dès cet instant."""
    agreement = desk.open(agreement_id)
    return change.answer(
        agreement.person_id,
        b"",
        SharingDocument.of(agreement),
        lambda: SharingDocument.of(desk.withdraw(agreement)),
    )
