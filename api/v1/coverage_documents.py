"""What the network of a territory is missing, as software reads it. A count of null is hidden, not zero."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

Count = int | None


class TallyDocument(BaseModel):
    """How many needs stand how."""

    needs: Count
    followed: Count = Field(description="Suivis par leur référent.")
    sure: Count = Field(description="Au moins un service remplit tous les critères.")
    perhaps: Count = Field(description="Des services restent possibles, avec une question à poser.")
    uncovered: Count = Field(description="Personne ne peut les prendre.")
    single: Count = Field(description="Un seul partenaire peut les prendre.")


class GroupDocument(TallyDocument):
    """The needs of a barrier, an area, a language or a public."""

    code: str
    label: str


class CountedCode(BaseModel):
    """A code with its name and how many needs."""

    code: str
    label: str
    needs: int


class GapDocument(BaseModel):
    """Needs of one barrier that nobody can take, for one reason."""

    barrier: str
    label: str
    reason: str = Field(description="Le critère en cause, ou « no-service ».")
    sentence: str
    needs: int
    everywhere: Count = Field(description="Ceux pour lesquels cette raison écarte tous les services.")
    services: int = Field(description="Les services qui répondent à ce frein.")
    languages: list[CountedCode]
    areas: list[CountedCode]


class LossDocument(BaseModel):
    """What would have nobody left without one partner, service or gate."""

    id: str
    name: str
    needs: int
    barriers: list[CountedCode]
    sole: list[str] = Field(description="Les freins auxquels personne d’autre ne répond.")
    sentence: str


class ProspectDocument(BaseModel):
    """A partner to look for."""

    sentence: str
    benefit: str
    barriers: list[str]
    area: str | None
    area_label: str | None
    languages: list[str]
    women_only: bool
    unlocks: Count
    secures: Count


class ProspectsDocument(BaseModel):
    """The partners to look for, best first."""

    found: list[ProspectDocument]
    unlocks: Count
    at_most: Count = Field(description="Aucun choix d’autant de partenaires ne débloquerait plus de besoins.")
    optimal: bool


class PlacesDocument(BaseModel):
    """A service of which to ask for places."""

    service_id: str
    service: str
    partner_id: str
    partner: str
    unlocks: Count
    shortens: Count
    waiting_days: int | None


class WithoutDocument(BaseModel):
    """What the loss of several partners at once would leave without anybody."""

    partners: list[str]
    needs: Count
    barriers: list[CountedCode]


class CoverageDocument(BaseModel):
    """The coverage of a territory; what matters most comes first in every list."""

    territory: str
    on: date
    network_version: str
    people: Count
    shareable: bool = Field(description="Sans les nombres de un à quatre ni ceux qui les révéleraient.")
    total: TallyDocument
    gaps: list[GapDocument]
    partners: list[LossDocument]
    services: list[LossDocument]
    gates: list[LossDocument]
    prospects: ProspectsDocument
    places: list[PlacesDocument]
    by: dict[Literal["barrier", "area", "language", "public"], list[GroupDocument]]
    without: WithoutDocument | None
