"""The partner network: territories, chantiers, partners and their services.

Partner and service carry every field of data·inclusion v1 under English names (``network_data.exchange`` maps
them), then what the programme adds. A field left NULL is unknown, never "no".
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime
from network_data.vocabulary import AccessPath


class Territory(SQLModel, table=True):
    """A place where the programme runs; everything belongs to one."""

    slug: str = Field(primary_key=True)
    name: str
    departments: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    is_demonstration: bool = False


class Chantier(SQLModel, table=True):
    """A chantier d'insertion: the employer of the people accompanied."""

    id: str = Field(primary_key=True)
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    name: str
    activity: str = ""
    latitude: float | None = None
    longitude: float | None = None
    closed_on: date | None = None
    """From then on nothing new is given there; those who accompany its people still do."""


class _Place(SQLModel):
    """Where something is and how to reach it."""

    address: str | None = None
    address_complement: str | None = None
    postcode: str | None = None
    city: str | None = None
    insee_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    email: str | None = None
    opening_hours: str | None = None


class Partner(_Place, table=True):
    """An organisation of the network (structure of data·inclusion)."""

    id: str = Field(primary_key=True)
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    source: str
    name: str
    description: str | None = None
    updated_on: date
    siret: str | None = None
    website: str | None = None
    source_link: str | None = None
    accessibility_link: str | None = None
    networks: list[str] | None = Field(default=None, sa_type=NullableJSON)
    sensitive: bool = False
    religious: bool | None = None
    """Whether the partner itself says that it is linked to a religion."""


class Service(_Place, table=True):
    """What a partner offers, and to whom."""

    id: str = Field(primary_key=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    source: str
    name: str
    description: str
    updated_on: date
    source_link: str | None = None
    type: str | None = None
    thematiques: list[str] | None = Field(default=None, sa_type=NullableJSON)
    fees: str | None = None
    fees_details: str | None = None
    publics: list[str] | None = Field(default=None, sa_type=NullableJSON)
    publics_details: str | None = None
    access_conditions: str | None = None
    reception_modes: list[str] | None = Field(default=None, sa_type=NullableJSON)
    eligibility_zone: list[str] | None = Field(default=None, sa_type=NullableJSON)
    contact_name: str | None = None
    mobilisation_link: str | None = None
    mobilisation_modes: list[str] | None = Field(default=None, sa_type=NullableJSON)
    mobilisable_by: list[str] | None = Field(default=None, sa_type=NullableJSON)
    mobilisation_details: str | None = None
    weekly_hours: float | None = None
    weeks: int | None = None

    access_path: AccessPath = Field(default=AccessPath.UNKNOWN, sa_type=EnumText(AccessPath))
    languages: list[str] | None = Field(default=None, sa_type=NullableJSON)
    """ISO 639-3 codes; complete when given."""
    interpreter: bool | None = None
    """Whether an interpreter comes, or speaks by telephone, for any language."""
    age_min: int | None = None
    age_max: int | None = None
    women_only: bool | None = None
    step_free: bool | None = None
    animals: bool | None = None
    """Whether one may come in with an animal."""
    mobile: bool | None = None
    """Whether it has no fixed place (a van, a shelter that changes address): one calls before going."""
    required_papers: list[str] | None = Field(default=None, sa_type=NullableJSON)
    sensitive: bool = False
    places_open: int | None = None
    """Places free when last asked; 0 is full."""
    capacity_checked_on: date | None = None
    capacity_source: str | None = None
    """Who said so: ``partner``, by an answer; NULL: whoever wrote the record."""
    waiting_days: int | None = None
    """Length of the waiting list where the partner keeps one."""
    full_until: date | None = None
    quota_places: int | None = None
    """Places granted to the programme over ``quota_period``; unknown by default."""
    quota_period: str | None = None


class ServiceWords(SQLModel, table=True):
    """What the words of a service say, kept from when they were last read.

    ``digest``: of the words and of the rules they were read by; another one makes ``reading`` stale. Whoever reads
    words writes and understands it.
    """

    __tablename__ = "service_words"

    service_id: str = Field(primary_key=True, foreign_key="service.id", ondelete="CASCADE")
    digest: str
    reading: str


class NetworkVersion(SQLModel, table=True):
    """One row: a token that changes with every change to the network, so that stale catalogues show."""

    __tablename__ = "network_version"

    id: int = Field(default=1, primary_key=True)
    token: str
    changed_at: datetime = Field(sa_type=UtcDateTime)


class NetworkChange(SQLModel, table=True):
    """What changed from one token to the next, so that a compiled catalogue can follow without starting again.

    One row per partner concerned, in the order they happened; without a partner, anything may have changed.
    """

    __tablename__ = "network_change"

    number: int | None = Field(default=None, primary_key=True)
    token: str = Field(index=True)
    partner_id: str | None = None
