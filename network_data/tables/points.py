"""What was agreed with a person at a point of their follow-up, and the note written for them; erased with the person.

Only the repository of points queries these tables.
"""

from datetime import date, datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from network_data.tables.base import UtcDateTime


class ConcertedPoint(SQLModel, table=True):
    """What a person said and what they aim at, on the day it was talked over with them."""

    __tablename__ = "concerted_point"
    __table_args__ = (UniqueConstraint("person_id", "on"),)

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    on: date
    words_sealed: bytes = Field(sa_type=LargeBinary)
    """The person's words, three goals at most and the barrier each is about: sealed."""
    written_by: str
    written_at: datetime = Field(sa_type=UtcDateTime)


class SocialNote(SQLModel, table=True):
    """The note about a person that whoever accompanies them is writing, to be given away by hand."""

    __tablename__ = "social_note"

    person_id: str = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    text_sealed: bytes = Field(sa_type=LargeBinary)
    written_by: str
    written_at: datetime = Field(sa_type=UtcDateTime)
