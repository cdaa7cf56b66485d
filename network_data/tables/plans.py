"""What was decided about a person's plan, and the plan that was kept; erased with the person."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class ChoiceKind(StrEnum):
    """What a choice says."""

    PINNED = "pinned"
    """The barrier goes to that service, or to any of that partner's."""
    REFUSED = "refused"
    """The barrier does not go to that partner."""
    AFTER = "after"
    """The barrier waits for another."""


class ChosenBy(StrEnum):
    """Whose choice it is."""

    PERSON = "person"
    ADVISOR = "advisor"


class PlanChoice(SQLModel, table=True):
    """One choice about one barrier of a person's plan. It outlives what it names, and the plan says so."""

    __tablename__ = "plan_choice"

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    barrier: str
    kind: ChoiceKind = Field(sa_type=EnumText(ChoiceKind))
    partner_id: str | None = None
    service_id: str | None = None
    first: str | None = None
    """The barrier that comes first, for ``AFTER``."""
    chosen_by: ChosenBy = Field(sa_type=EnumText(ChosenBy))
    at: datetime = Field(sa_type=UtcDateTime)


class KeptPlan(SQLModel, table=True):
    """The plan that a person's advisor kept: what it takes to compute it again, and where each barrier went."""

    __tablename__ = "kept_plan"

    person_id: str = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    at: datetime = Field(sa_type=UtcDateTime)
    chosen_by: ChosenBy = Field(sa_type=EnumText(ChosenBy))
    faces: int | None = None
    """How many new partners at most were asked for; NULL when nobody said."""
    result_id: str
    network_version: str
    rules_version: str
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=NullableJSON)
    """``barrier``, ``service_id``, ``service``, ``partner_id``, ``partner`` and ``wave`` of each step."""
