"""Partners, services, barriers and prerequisites as software reads them; a list that is not known is empty."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from network_data.tables import Partner, Service
from network_data.vocabulary import Prerequisite


class _Place(BaseModel):
    """Where something is and how to reach it."""

    address: str | None
    address_complement: str | None
    postcode: str | None
    city: str | None
    insee_code: str | None
    latitude: float | None
    longitude: float | None
    phone: str | None
    email: str | None
    opening_hours: str | None = Field(description="Horaires au format OpenStreetMap.")


class PartnerDocument(_Place):
    """An organisation of the network."""

    id: str
    territory: str
    source: str
    name: str
    description: str | None
    updated_on: date
    siret: str | None
    website: str | None
    source_link: str | None
    accessibility_link: str | None
    networks: list[str] = Field(description="Codes « reseaux_porteurs » de data·inclusion.")
    sensitive: bool
    religious: bool | None = Field(description="Le partenaire se dit lié à une religion ; null : il n’en dit rien.")

    @classmethod
    def of(cls, partner: Partner) -> Self:
        """The document of a stored partner."""
        facts = {**partner.model_dump(), "territory": partner.territory_slug, "networks": partner.networks or []}
        return cls.model_validate(facts)


class ServiceDocument(_Place):
    """What a partner offers, and to whom."""

    id: str
    partner_id: str
    source: str
    name: str
    description: str
    updated_on: date
    source_link: str | None
    type: str | None
    thematiques: list[str]
    fees: str | None
    fees_details: str | None
    publics: list[str]
    publics_details: str | None
    access_conditions: str | None
    reception_modes: list[str]
    eligibility_zone: list[str]
    mobilisation_link: str | None
    mobilisation_modes: list[str]
    mobilisable_by: list[str]
    mobilisation_details: str | None
    weekly_hours: float | None
    weeks: int | None
    access_path: str
    languages: list[str]
    interpreter: bool | None
    age_min: int | None
    age_max: int | None
    women_only: bool | None
    step_free: bool | None
    animals: bool | None = Field(description="On peut y entrer avec un animal.")
    mobile: bool | None = Field(description="Sans lieu fixe : appeler avant d’y aller.")
    required_papers: list[str]
    sensitive: bool
    places_open: int | None = Field(description="Places libres à la dernière demande ; 0 : complet.")
    capacity_checked_on: date | None
    waiting_days: int | None
    full_until: date | None

    @classmethod
    def of(cls, service: Service) -> Self:
        """The document of a stored service."""
        facts = service.model_dump()
        unknown: dict[str, list[str]] = {name: [] for name in _SERVICE_LISTS if facts[name] is None}
        return cls.model_validate({**facts, **unknown})


_SERVICE_LISTS = tuple(name for name, field in ServiceDocument.model_fields.items() if field.annotation == list[str])


class PartnerWithServices(PartnerDocument):
    """An organisation and everything that it offers."""

    services: list[ServiceDocument]


class BarrierDocument(BaseModel):
    """A barrier, its name, and what in the network answers it."""

    code: str
    label: str
    domain: str
    domain_label: str
    thematiques: list[str]
    fallback_thematiques: list[str]
    specialist_networks: list[str]
    keywords: list[str]
    parallel_routes: bool
    sensitive: bool
    open_now: str | None = Field(description="Ce qui peut commencer même quand l’étape décisive doit attendre.")


class PrerequisiteDocument(BaseModel):
    """What comes before what, for someone who carries both barriers."""

    before: str
    after: str
    strength: str = Field(description="« bloquant » une étape, « facilite », ou « parallele ».")
    step: str | None = Field(description="La seule étape qu’un prérequis bloquant bloque.")
    equivalent_papers: list[str] = Field(description="Pièces dont une seule suffit à lever le blocage.")
    status: str = Field(description="« source » quand un texte l’établit, « hypothese » quand c’est l’usage.")
    explanation: str
    source: str

    @classmethod
    def of(cls, edge: Prerequisite) -> Self:
        """The document of an edge of the vocabulary."""
        return cls.model_validate(edge.model_dump(mode="json"))
