"""Why a service is proposed to a person or not, as software reads it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from api.v1.answer import CriterionAnswer, Status, TrackRecordAnswer
from api.v1.telling import tell_criterion, tell_track_record
from api.wording import Wording
from matching.changes import Change, side_of, size
from matching.eligibility import Status as Met
from matching.enquiry import Answer, Enquiry, Flip, Gap
from matching.scoring import total


class ChangeAnswer(BaseModel):
    """One change: its kind, what it is about (a paper, a half-day, kilometres, a day), and who makes it."""

    code: str
    value: str | float | date | None
    side: Literal["question", "team", "partner", "exception", "place"] = Field(
        description="Qui le fait : une réponse à une question, la personne avec l’équipe, le partenaire, une exception "
        "du partenaire à ses règles, ou personne (l’endroit où est le lieu)."
    )
    size: int = Field(description="Sa taille : une réponse 1, un papier 10, une demi-journée 20... (docs/matching.md).")
    condition: str


class FlipAnswer(BaseModel):
    """The smallest set of changes that reaches a goal; null when nothing in the catalogue of changes would."""

    goal: Literal["eligible", "shown", "first"]
    changes: list[ChangeAnswer] | None
    size: int | None
    sentence: str


class GapAnswer(BaseModel):
    """A service that stands before this one, and by what: positive is gained, negative is lost."""

    service_id: str
    service: str
    partner: str
    rank: int
    score: float
    differences: dict[str, float]
    lost_on: str | None
    sentence: str


class EnquiryAnswer(BaseModel):
    """One barrier: how the service answers it, every criterion, and where it stands."""

    barrier: str
    channel: Literal["exact", "fallback", "keyword"]
    evidence: str
    distance_km: float | None
    status: Status
    criteria: list[CriterionAnswer]
    score: float
    components: dict[str, float]
    track_record: TrackRecordAnswer | None = Field(description="Les demandes passées, et ce qu’elles font attendre.")
    rank: int | None = Field(description="Son rang, de 1 ; null si une condition l’écarte ou si un autre passe devant.")
    out_of: int
    ahead_at_same_door: str | None = Field(description="Le service de la même porte qui est proposé à sa place.")
    to_change: list[str] = Field(description="Les conditions qui l’écartent : ce qui devrait changer, et rien d’autre.")
    settled: list[str] = Field(description="De ces conditions, celles que personne ne peut ou ne doit changer.")
    behind: list[GapAnswer] = Field(description="Qui passe devant : le service juste avant, puis le premier.")
    smallest_changes: list[FlipAnswer] = Field(
        description="Le plus petit changement qui le rendrait possible, proposé, premier ; seul ce qu’il n’est pas."
    )
    what_would_change: list[str] = Field(description="Les mêmes changements, en phrases, sans répétition.")


class ServiceEnquiry(BaseModel):
    """Everything there is to say of one service for one person; no answer for a barrier it does not address."""

    service_id: str
    service: str
    partner: str
    answers: list[EnquiryAnswer]


def tell_enquiry(enquiry: Enquiry, wording: Wording) -> ServiceEnquiry:
    """The enquiry in the reader's language."""
    return ServiceEnquiry(
        service_id=enquiry.service.id,
        service=enquiry.service.name,
        partner=enquiry.partner,
        answers=[_answer(enquiry, answer, wording) for answer in enquiry.answers],
    )


def _answer(enquiry: Enquiry, answer: Answer, wording: Wording) -> EnquiryAnswer:
    verdict = answer.verdict
    return EnquiryAnswer(
        barrier=answer.barrier,
        channel=answer.match.channel.value,
        evidence=wording.channel(answer.match),
        distance_km=verdict.km,
        status=answer.status.value,
        criteria=[tell_criterion(criterion, enquiry.service, wording) for criterion in verdict.criteria],
        score=total(verdict.components),
        components=dict(verdict.components),
        track_record=tell_track_record(verdict.presented.track, wording),
        rank=answer.rank,
        out_of=answer.out_of,
        ahead_at_same_door=answer.ahead_at_same_door,
        to_change=[criterion.criterion for criterion in verdict.criteria if criterion.status is Met.NOT_MET],
        settled=list(answer.settled),
        behind=[_gap(gap, wording) for gap in answer.gaps],
        smallest_changes=[_flip(flip, wording) for flip in answer.flips],
        what_would_change=wording.what_would_change(answer),
    )


def _gap(gap: Gap, wording: Wording) -> GapAnswer:
    return GapAnswer(
        service_id=gap.service.id,
        service=gap.service.name,
        partner=gap.partner,
        rank=gap.rank,
        score=gap.score,
        differences=dict(gap.differences),
        lost_on=gap.lost_on,
        sentence=wording.behind(gap),
    )


def _flip(flip: Flip, wording: Wording) -> FlipAnswer:
    return FlipAnswer(
        goal=flip.goal.value,
        changes=None if flip.changes is None else [_change(change, wording) for change in flip.changes],
        size=None if flip.changes is None else size(flip.changes),
        sentence=wording.flip(flip),
    )


def _change(change: Change, wording: Wording) -> ChangeAnswer:
    return ChangeAnswer(
        code=change.kind,
        value=change.value,
        side=side_of(change).value,
        size=size([change]),
        condition=wording.change(change),
    )
