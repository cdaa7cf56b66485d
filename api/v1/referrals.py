"""Referrals over the API: prepared, moved by events, undone, read; and what people agreed to share."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.dependencies import CurrentAsker, CurrentRecorder, Language, Now, Transaction
from api.i18n import say
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.referrals import ReferralDesk, found, reach_of, reach_to_write
from api.v1.bodies import described_body, json_text, read_json
from api.v1.idempotency import CurrentOnce
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import Responses, problems
from api.v1.referral_documents import ReferralDocument
from api.v1.referral_forms import EventForm, ReferralForm
from api.v1.repeated import EACH_ONCE
from network_data.repositories.agreements import AgreementRepository
from network_data.repositories.referrals import NOTES, ReferralRepository
from network_data.sealing import Sealer

router = APIRouter(tags=["referrals"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])

_WRITING = (400, 401, 403, 404, 409, 413, 415, 422, 429)
UNREADABLE = say("Le message n’est pas du JSON lisible. Vérifiez les guillemets, les virgules et l’encodage UTF-8.")
INVALID = say("Le message contient des champs à corriger. Rien n’a été gardé.")


def created() -> Responses:
    """The ``responses`` of a route that makes something."""
    told = problems(*_WRITING)
    return {HTTPStatus.CREATED: told.pop(HTTPStatus.OK), **told}


def book(
    request: Request, asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder
) -> ReferralRepository:
    """The referrals that the asker may see."""
    sealer = Sealer(request.app.state.settings.secrets, NOTES)
    return ReferralRepository(asker, session, now, recorder, sealer)


CurrentBook = Annotated[ReferralRepository, Depends(book)]


def desk(
    asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder, book: CurrentBook
) -> ReferralDesk:
    """What prepares and moves referrals for the asker."""
    return ReferralDesk(asker, now, session, book, AgreementRepository(asker, session, now, recorder))


CurrentDesk = Annotated[ReferralDesk, Depends(desk)]


@dataclass(frozen=True, slots=True)
class NewReferral:
    """A referral to prepare, and the text that said so."""

    form: ReferralForm
    text: bytes


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A move to make, and the text that said so."""

    form: EventForm
    text: bytes


async def new_referral(request: Request) -> NewReferral:
    """The referral in the request's body."""
    text = await json_text(request)
    return NewReferral(read_json(ReferralForm, text, UNREADABLE, INVALID), text)


async def new_event(request: Request) -> NewEvent:
    """The move in the request's body."""
    text = await json_text(request)
    return NewEvent(read_json(EventForm, text, UNREADABLE, INVALID), text)


# The body stands first: it is read, however slowly it comes, before a transaction waits for it.


@router.post(
    "/referrals",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(ReferralForm),
)
def prepare_referral(
    asked: Annotated[NewReferral, Depends(new_referral)],
    desk: CurrentDesk,
    book: CurrentBook,
    once: CurrentOnce,
    language: Language,
) -> ReferralDocument:
    """Prépare une orientation ; rien n’est encore dit au partenaire."""
    reach = reach_to_write(book.reaches, asked.form.person_id)
    return once.answer(
        reach.person_id,
        asked.text,
        ReferralDocument,
        lambda: ReferralDocument.of(desk.prepare(reach, asked.form.wish()), language),
    )


@router.get("/referrals/{referral_id}", responses=problems(401, 403, 404, 422, 429))
def get_referral(referral_id: PathId, book: CurrentBook, language: Language) -> ReferralDocument:
    """Une orientation, son état et ses événements."""
    return ReferralDocument.of(found(book.find(referral_id)), language)


@router.post(
    "/referrals/{referral_id}/events",
    responses=problems(*_WRITING),
    openapi_extra=described_body(EventForm),
)
def move_referral(
    referral_id: PathId,
    asked: Annotated[NewEvent, Depends(new_event)],
    desk: CurrentDesk,
    once: CurrentOnce,
    language: Language,
) -> ReferralDocument:
    """Fait avancer une orientation : 409 nomme les étapes possibles, 422 la condition à remplir (« guard »)."""
    file = desk.open(referral_id)
    move, behalf = asked.form.move(desk.now), asked.form.on_behalf_of
    return once.answer(
        file.referral.person_id,
        asked.text,
        ReferralDocument,
        lambda: ReferralDocument.of(desk.move(file, move, behalf), language),
    )


@router.post("/referrals/{referral_id}/undo", responses=problems(401, 403, 404, 422, 429))
def undo_referral(referral_id: PathId, desk: CurrentDesk, once: CurrentOnce, language: Language) -> ReferralDocument:
    """Défait la dernière étape : par son auteur, pendant 24 heures."""
    file = desk.open(referral_id)
    return once.answer(
        file.referral.person_id, b"", ReferralDocument, lambda: ReferralDocument.of(desk.undo(file), language)
    )


@router.get("/persons/{person_id}/referrals", responses=problems(401, 403, 404, 422, 429))
def list_referrals(
    person_id: PathId, book: CurrentBook, paging: AskedPage, language: Language
) -> Page[ReferralDocument]:
    """Les orientations d’une personne, la dernière d’abord ; sans celles saisies par erreur."""
    files, total = book.of_person(reach_of(book.reaches, person_id), paging.offset, paging.size)
    return paging.of(files, total, lambda file: ReferralDocument.of(file, language))
