"""Steps beside people over the API: read, added, dated again, ended."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.at_once import at_once
from api.dependencies import CurrentAsking, CurrentPeople
from api.i18n import say
from api.referring import CurrentBook
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.steps import StepDesk
from api.v1.bodies import Posted, described_body, posted
from api.v1.codes import BarrierCode, PaperCode
from api.v1.days import Day
from api.v1.idempotency import CurrentOnce
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.referral_forms import Id
from api.v1.referrals import created
from api.v1.repeated import EACH_ONCE
from api.validation import refuse
from network_data.repositories.steps import PURPOSE, SeenStep, StepEntry, StepRepository
from network_data.sealing import Sealer
from network_data.tables import StepBy, StepKind, StepState

router = APIRouter(tags=["referrals"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])

Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Comme 14:30.")]


class _When(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    due_on: Day | None = Field(default=None, description="Quel jour.")
    hour: Hour | None = Field(default=None, description="À quelle heure, pour un rendez-vous.")

    @model_validator(mode="after")
    def _an_hour_of_a_day(self) -> Self:
        if self.hour is not None and self.due_on is None:
            raise refuse(say("Une heure demande aussi un jour."), say("Donnez « due_on » avec « hour »."))
        return self


class StepForm(_When):
    """A step to add."""

    kind: StepKind = Field(description="« accompany », « call », « file » ou « other ».")
    by: StepBy = Field(default=StepBy.ADVISOR, description="« advisor », « person » ou « other ».")
    what: Annotated[Words, Field(min_length=1, description="Quoi, en quelques mots ; scellé.")]
    who: Words = Field(default="", description="Qui, par sa fonction, quand c’est quelqu’un d’autre ; scellé.")
    barrier: BarrierCode | None = Field(default=None, description="Le frein dont il s’agit ; aucun : l’ensemble.")
    papers: Annotated[list[PaperCode], Field(max_length=30)] = Field(default_factory=list)
    referral_id: Id | None = Field(default=None, description="L’orientation dont c’est le rendez-vous.")

    def entry(self) -> StepEntry:
        """The step that is told of."""
        return StepEntry(**{**self.model_dump(), "papers": tuple(dict.fromkeys(self.papers))})


class StepChangeForm(_When):
    """What changes of a step; what is not said stays."""

    state: StepState | None = Field(default=None, description="« open », « done » ou « dropped ».")

    @property
    def when(self) -> tuple[date | None, str | None] | None:
        """The day and the hour, None where neither is said."""
        return (self.due_on, self.hour) if {"due_on", "hour"} & self.model_fields_set else None


class StepDocument(BaseModel):
    """A step beside a person."""

    id: str
    person_id: str
    kind: StepKind
    by: StepBy
    barrier: str | None
    due_on: date | None
    hour: str | None
    papers: list[str]
    referral_id: str | None
    state: StepState
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    what: str | None = Field(description="null quand il n’est pas à lire pour qui demande.")
    who: str | None

    @classmethod
    def of(cls, seen: SeenStep) -> Self:
        """The document of a step."""
        return cls(**seen.step.model_dump(exclude={"words_sealed", "ended_by"}), what=seen.what, who=seen.who)


def step_desk(
    request: Request,
    given: CurrentAsking,
    book: CurrentBook,
    people: CurrentPeople,
) -> StepDesk:
    """The steps that the asker may know of."""
    sealer = Sealer(request.app.state.settings.secrets, PURPOSE)
    return StepDesk(StepRepository(given.asker, given.session, given.now, given.recorder, sealer), book, people)


CurrentStepDesk = Annotated[StepDesk, Depends(at_once(step_desk))]


@router.get("/persons/{person_id}/steps", responses=problems(401, 403, 404, 422, 429))
def list_steps(person_id: PathId, desk: CurrentStepDesk, paging: AskedPage) -> Page[StepDocument]:
    """Les pas faits avec une personne : ceux qui sont ouverts, les plus proches d’abord, puis les autres."""
    steps = desk.of_person(person_id)
    return paging.of(paging.part(steps), len(steps), StepDocument.of)


@router.post(
    "/persons/{person_id}/steps",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(StepForm),
)
def add_step(
    person_id: PathId,
    asked: Annotated[Posted[StepForm], Depends(posted(StepForm))],
    desk: CurrentStepDesk,
    once: CurrentOnce,
) -> StepDocument:
    """Ajoute un pas : qui accompagne la personne où, appelle à ses côtés, prépare quel dossier."""
    reach = desk.reach_to_write(person_id)
    return once.answer(
        person_id, asked.text, StepDocument, lambda: StepDocument.of(desk.add(reach, asked.form.entry()))
    )


@router.patch(
    "/persons/{person_id}/steps/{step_id}",
    responses=problems(400, 401, 403, 404, 413, 415, 422, 429),
    openapi_extra=described_body(StepChangeForm),
)
def change_step(
    person_id: PathId,
    step_id: PathId,
    asked: Annotated[Posted[StepChangeForm], Depends(posted(StepChangeForm))],
    desk: CurrentStepDesk,
) -> StepDocument:
    """Dit qu’un pas est fait, abandonné ou repris, ou lui donne un autre jour."""
    seen = desk.open(person_id, step_id)
    return StepDocument.of(desk.change(seen, asked.form.state, asked.form.when))
