"""The trail: who read or changed what about whom, chained so that nothing can be altered or cut off unseen."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from network_data.tables.base import NullableJSON, UtcDateTime


class AuditSubject(SQLModel, table=True):
    """The only link between the trail and a person: erasing the person erases it, and the trail stays whole."""

    __tablename__ = "audit_subject"

    id: str = Field(primary_key=True)
    """Random; what the trail calls the person."""
    person_id: str = Field(foreign_key="person.id", unique=True, index=True, ondelete="CASCADE")


class AuditEntry(SQLModel, table=True):
    """One look or one change. Never updated, never deleted; ``digest`` covers every field and the entry before."""

    __tablename__ = "audit_entry"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str = Field(index=True)
    """The account or key, by its id; ``local`` for whoever holds the machine."""
    action: str
    subjects: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    address: str | None = None
    reason: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=NullableJSON)
    """Counts, ids of the network, patterns of routes; never a barrier, a name or a pseudonym."""
    previous: str
    digest: str


class AuditMention(SQLModel, table=True):
    """That an entry is about someone: what finds a person's entries without reading the others.

    It says what ``AuditEntry.subjects`` says, which the chain protects; ``verify`` compares the two.
    """

    __tablename__ = "audit_mention"

    subject: str = Field(primary_key=True)
    """An ``AuditSubject``'s key; not a reference, for it stays when the person is erased."""
    entry: int = Field(primary_key=True, foreign_key="audit_entry.number", index=True, ondelete="CASCADE")


class AuditHead(SQLModel, table=True):
    """One row: the last entry, signed with a key that the database does not hold, so that cutting the end off shows."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    number: int
    digest: str
    signature: str
