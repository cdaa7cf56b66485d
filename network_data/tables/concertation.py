"""What several référents do together for a person: steps, news taken, notes kept; erased with the person.

Only the repositories of concertation query these tables.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class StepKind(StrEnum):
    """What a step beside a person is."""

    ACCOMPANY = "accompany"
    """Someone walks there with them: préfecture, hospital, court."""
    CALL = "call"
    """A call, made beside them or for them."""
    FILE = "file"
    """A file or a paper prepared together."""
    OTHER = "other"


class StepBy(StrEnum):
    """Who does it."""

    ADVISOR = "advisor"
    """Whoever accompanies the person."""
    PERSON = "person"
    """The person, alone."""
    OTHER = "other"
    """Somebody else, whom the sealed words tell by their function."""


class StepState(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class FollowStep(SQLModel, table=True):
    """One thing that somebody does with or for a person."""

    __tablename__ = "follow_step"

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    barrier: str | None = None
    """What it is for; NULL: the whole."""
    kind: StepKind = Field(sa_type=EnumText(StepKind))
    by: StepBy = Field(sa_type=EnumText(StepBy))
    due_on: date | None = None
    hour: str | None = None
    """When it has to be at an hour, as ``14:30``."""
    papers: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    """The papers to take along."""
    referral_id: str | None = Field(default=None, foreign_key="referral.id", index=True, ondelete="SET NULL")
    """The referral whose appointment it is about."""
    meeting_id: str | None = Field(default=None, foreign_key="follow_meeting.id", index=True, ondelete="SET NULL")
    """The comité that decided it."""
    words_sealed: bytes = Field(sa_type=LargeBinary)
    """``what`` in a few words, ``who`` by their function: free words, which may name someone, sealed."""
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: StepState = Field(default=StepState.OPEN, sa_type=EnumText(StepState))
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None


class NewsOutcome(StrEnum):
    """What came of trying to reach someone."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    LATER = "later"
    """To be tried again from a day on."""


class News(SQLModel, table=True):
    """That news was taken, or tried: of the person, of a référent of theirs, or about a reminder or a step."""

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    referent_id: int | None = Field(default=None, foreign_key="referent.id", index=True, ondelete="CASCADE")
    reminder_id: str | None = Field(default=None, foreign_key="reminder.id", index=True, ondelete="CASCADE")
    step_id: str | None = Field(default=None, foreign_key="follow_step.id", index=True, ondelete="CASCADE")
    """At most one of the three: what it was about; all NULL: the person."""
    outcome: NewsOutcome = Field(sa_type=EnumText(NewsOutcome))
    at: datetime = Field(sa_type=UtcDateTime)
    by: str
    again_on: date | None = None
    """From when to try again."""


class Audience(StrEnum):
    """For whom a note was written."""

    AUTHOR = "author"
    """Its author alone."""
    TEAM = "team"
    """Whoever sees the whole file."""
    MEETING = "meeting"
    """The same, and shown where the person is talked about in a comité de suivi."""


class FollowNote(SQLModel, table=True):
    """A few words about a person's follow-up, for a stated audience."""

    __tablename__ = "follow_note"

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    audience: Audience = Field(sa_type=EnumText(Audience))
    words_sealed: bytes = Field(sa_type=LargeBinary)
    """Free words, which may name someone: sealed."""
    written_by: str
    """The account."""
    written_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
