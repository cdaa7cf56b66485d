"""Requests of advisors to the partnership officers, and the log that gives their state; erased with the person.

Only the repositories of requests query these tables.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network_data.requests.log import EventKind
from network_data.tables.base import EnumText, NullableJSON, UtcDateTime
from network_data.vocabulary import RequestState


class OfficerRequest(SQLModel, table=True):
    """A question of an advisor to the officers. ``state`` to ``waiting`` repeat what its log gives."""

    __tablename__ = "officer_request"

    id: str = Field(primary_key=True)
    """Random: it tells nothing, and nobody guesses it."""
    chantier_id: str = Field(foreign_key="chantier.id", index=True)
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    """Whose officers are asked."""
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    """NULL: about a situation, nobody's."""
    barrier: str
    asked_by: str
    """The account or the key."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    identity_agreed: bool = False
    """Whether the person agreed that whoever takes it knows their first name and telephone."""
    question_sealed: bytes = Field(sa_type=LargeBinary)
    """Free words, which may tell someone: sealed."""
    state: RequestState = Field(sa_type=EnumText(RequestState), index=True)
    since: datetime = Field(sa_type=UtcDateTime)
    officer_id: str | None = Field(default=None, foreign_key="account.id", index=True, ondelete="SET NULL")
    """Who has it, or to whom it went; NULL in the common queue."""
    waiting: bool = True
    """Whether they still have to take it."""
    grant_id: int | None = Field(default=None, foreign_key="grant.id", index=True, ondelete="SET NULL")
    """What opens the person's need to the officer, as long as the request runs."""


class RequestEvent(SQLModel, table=True):
    """One line of a request's log. Never updated, never deleted but with the request."""

    __tablename__ = "request_event"

    request_id: str = Field(primary_key=True, foreign_key="officer_request.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    """From 1, without a gap."""
    kind: EventKind = Field(sa_type=EnumText(EventKind))
    to_state: RequestState | None = Field(default=None, sa_type=EnumText(RequestState))
    """Of a move alone."""
    actor: str
    """The account or the key; ``engine`` for the day-to-day share."""
    at: datetime = Field(sa_type=UtcDateTime)
    officer_id: str | None = None
    """Of an assignment: to whom; NULL for the common queue."""
    reason: str | None = None
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Free words: the note, and the officer's own words about each service by its id."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=NullableJSON)
    """What the event says besides: services proposed, the one chosen, why it went to whom, what a call came to."""
