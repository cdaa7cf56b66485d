"""The people accompanied, by pseudonym: what the engine may know, and nothing that names them.

Only ``network_data.repositories.people`` queries these tables.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class NeedState(StrEnum):
    """Where a need stands."""

    OPEN = "open"
    LIFTED = "lifted"
    SET_ASIDE = "set_aside"


class Person(SQLModel, table=True):
    """A salarié·e of a chantier. NULL is unknown, never "no"."""

    id: str = Field(primary_key=True)
    """The pseudonym, such as P-0417."""
    chantier_id: str = Field(foreign_key="chantier.id", index=True)
    birth_year: int | None = None
    insee_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    publics: dict[str, bool] = Field(default_factory=dict, sa_type=NullableJSON)
    languages: list[str] | None = Field(default=None, sa_type=NullableJSON)
    papers_known: bool = False
    """Whether the papers listed in ``held_paper`` are all that the person holds."""
    requested_papers: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    """Papers asked for and not yet received."""
    needs_women_only: bool | None = None
    secret_address: bool = False
    step_free_access: bool | None = None
    with_animal: bool | None = None
    """Goes nowhere without their animal."""
    reads: bool | None = None
    """Reads and writes French without help."""
    avoided_places: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    """INSEE codes of communes or départements where they must not, or dare not, go; never why, never an address."""
    max_distance_km: float | None = None
    remote_ok: bool | None = None
    has_phone: bool | None = None
    can_pay: bool | None = None
    available: list[str] | None = Field(default=None, sa_type=NullableJSON)
    """Free half-days (``HALF_DAYS``), outside working hours; complete when given."""
    known_partners: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    excluded_partners: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    """Partners the person said no to: their own choice, without its reason."""
    secular_only: bool | None = None
    """The person asked for partners without link to a religion; what they believe is never recorded."""
    arrived_on: date | None = None
    left_on: date | None = None
    """When they left the chantier: from then on listed to nobody, open to those who were given their file."""
    entry: str | None = Field(default=None, unique=True, index=True)
    """Random, from the form that entered them: sent twice, it enters one person."""


class Need(SQLModel, table=True):
    """A barrier that a person carries."""

    __table_args__ = (UniqueConstraint("person_id", "barrier"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    barrier: str
    severity: int = 2
    """1 light, 2 marked, 3 severe."""
    priority: bool = False
    """Whether the person put it first."""
    assessed_on: date
    assessor: str = ""
    """The function of who assessed it, not a name."""
    state: NeedState = Field(default=NeedState.OPEN, sa_type=EnumText(NeedState))


class HeldPaper(SQLModel, table=True):
    """A paper that a person holds, and until when."""

    __tablename__ = "held_paper"

    person_id: str = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    paper: str = Field(primary_key=True)
    until: date | None = None


class Referent(SQLModel, table=True):
    """Who follows a person on a barrier (or on all, when ``barrier`` is NULL), and until when."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    barrier: str | None = None
    organisation: str
    function: str = ""
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True)
    since: date | None = None
    until: date | None = None
    inside: bool = False
    """Whether they work at the person's chantier."""
    succeeds_id: int | None = Field(default=None, foreign_key="referent.id", index=True, ondelete="SET NULL")
    """The référent from whom they took over."""


class StoredResult(SQLModel, table=True):
    """What was proposed for a person, with what it takes to compute it again."""

    __tablename__ = "stored_result"
    __table_args__ = (UniqueConstraint("person_id", "asked_by", "fingerprint"),)

    id: str = Field(primary_key=True)
    """Random: it tells nothing, and nobody guesses it."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    asked_by: str
    """The account or the key to whom it was shown, ``local`` at the machine."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    fingerprint: str
    """Of everything below: the same question with the same answer is kept once."""
    network_version: str
    rules_version: str
    engine_version: str
    problem: dict[str, Any] = Field(sa_type=NullableJSON)
    """The profile as the asker saw it, and what was decided beforehand."""
    weights: dict[str, Any] = Field(sa_type=NullableJSON)
    answer: dict[str, Any] = Field(sa_type=NullableJSON)
    """Services by id with their scores, the plan's steps, and a digest of what was then known of each service."""
