"""Requests of advisors to the officers, over the API: asked, moved, passed on, undone, read."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.at_once import at_once
from api.dependencies import Language
from api.requesting import CurrentRequestBook, CurrentRequestDesk, CurrentTogetherDesk
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.requests.desk import found
from api.v1.bodies import Posted, described_body, posted
from api.v1.idempotency import CurrentOnce
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.referrals import created
from api.v1.repeated import EACH_ONCE
from api.v1.request_documents import RequestDocument
from api.v1.request_forms import AssignmentForm, CallForm, RequestForm, RequestMoveForm
from api.v1.versions import CurrentChange, tagged
from network_data.repositories.requests import RequestFile

router = APIRouter(tags=["requests"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])

_WRITING = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells requests to whoever asks."""

    book: CurrentRequestBook
    language: Language

    def of(self, file: RequestFile) -> RequestDocument:
        """The document of a request."""
        return RequestDocument.of(file, self.language, lambda service: self.book.hides(file, service))


CurrentTelling = Annotated[Telling, Depends(at_once(Telling))]


@dataclass(frozen=True, slots=True)
class Changing:
    """Does what is asked, once, to what the asker has seen, and tells what came of it."""

    telling: CurrentTelling
    as_seen: CurrentChange

    def change(self, file: RequestFile, body: bytes, do: Callable[[], RequestFile]) -> RequestDocument:
        """The request as ``do`` leaves it."""
        now = self.telling.of(file)
        return self.as_seen.answer(file.request.person_id, body, now, lambda: self.telling.of(do()))


CurrentChanging = Annotated[Changing, Depends(at_once(Changing))]


# The body stands first: it is read, however slowly it comes, before a transaction waits for it.


@router.post(
    "/requests", status_code=HTTPStatus.CREATED, responses=created(), openapi_extra=described_body(RequestForm)
)
def ask_officers(
    asked: Annotated[Posted[RequestForm], Depends(posted(RequestForm))],
    desk: CurrentRequestDesk,
    once: CurrentOnce,
    telling: CurrentTelling,
    response: Response,
) -> RequestDocument:
    """Demande à l’équipe de partenariat, pour une personne ou sur une situation ; dit à qui la demande est allée."""
    asking = asked.form.asking()
    chantier = desk.begin(asking)
    done = once.answer(asking.person_id, asked.text, RequestDocument, lambda: telling.of(desk.ask(asking, chantier)))
    return tagged(response, done)


@router.get("/requests", responses=problems(401, 403, 422, 429))
def list_requests(book: CurrentRequestBook, paging: AskedPage, telling: CurrentTelling) -> Page[RequestDocument]:
    """Les demandes que l’on peut voir, la dernière d’abord."""
    files, total = book.page(paging.offset, paging.size)
    return paging.of(files, total, telling.of)


@router.get("/requests/{request_id}", responses=problems(401, 403, 404, 422, 429))
def get_request(
    request_id: PathId, book: CurrentRequestBook, telling: CurrentTelling, response: Response
) -> RequestDocument:
    """Une demande, son état et ses événements."""
    return tagged(response, telling.of(found(book.find(request_id))))


@router.post(
    "/requests/{request_id}/events", responses=problems(*_WRITING), openapi_extra=described_body(RequestMoveForm)
)
def move_request(
    request_id: PathId,
    asked: Annotated[Posted[RequestMoveForm], Depends(posted(RequestMoveForm))],
    desk: CurrentRequestDesk,
    changing: CurrentChanging,
) -> RequestDocument:
    """Fait avancer une demande : 409 nomme les étapes possibles, 422 la condition à remplir (« guard »)."""
    file = desk.open(request_id)
    return changing.change(file, asked.text, lambda: desk.move(file, asked.form.move()))


@router.post(
    "/requests/{request_id}/assignment", responses=problems(*_WRITING), openapi_extra=described_body(AssignmentForm)
)
def assign_request(
    request_id: PathId,
    asked: Annotated[Posted[AssignmentForm], Depends(posted(AssignmentForm))],
    desk: CurrentRequestDesk,
    changing: CurrentChanging,
) -> RequestDocument:
    """Passe une demande à quelqu’un de l’équipe, ou la rend à la file commune."""
    file = desk.open(request_id)
    return changing.change(file, asked.text, lambda: desk.assign(file, asked.form.officer))


@router.post("/requests/{request_id}/calls", responses=problems(*_WRITING), openapi_extra=described_body(CallForm))
def call_together(
    request_id: PathId,
    asked: Annotated[Posted[CallForm], Depends(posted(CallForm))],
    together: CurrentTogetherDesk,
    changing: CurrentChanging,
) -> RequestDocument:
    """Note un appel au partenaire, fait ensemble : l’accord, l’orientation et sa réponse d’un seul coup."""
    file = together.requests.open(request_id)
    return changing.change(file, asked.text, lambda: together.call(file, asked.form.call()))


@router.post("/requests/{request_id}/undo", responses=problems(401, 403, 404, 412, 422, 429))
def undo_request(request_id: PathId, together: CurrentTogetherDesk, changing: CurrentChanging) -> RequestDocument:
    """Défait la dernière étape : par son auteur, pendant 24 heures."""
    file = together.requests.open(request_id)
    return changing.change(file, b"", lambda: together.undo(file))
