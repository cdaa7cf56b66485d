"""Referrals over the API: prepared, moved by events, undone, read; and what people agreed to share."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.dependencies import CurrentPeople, Language
from api.referring import CurrentBook, CurrentReferralDesk, CurrentSuccessors
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.people import person_file
from api.services.referrals import found, reach_of, reach_to_write
from api.v1.bodies import Posted, described_body, posted
from api.v1.idempotency import CurrentOnce
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import Responses, problems
from api.v1.referral_documents import NextDocument, ReferralDocument
from api.v1.referral_forms import EventForm, ReferralForm
from api.v1.repeated import EACH_ONCE
from api.v1.versions import CurrentChange, tagged
from api.wording import WordingOfOneAnswer

router = APIRouter(tags=["referrals"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])

_WRITING = (400, 401, 403, 404, 409, 413, 415, 422, 429)
_MOVING = (*_WRITING, 412)


def created() -> Responses:
    """The ``responses`` of a route that makes something."""
    told = problems(*_WRITING)
    return {HTTPStatus.CREATED: told.pop(HTTPStatus.OK), **told}


# The body stands first: it is read, however slowly it comes, before a transaction waits for it.


@router.post(
    "/referrals",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(ReferralForm),
)
def prepare_referral(  # noqa: PLR0913, PLR0917 - what a request gives
    asked: Annotated[Posted[ReferralForm], Depends(posted(ReferralForm))],
    desk: CurrentReferralDesk,
    book: CurrentBook,
    once: CurrentOnce,
    response: Response,
    language: Language,
) -> ReferralDocument:
    """Prépare une orientation ; rien n’est encore dit au partenaire."""
    reach = reach_to_write(book.reaches, asked.form.person_id)
    done = once.answer(
        reach.person_id,
        asked.text,
        ReferralDocument,
        lambda: ReferralDocument.of(desk.prepare(reach, asked.form.wish()), language),
    )
    return tagged(response, done)


@router.get("/referrals/{referral_id}", responses=problems(401, 403, 404, 422, 429))
def get_referral(referral_id: PathId, book: CurrentBook, response: Response, language: Language) -> ReferralDocument:
    """Une orientation, son état et ses événements."""
    return tagged(response, ReferralDocument.of(found(book.find(referral_id)), language))


@router.get("/referrals/{referral_id}/next", responses=problems(401, 403, 404, 422, 429))
def get_next(
    referral_id: PathId, book: CurrentBook, people: CurrentPeople, next_ones: CurrentSuccessors, language: Language
) -> NextDocument:
    """La meilleure piste après une orientation déclinée, refusée, sans réponse, ou qui n’a pas tout levé."""
    file = found(book.find(referral_id))
    person = person_file(people, file.referral.person_id)
    return NextDocument.of(next_ones.after(file, person), WordingOfOneAnswer(language))


@router.post(
    "/referrals/{referral_id}/events",
    responses=problems(*_MOVING),
    openapi_extra=described_body(EventForm),
)
def move_referral(
    referral_id: PathId,
    asked: Annotated[Posted[EventForm], Depends(posted(EventForm))],
    desk: CurrentReferralDesk,
    change: CurrentChange,
    language: Language,
) -> ReferralDocument:
    """Fait avancer une orientation : 409 nomme les étapes possibles, 422 la condition à remplir (« guard »)."""
    file = desk.open(referral_id)
    move, behalf = asked.form.move(desk.now), asked.form.on_behalf_of
    return change.answer(
        file.referral.person_id,
        asked.text,
        ReferralDocument.of(file, language),
        lambda: ReferralDocument.of(desk.move(file, move, behalf), language),
    )


@router.post("/referrals/{referral_id}/undo", responses=problems(401, 403, 404, 412, 422, 429))
def undo_referral(
    referral_id: PathId, desk: CurrentReferralDesk, change: CurrentChange, language: Language
) -> ReferralDocument:
    """Défait la dernière étape : par son auteur, pendant 24 heures."""
    file = desk.open(referral_id)
    return change.answer(
        file.referral.person_id,
        b"",
        ReferralDocument.of(file, language),
        lambda: ReferralDocument.of(desk.undo(file), language),
    )


@router.get("/persons/{person_id}/referrals", responses=problems(401, 403, 404, 422, 429))
def list_referrals(
    person_id: PathId, book: CurrentBook, paging: AskedPage, language: Language
) -> Page[ReferralDocument]:
    """Les orientations d’une personne, la dernière d’abord ; sans celles saisies par erreur."""
    files, total = book.of_person(reach_of(book.reaches, person_id), paging.offset, paging.size)
    return paging.of(files, total, lambda file: ReferralDocument.of(file, language))
