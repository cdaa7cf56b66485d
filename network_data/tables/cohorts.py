"""How places were shared among people, with what it takes to do it again; what is about a person goes with them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime
from network_data.tables.staffing import RunState


class SharedPlaces(SQLModel, table=True):
    """A proposal of who gets which place: everything that is about nobody in particular."""

    __tablename__ = "shared_places"

    id: str = Field(primary_key=True)
    """Random."""
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    asked_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    network_version: str
    rules_version: str
    engine_version: str
    people: int
    """How many it was made for: fewer are left where someone was erased, and then it cannot be made again."""
    problem: dict[str, Any] = Field(sa_type=NullableJSON)
    """The question and what partners had granted."""
    weights: dict[str, Any] = Field(sa_type=NullableJSON)
    answer: dict[str, Any] | None = Field(default=None, sa_type=NullableJSON)
    """Figures of the whole, once it is computed."""
    state: RunState = Field(default=RunState.WAITING, sa_type=EnumText(RunState))
    stage: str = ""
    done: float = 0.0
    """How much of the stage is done, 0 to 1."""
    heard_at: datetime = Field(sa_type=UtcDateTime)
    """When its computation was last heard of: one that died leaves no other sign."""
    stop_asked: bool = False


class SharedPlacesOfPerson(SQLModel, table=True):
    """What such a proposal took of one person, and what it gave them."""

    __tablename__ = "shared_places_of_person"

    shared_id: str = Field(primary_key=True, foreign_key="shared_places.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    problem: dict[str, Any] = Field(sa_type=NullableJSON)
    answer: dict[str, Any] | None = Field(default=None, sa_type=NullableJSON)
