"""What the forms of one request send, and how they are read."""

from datetime import UTC, date, datetime

from pydantic import BaseModel, Field

from api.i18n import Message, say
from api.services.agreements import Given
from api.services.requests.together import Call, CallResult
from network_data.civil_time import ZONE
from network_data.requests import MOST_SERVICES, Move, Proposal
from network_data.tables import AgreementForm, SharedField
from network_data.vocabulary import RequestState

"""The clock on the wall of whoever fixes an appointment."""
LONGEST = 2000


class UnreadableFormError(Exception):
    """A field cannot be read; ``problem`` says which and what to do."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.text)
        self.problem = problem


class _AboutOne(BaseModel):
    """What every form of one request sends; ``version``: how many events its page had shown."""

    version: str = Field(default="", max_length=20)


class ProposalForm(_AboutOne):
    """Up to three services, each with words."""

    service_1: str = Field(default="", max_length=200)
    service_2: str = Field(default="", max_length=200)
    service_3: str = Field(default="", max_length=200)
    mots_1: str = Field(default="", max_length=LONGEST)
    mots_2: str = Field(default="", max_length=LONGEST)
    mots_3: str = Field(default="", max_length=LONGEST)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Each service beside its words, as they were typed."""
        numbers = range(1, MOST_SERVICES + 1)
        return tuple((getattr(self, f"service_{each}"), getattr(self, f"mots_{each}")) for each in numbers)

    def move(self) -> Move:
        """The move that is wanted: rows without a service are left out."""
        services = tuple(Proposal(service, words) for service, words in self.rows() if service)
        return Move(RequestState.PROPOSED, services=services)


class StepForm(_AboutOne):
    """Any other step: which, with what it takes."""

    vers: RequestState
    mot: str = Field(default="", max_length=LONGEST)
    service: str = Field(default="", max_length=200)
    raison: str = Field(default="", max_length=60)

    def move(self) -> Move:
        """The move that is wanted."""
        return Move(self.vers, note=self.mot or None, chosen=self.service or None, reason=self.raison or None)


class PassingForm(_AboutOne):
    """To whom it is passed; the common queue if empty."""

    a: str = Field(default="", max_length=100)


class UndoForm(_AboutOne):
    """Nothing but what was seen."""


class CallForm(_AboutOne):
    """A call made together, and what it came to."""

    service: str = Field(default="", max_length=200)
    resultat: CallResult | None = None
    quand: str = Field(default="", max_length=40)
    relance: str = Field(default="", max_length=40)
    raison: str = Field(default="", max_length=60)
    frein: str = Field(default="", max_length=60)
    mot: str = Field(default="", max_length=LONGEST)
    accord: bool = False
    interprete: bool = False
    accord_fin: str = Field(default="", max_length=40)
    en_parallele: bool = False

    def call(self) -> Call:
        """The call that was made.

        Raises:
            UnreadableFormError: a day or an hour cannot be read, or no result was said.
        """
        if self.resultat is None:
            raise UnreadableFormError(say("Dites ce que l’appel a donné."))
        scheduled = self.resultat is CallResult.SCHEDULED
        return Call(
            service_id=self.service,
            result=self.resultat,
            scheduled_at=_moment(self.quand) if scheduled and self.quand else None,
            reason=(self.raison or None) if self.resultat is CallResult.DECLINED else None,
            note=self.mot or None,
            other_barrier=self.frein or None,
            next_review_on=_day(self.relance) if self.relance else None,
            agreed=self._agreed() if self.accord else None,
            alongside=self.en_parallele,
        )

    def _agreed(self) -> Given:
        if not self.accord_fin:
            raise UnreadableFormError(say("Dites jusqu’à quel jour vaut l’accord de la personne."))
        fields = (SharedField.FIRST_NAME, SharedField.PHONE)
        return Given(self.service, fields, _day(self.accord_fin), AgreementForm.ORAL, self.interprete)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)
    except ValueError:
        raise UnreadableFormError(say("Le jour et l’heure du rendez-vous ne se lisent pas : choisissez-les.")) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableFormError(say("Ce jour ne se lit pas : choisissez-le dans le calendrier.")) from None
