"""What people left for, and what became of it; erased with the person.

Only the repository of exits queries these tables, and the clocks.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, UtcDateTime
from network_data.vocabulary.after_exit import ExitKind, ExitOutcome


class PersonExit(SQLModel, table=True):
    """A job, a home or a training that somebody found."""

    __tablename__ = "person_exit"

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: ExitKind = Field(sa_type=EnumText(ExitKind))
    on: date
    """The day it began."""
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    closed_on: date | None = None
    """From then on nobody asks any more: the person wished so, or it was noted by mistake."""


class ExitContact(SQLModel, table=True):
    """That somebody was asked, or looked for, and what they said."""

    __tablename__ = "exit_contact"

    id: str = Field(primary_key=True)
    """Random."""
    exit_id: str = Field(foreign_key="person_exit.id", index=True, ondelete="CASCADE")
    months: int
    """The moment of the rhythm that it is for."""
    on: date
    outcome: ExitOutcome = Field(sa_type=EnumText(ExitOutcome))
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
