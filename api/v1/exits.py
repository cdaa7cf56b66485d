"""After a job or a home was found, over the API: what somebody left for, and what became of it."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Today, Transaction
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.exits import ExitDesk, Followed
from api.v1.bodies import Posted, described_body, posted
from api.v1.days import Day
from api.v1.idempotency import CurrentOnce
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.referrals import created
from api.v1.repeated import EACH_ONCE
from network_data.repositories.exits import ExitRepository
from network_data.tables import ExitContact
from network_data.vocabulary.after_exit import ExitKind, ExitOutcome

router = APIRouter(tags=["referrals"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])


class ExitForm(BaseModel):
    """What somebody left for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    kind: ExitKind = Field(description="« lasting_job », « short_job », « training », « home » ou « other ».")
    on: Day = Field(description="Le jour où cela a commencé, dans l’année passée.")


class ExitAnswerForm(BaseModel):
    """What somebody said when they were asked how it goes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    outcome: ExitOutcome = Field(description="« holds », « changed », « ended », « unreached » ou « stopped ».")
    on: Day = Field(description="Le jour où on lui a demandé.")


class ExitAnswerDocument(BaseModel):
    """What somebody said on a day, for the moment that many months after."""

    months: int
    on: date
    outcome: ExitOutcome

    @classmethod
    def of(cls, contact: ExitContact) -> Self:
        """The document of an answer."""
        return cls(months=contact.months, on=contact.on, outcome=contact.outcome)


class ExitDocument(BaseModel):
    """What somebody left for, and what became of it."""

    id: str
    person_id: str
    kind: ExitKind
    on: date
    recorded_by: str
    recorded_at: datetime
    closed_on: date | None = Field(description="Depuis quand plus personne ne demande.")
    over: bool = Field(description="Vrai quand il n’y a plus rien à demander.")
    ask_on: date | None = Field(description="Le jour depuis lequel, ou à partir duquel, demander de ses nouvelles.")
    answers: list[ExitAnswerDocument]

    @classmethod
    def of(cls, followed: Followed) -> Self:
        """The document of an exit on the day of asking."""
        mark = followed.due or followed.next
        return cls(
            **followed.file.exit.model_dump(),
            over=followed.over,
            ask_on=mark.due_on if mark else None,
            answers=[ExitAnswerDocument.of(each) for each in followed.file.contacts],
        )


def exit_desk(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder, today: Today) -> ExitDesk:
    """The exits that the asker may know of."""
    return ExitDesk(ExitRepository(asker, session, now, recorder), today)


CurrentExitDesk = Annotated[ExitDesk, Depends(at_once(exit_desk))]


@router.get("/persons/{person_id}/exits", responses=problems(401, 403, 404, 422, 429))
def list_exits(person_id: PathId, desk: CurrentExitDesk, paging: AskedPage) -> Page[ExitDocument]:
    """Vers quoi une personne est sortie, la dernière sortie d’abord, et ce que c’est devenu."""
    exits = desk.of_person(person_id)[1]
    return paging.of(paging.part(exits), len(exits), ExitDocument.of)


@router.post(
    "/persons/{person_id}/exits",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(ExitForm),
)
def record_exit(
    person_id: PathId,
    asked: Annotated[Posted[ExitForm], Depends(posted(ExitForm))],
    desk: CurrentExitDesk,
    once: CurrentOnce,
) -> ExitDocument:
    """Note vers quoi une personne est sortie ; on lui demandera de ses nouvelles pendant un an."""
    desk.reach_to_write(person_id)
    said = asked.form
    return once.answer(
        person_id, asked.text, ExitDocument, lambda: ExitDocument.of(desk.record(person_id, said.kind, said.on))
    )


@router.post(
    "/persons/{person_id}/exits/{exit_id}/answers",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(ExitAnswerForm),
)
def note_exit_answer(
    person_id: PathId,
    exit_id: PathId,
    asked: Annotated[Posted[ExitAnswerForm], Depends(posted(ExitAnswerForm))],
    desk: CurrentExitDesk,
    once: CurrentOnce,
) -> ExitDocument:
    """Note ce que la personne a répondu quand on lui a demandé de ses nouvelles."""
    desk.reach_to_write(person_id)
    said = asked.form
    return once.answer(
        person_id,
        asked.text,
        ExitDocument,
        lambda: ExitDocument.of(desk.note(person_id, exit_id, said.outcome, said.on)),
    )
