"""What partners did with past requests: of services and barriers, never of people."""

from datetime import date

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText
from network_data.vocabulary import EndedBy


class PastRequest(SQLModel, table=True):
    """One request made to a service for a barrier. It bears no pseudonym, and nothing that leads to one."""

    __tablename__ = "past_request"

    id: int | None = Field(default=None, primary_key=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    barrier: str
    asked_on: date = Field(index=True)
    answered_on: date | None = None
    """NULL as long as the partner has not answered."""
    accepted: bool | None = None
    """Whether the answer was a yes; NULL while neither (a waiting list)."""
    ended_on: date | None = None
    ended_by: EndedBy | None = Field(default=None, sa_type=EnumText(EndedBy))
    """Only what the partner does counts: a refusal by the person or an absence never does."""
    started: bool | None = None
    """Whether what was asked for began: shown, never scored."""
