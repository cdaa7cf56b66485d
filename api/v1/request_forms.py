"""What is sent to ask the officers, to move a request, and to pass it on."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.services.requests.desk import Asking
from api.services.requests.together import Call, CallResult
from api.v1.codes import BarrierCode
from api.v1.days import Day
from api.v1.moments import Moment
from api.v1.referral_forms import Code, Id, Note, SharingForm
from network_data.requests import MOST_SERVICES, Move, Proposal
from network_data.vocabulary import RequestState


class _Form(BaseModel):
    """Strict but for codes, which travel as text: a field that is not expected is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RequestForm(_Form):
    """A question to the officers, about a person or about a situation."""

    barrier: BarrierCode
    question: Note = Field(description="Sans nom ni diagnostic : toute l’équipe de partenariat la lit.")
    person_id: Id | None = Field(default=None, description="Absent : la question porte sur une situation.")
    chantier_id: Id | None = Field(default=None, description="Sans personne : le chantier qui demande.")
    identity_agreed: bool = Field(
        default=False, description="La personne accepte que son prénom et son téléphone soient connus de qui répond."
    )

    def asking(self) -> Asking:
        """What is asked."""
        return Asking(self.barrier, self.question, self.person_id, self.chantier_id, self.identity_agreed)


class ProposalForm(_Form):
    """A service, in the officer's own words."""

    service_id: Id
    words: Annotated[str, Field(min_length=1, max_length=600, pattern=r"^[^\x00]+$")]


class RequestMoveForm(_Form):
    """A move of a request."""

    to: RequestState
    note: Note | None = None
    services: Annotated[list[ProposalForm], Field(max_length=MOST_SERVICES)] = Field(
        default_factory=list, description="Pour « proposed » : d’un à trois services."
    )
    chosen: Id | None = Field(default=None, description="Pour « chosen » : un des services proposés.")
    reason: Code | None = Field(default=None, description="Pour « closed ».")

    def move(self) -> Move:
        """The move that is wanted."""
        services = tuple(Proposal(each.service_id, each.words) for each in self.services)
        return Move(self.to, self.note, services, self.chosen, self.reason)


class AssignmentForm(_Form):
    """To whom a request is passed on."""

    officer: Id | None = Field(description="L’identifiant d’un compte de l’équipe ; null : la file commune.")


class CallForm(_Form):
    """A call to a partner, made together, and what it came to."""

    service_id: Id
    result: CallResult = Field(description="« no_answer », ou l’état où l’orientation en est.")
    scheduled_at: Moment | None = Field(default=None, description="Pour « scheduled ».")
    reason: Code | None = Field(default=None, description="Pour « declined ».")
    note: Note | None = None
    other_barrier: BarrierCode | None = Field(default=None, description="Avec la raison « other-barrier-first ».")
    next_review_on: Day | None = Field(default=None, description="Sur liste d’attente : quand demander de nouveau.")
    agreement: SharingForm | None = Field(default=None, description="L’accord de la personne, s’il n’est pas noté.")
    alongside: bool = Field(default=False, description="Menée en même temps qu’une autre déjà ouverte pour ce frein.")

    def call(self) -> Call:
        """The call that was made."""
        told = {name: getattr(self, name) for name in type(self).model_fields if name != "agreement"}
        return Call(agreed=self.agreement.given() if self.agreement else None, **told)
