"""What became of people's papers over time; erased with the person.

Only the repositories of papers query this table.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, UtcDateTime


class PaperChangeKind(StrEnum):
    """What happened to a paper."""

    HELD = "held"
    """Received, or renewed."""
    REQUESTED = "requested"
    LOST = "lost"
    """Lost or stolen."""
    WITHDRAWN = "withdrawn"
    """Noted by mistake, or no longer theirs."""
    DROPPED = "dropped"
    """No longer asked for."""


class PaperChange(SQLModel, table=True):
    """One thing that happened to one paper of a person."""

    __tablename__ = "paper_change"

    id: int | None = Field(default=None, primary_key=True)
    """In the order in which they were written."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    paper: str
    kind: PaperChangeKind = Field(sa_type=EnumText(PaperChangeKind))
    on: date
    """The day it happened."""
    until: date | None = None
    """Of one held: its new end."""
    former_until: date | None = None
    """Of one held before: the end it had."""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
