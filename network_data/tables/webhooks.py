"""Where chantiers' software is told that something changed, and what it was or will be told.

No content beyond ids, states and times; only the repositories of webhooks query these tables.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class WebhookEvent(StrEnum):
    """What a delivery tells."""

    REFERRAL = "referral.changed"
    REQUEST = "request.changed"
    PING = "ping"
    """Nothing: that the way is open."""


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    """The software has taken it."""
    VOID = "void"
    """The key did not reach it any more before it left."""
    FAILED = "failed"
    """It was not taken for days, and is not tried again."""


class Webhook(SQLModel, table=True):
    """The address to which the software that holds a key is told of changes; one at most for each key."""

    id: str = Field(primary_key=True)
    """Random."""
    key_id: str = Field(foreign_key="api_key.id", unique=True, index=True, ondelete="CASCADE")
    url: str
    secret_sealed: bytes = Field(sa_type=LargeBinary)
    """What signs, and what signed before, if anything did."""
    former_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Until when the former secret signs too."""
    made_at: datetime = Field(sa_type=UtcDateTime)


class WebhookDelivery(SQLModel, table=True):
    """One thing to tell, written in the transaction of what causes it, and kept until it is known what became of it."""

    __tablename__ = "webhook_delivery"

    id: str = Field(primary_key=True)
    """Random; what the software knows it by, however often it is tried."""
    key: str = Field(unique=True, index=True)
    """Whom it tells what: each is written once."""
    webhook_id: str = Field(foreign_key="webhook.id", index=True, ondelete="CASCADE")
    event: WebhookEvent = Field(sa_type=EnumText(WebhookEvent))
    referral_id: str | None = Field(default=None, foreign_key="referral.id", index=True, ondelete="CASCADE")
    request_id: str | None = Field(default=None, foreign_key="officer_request.id", index=True, ondelete="CASCADE")
    details: dict[str, Any] = Field(default_factory=dict, sa_type=NullableJSON)
    """The state and the version of what changed, never words."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=EnumText(DeliveryState))
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """NULL once it is settled."""
    tries: int = 0
    claimed_by: str | None = None
    """Random, of the one process that is sending it..."""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """... and until when it may: a process that died leaves it to others then."""
    status: str | None = None
    """What the last try came to: the three digits of the answer, or a code of ours."""
