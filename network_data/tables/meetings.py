"""The comités de suivi of a chantier, who was talked about there and what was said; erased with the person.

Only the repository of meetings queries these tables.
"""

from datetime import date, datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from network_data.tables.base import UtcDateTime


class FollowMeeting(SQLModel, table=True):
    """A comité de suivi: a day at a chantier."""

    __tablename__ = "follow_meeting"
    __table_args__ = (UniqueConstraint("chantier_id", "on"),)

    id: str = Field(primary_key=True)
    """Random."""
    chantier_id: str = Field(foreign_key="chantier.id", index=True)
    on: date
    called_by: str
    called_at: datetime = Field(sa_type=UtcDateTime)


class MeetingPerson(SQLModel, table=True):
    """Someone who is to be talked about at a meeting, with what was said."""

    __tablename__ = "meeting_person"

    meeting_id: str = Field(foreign_key="follow_meeting.id", primary_key=True, ondelete="CASCADE")
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True, ondelete="CASCADE")
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What was said, free words: sealed."""
    added_by: str
    written_by: str | None = None
    written_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
