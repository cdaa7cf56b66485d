"""People's papers over the API: those held and until when, asked for, lost; all of them said at once."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Today, Transaction
from api.i18n import say
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.papers import PaperDesk
from api.v1.bodies import Posted, described_body, posted
from api.v1.codes import PaperCode
from api.v1.network import PathId
from api.v1.problems import problems
from api.v1.profile import PaperForm
from api.v1.repeated import EACH_ONCE
from api.validation import refuse
from network_data.concertation.papers import Stage
from network_data.repositories.papers import PaperRepository, PapersOf

router = APIRouter(tags=["persons"], dependencies=[EACH_ONCE])
_MOST = 100


class PapersForm(BaseModel):
    """All the papers of a person."""

    model_config = ConfigDict(extra="forbid", strict=True)

    held: Annotated[list[PaperForm], Field(max_length=_MOST, description="Les pièces en main.")]
    requested: Annotated[list[PaperCode], Field(max_length=_MOST)] = Field(
        default_factory=list, description="Celles qui sont demandées, ou dont le renouvellement l’est."
    )
    complete: bool = Field(description="Vrai : ce qui n’est pas dit, la personne ne l’a pas.")

    @field_validator("held")
    @classmethod
    def _each_once(cls, held: list[PaperForm]) -> list[PaperForm]:
        codes = [paper.code for paper in held]
        twice = next((code for rank, code in enumerate(codes) if code in codes[:rank]), None)
        if twice is not None:
            raise refuse(
                say("La pièce « {code} » est donnée plusieurs fois.", code=twice), say("Gardez-la une seule fois.")
            )
        return held


class PaperDocument(BaseModel):
    """A paper of a person."""

    code: str
    held: bool
    until: date | None = None
    stage: Stage = Field(description="Où elle en est avant sa fin.")
    begin_on: date | None = Field(default=None, description="Le jour où commencer à la renouveler.")
    late_on: date | None = Field(default=None, description="Le jour où il est tard pour le faire.")
    requested: bool
    requested_on: date | None = None
    lost_on: date | None = None


class PapersDocument(BaseModel):
    """The papers of a person, those to begin first."""

    person_id: str
    complete: bool
    papers: list[PaperDocument]

    @classmethod
    def of(cls, desk: PaperDesk, papers: PapersOf) -> Self:
        """The document of someone's papers."""
        told = [
            PaperDocument(
                code=line.paper,
                held=line.is_held,
                until=line.end.until if line.end else None,
                stage=line.stage,
                begin_on=line.end.begin_on if line.end else None,
                late_on=line.end.late_on if line.end else None,
                requested=line.is_requested,
                requested_on=line.requested_on,
                lost_on=line.lost_on,
            )
            for line in desk.lines(papers)
        ]
        return cls(person_id=papers.person_id, complete=papers.complete, papers=told)


def paper_desk(
    asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder, today: Today
) -> PaperDesk:
    """The papers that the asker may know of."""
    return PaperDesk(PaperRepository(asker, session, now, recorder), today)


CurrentPaperDesk = Annotated[PaperDesk, Depends(at_once(paper_desk))]


@router.get(
    "/persons/{person_id}/papers",
    dependencies=[needs(Permission.PERSONS)],
    responses=problems(401, 403, 404, 422, 429),
)
def get_papers(person_id: PathId, desk: CurrentPaperDesk) -> PapersDocument:
    """Les pièces d’une personne : jusqu’à quand, et lesquelles renouveler d’abord."""
    return PapersDocument.of(desk, desk.of_person(person_id)[1])


@router.put(
    "/persons/{person_id}/papers",
    dependencies=[needs(Permission.REFERRALS)],
    responses=problems(400, 401, 403, 404, 413, 415, 422, 429),
    openapi_extra=described_body(PapersForm),
)
def put_papers(
    person_id: PathId, asked: Annotated[Posted[PapersForm], Depends(posted(PapersForm))], desk: CurrentPaperDesk
) -> PapersDocument:
    """Dit toutes les pièces d’une personne ; ce qui change est gardé dans leur histoire."""
    held = {paper.code: paper.until for paper in asked.form.held}
    return PapersDocument.of(desk, desk.replace(person_id, held, asked.form.requested, complete=asked.form.complete))
