"""A proposal of who gets which place, as software reads it."""

from pydantic import BaseModel, Field

from api.services.cohort_answer import Amount, CohortAnswer, GroupShare, PlacePrice
from api.services.cohort_sight import SeenLine, SeenProposal
from api.services.fairness import CHANTIER
from api.services.place_pools import OwnPool
from api.wording import cohort as wording
from api.wording.fairness import group_name
from api.wording.speech import Speech
from matching.catalogue import Catalogue

HIDDEN = "null : un besoin sensible, ou qui se devinerait, n’est pas nommé."


class AssignmentDocument(BaseModel):
    """A need that goes somewhere."""

    person_id: str
    barrier: str | None = Field(description=HIDDEN)
    service_id: str | None = Field(description=HIDDEN)
    place: bool = Field(description="Prend une place comptée.")


class WaitingDocument(BaseModel):
    """A need that waits, and why."""

    person_id: str
    barrier: str | None = Field(description=HIDDEN)
    reason: str
    sentence: str


class PriceDocument(BaseModel):
    """What one more place for a service would bring."""

    service_id: str
    chantier: str | None = Field(description="Le chantier pour qui serait cette place ; null : pour tous.")
    price: float
    one_more_place_serves: int
    urgent: int
    moved: int
    sentence: str


class AmountDocument(BaseModel):
    """What a way of sharing amounts to."""

    value: float
    served: int
    urgent: int
    people: int


class BaselinesDocument(BaseModel):
    """First come, first served; the most urgent first."""

    by_arrival: AmountDocument
    by_urgency: AmountDocument


class LevelDocument(BaseModel):
    """An aim: what was reached, and what cannot be exceeded."""

    name: str
    value: float
    bound: float
    proven: bool


class GroupDocument(BaseModel):
    """The mean share of needs served in a group of ten people or more, beside everybody else's."""

    dimension: str
    group: str
    label: str
    people: int
    share: float
    difference: float
    low: float
    high: float
    flagged: bool


class SharedFairnessDocument(BaseModel):
    """The aims in their order, and what they cost."""

    levels: list[LevelDocument]
    worst_covered: float = Field(description="La plus petite part de besoins servis d’une personne.")
    best_value: float
    price: float = Field(description="La part de la meilleure valeur que coûte l’équité.")
    groups: list[GroupDocument]
    sentence: str


class CohortDocument(BaseModel):
    """Who gets which place, who waits and why."""

    result_id: str
    territory: str
    chantier: str | None
    status: str
    value: float
    bound: float
    gap: float
    reached: AmountDocument
    assignments: list[AssignmentDocument]
    waiting: list[WaitingDocument]
    other_served: int = Field(description="Besoins qui ne disputent aucune place comptée : ont un service.")
    other_waiting: int = Field(description="Besoins qui ne disputent aucune place comptée : attendent.")
    prices: list[PriceDocument]
    baselines: BaselinesDocument
    difference: str
    fairness: SharedFairnessDocument
    seed: int
    seconds: float


class Naming:
    """Names services and groups in one language."""

    def __init__(self, catalogue: Catalogue, chantiers: dict[str, str], speech: Speech) -> None:
        self.speech = speech
        self._catalogue = catalogue
        self._chantiers = chantiers

    def service(self, service_id: str) -> str:
        """A service and its partner; its id when it has left the network since."""
        row = self._catalogue.row_of.get(service_id)
        if row is None:
            return service_id
        service = self._catalogue.services[row]
        partner = self._catalogue.network.partners[service.partner_id]
        return self.speech.say("« {service} » ({partner})", service=service.name, partner=partner.name)

    def chantier(self, chantier_id: str) -> str:
        """A chantier's name."""
        return self._chantiers.get(chantier_id, chantier_id)

    def price(self, one: PlacePrice) -> str:
        """What one more place would bring, in a sentence."""
        name = self.service(one.service_id)
        if one.chantier is not None:
            name = self.speech.say("{service}, pour {chantier}", service=name, chantier=self.chantier(one.chantier))
        return wording.one_more(self.speech, name, one.served, one.urgent, one.moved)

    def pool(self, own: OwnPool) -> str:
        """What the places of a pool are for: a service or all of a partner's, and for whom."""
        service_id, chantier_id = own.key
        partner = self._catalogue.network.partners.get(own.partner_id)
        name = self.service(service_id) if service_id else partner.name if partner else own.partner_id
        if chantier_id is None:
            return name
        return self.speech.say("{service}, pour {chantier}", service=name, chantier=self.chantier(chantier_id))

    def waits(self, seen: SeenLine) -> str:
        """Why a need waits."""
        sought = seen.line.sought if not seen.discreet else None
        return wording.waits(self.speech, seen.line.reason or "no-gain", self.service(sought) if sought else None)

    def group(self, one: GroupShare) -> str:
        """What a group is called."""
        if one.dimension == CHANTIER:
            return self.chantier(one.group)
        return group_name(self.speech, (one.dimension, one.group))


def tell_cohort(seen: SeenProposal, naming: Naming, seconds: float) -> CohortDocument:
    """The document of a proposal as its reader sees it."""
    proposal, answer, speech = seen.proposal, seen.proposal.answer, naming.speech
    return CohortDocument(
        result_id=proposal.id,
        territory=proposal.territory,
        chantier=proposal.question.chantier,
        status=answer.status,
        value=answer.value,
        bound=answer.bound,
        gap=answer.gap,
        reached=_amount(answer.reached),
        assignments=[
            AssignmentDocument(
                person_id=each.person_id, barrier=each.barrier, service_id=each.service_id, place=each.line.takes
            )
            for each in seen.given
        ],
        waiting=[
            WaitingDocument(
                person_id=each.person_id,
                barrier=each.barrier,
                reason=each.line.reason or "",
                sentence=naming.waits(each),
            )
            for each in seen.waiting
        ],
        other_served=seen.other_served,
        other_waiting=seen.other_waiting,
        prices=[
            PriceDocument(
                service_id=one.service_id,
                chantier=one.chantier,
                price=one.price,
                one_more_place_serves=one.served,
                urgent=one.urgent,
                moved=one.moved,
                sentence=naming.price(one),
            )
            for one in seen.prices
        ],
        baselines=BaselinesDocument(**{name: _amount(amount) for name, amount in answer.baselines.items()}),
        difference=wording.first_come(speech, *answer.first_come),
        fairness=_fairness(answer, naming),
        seed=proposal.question.seed,
        seconds=round(seconds, 3),
    )


def _fairness(answer: CohortAnswer, naming: Naming) -> SharedFairnessDocument:
    return SharedFairnessDocument(
        levels=[
            LevelDocument(name=each.name, value=each.value, bound=each.bound, proven=each.proven)
            for each in answer.levels
        ],
        worst_covered=answer.worst,
        best_value=answer.best_value,
        price=answer.fairness_price,
        groups=[
            GroupDocument(
                dimension=each.dimension,
                group=each.group,
                label=naming.group(each),
                people=each.people,
                share=each.share,
                difference=each.difference,
                low=each.low,
                high=each.high,
                flagged=each.low > 0 or each.high < 0,
            )
            for each in answer.groups
        ],
        sentence=wording.fairness_price(naming.speech, answer.fairness_price),
    )


def _amount(found: Amount) -> AmountDocument:
    return AmountDocument(value=found.value, served=found.served, urgent=found.urgent, people=found.people)
