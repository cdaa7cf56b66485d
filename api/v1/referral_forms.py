"""What is sent to prepare a referral, to move it, and to write an agreement down."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.i18n import say
from api.services.agreements import Given
from api.services.preparing import Wish
from api.v1.codes import BarrierCode
from api.v1.days import Day
from api.v1.moments import Moment
from api.v1.network import PLAIN_TEXT
from api.validation import refuse
from network_data.referrals import Move
from network_data.referrals.guards import Contact, HalfOfDay, Result
from network_data.tables import AgreementForm, SharedField
from network_data.vocabulary import ReferralKind, ReferralState

MOST_HOLD_DAYS = 60


def _each_once(barriers: list[str]) -> list[str]:
    if len(set(barriers)) < len(barriers):
        raise refuse(say("Un frein est donné plusieurs fois."), say("Gardez chacun une seule fois."))
    return barriers


Id = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN_TEXT)]
Barriers = Annotated[list[BarrierCode], Field(min_length=1, max_length=20), AfterValidator(_each_once)]
Note = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]+$")]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][a-z-]*$")]
Behalf = Annotated[
    Id, Field(description="« partner » ou « person » quand on note leur parole ; sinon l’identifiant d’un compte.")
]


class _Form(BaseModel):
    """Strict but for codes and days, which travel as text: a field that is not expected is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ReferralForm(_Form):
    """A referral to prepare."""

    person_id: Id
    service_id: Id
    barriers: Barriers
    kind: ReferralKind | None = Field(
        default=None, description="Par défaut « dossier » derrière un guichet (SIAO, MDPH...), sinon « orientation »."
    )
    hold_days: int | None = Field(
        default=None, ge=1, le=MOST_HOLD_DAYS, description="Combien de jours garder une place ; aucune par défaut."
    )
    replaces: Id | None = Field(default=None, description="L’orientation terminée dont celle-ci prend la suite.")
    alongside: bool = Field(default=False, description="Menée en même temps qu’une autre déjà ouverte pour ce frein.")
    urgent: bool = Field(default=False, description="La réponse est attendue plus vite : rappels à 1 et 2 jours.")
    note: Note | None = None
    on_behalf_of: Behalf | None = None

    def wish(self) -> Wish:
        """What is wanted."""
        told = self.model_dump(exclude={"barriers"})
        return Wish(barriers=tuple(self.barriers), **told)


class EventDetails(_Form):
    """What a move says besides; which of it is needed depends on where the referral goes."""

    contact: Contact | None = Field(default=None, description="Une réponse venue par appel ou rencontre.")
    scheduled_at: Moment | None = Field(default=None, description="Pour « scheduled ».")
    half_day: HalfOfDay | None = Field(
        default=None, description="Quand l’heure n’est pas connue : « am » ou « pm » ; « scheduled_at » dit le jour."
    )
    other_barrier: BarrierCode | None = Field(default=None, description="Avec la raison « other-barrier-first ».")
    results: Annotated[dict[BarrierCode, Result], Field(max_length=20)] = Field(
        default_factory=dict, description="Pour « completed » : un résultat par frein."
    )
    next_review_on: Day | None = Field(default=None, description="Sur liste d’attente : quand demander de nouveau.")
    receipt_on: Day | None = Field(default=None, description="D’un dossier : le jour du récépissé.")
    renewal_on: Day | None = None
    next_check_on: Day | None = None


class EventForm(_Form):
    """A move of a referral."""

    to: ReferralState
    reason: Code | None = None
    note: Note | None = None
    on_behalf_of: Behalf | None = None
    at: Moment | None = Field(default=None, description="Quand cela a eu lieu ; maintenant par défaut.")
    details: EventDetails = EventDetails()

    def move(self, now: datetime) -> Move:
        """The move that is wanted."""
        said = {name: getattr(self.details, name) for name in EventDetails.model_fields}
        return Move(to=self.to, at=self.at or now, reason=self.reason, note=self.note, **said)


class SharingForm(_Form):
    """What a person agreed to share with whoever receives a referral to ``service_id``."""

    service_id: Id
    fields: Annotated[list[SharedField], Field(min_length=1, max_length=len(SharedField))]
    given_on: Day | None = Field(default=None, description="Le jour de l’accord ; aujourd’hui par défaut.")
    until: Day = Field(description="Le dernier jour.")
    form: AgreementForm = Field(description="« oral » ou « written ».")
    interpreter: bool = False

    def given(self) -> Given:
        """What the person said yes to."""
        return Given(fields=tuple(self.fields), **self.model_dump(exclude={"fields"}))
