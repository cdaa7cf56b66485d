"""Why a service is proposed to a person or not, as software reads it."""

from typing import Literal

from pydantic import BaseModel, Field

from api.v1.answer import CriterionAnswer, Status
from api.v1.telling import tell_criterion
from api.wording import Wording
from matching.eligibility import Status as Met
from matching.enquiry import Answer, Enquiry


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
    rank: int | None = Field(description="Son rang, de 1 ; null si une condition l’écarte ou si un autre passe devant.")
    out_of: int
    ahead_at_same_door: str | None = Field(description="Le service de la même porte qui est proposé à sa place.")
    to_change: list[str] = Field(description="Les conditions qui l’écartent : ce qui devrait changer, et rien d’autre.")


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
        score=sum(verdict.components.values()),
        components=dict(verdict.components),
        rank=answer.rank,
        out_of=answer.out_of,
        ahead_at_same_door=answer.ahead_at_same_door,
        to_change=[criterion.criterion for criterion in verdict.criteria if criterion.status is Met.NOT_MET],
    )
