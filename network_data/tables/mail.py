"""Messages to be sent, the links by which partners answer them, and the addresses that do not work.

No content is kept: what a message says is written when it leaves.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class MailKind(StrEnum):
    """What a message is about."""

    REQUEST = "request"
    """To a partner: someone is referred to them."""
    REMINDER = "reminder"
    """To a partner who has not answered."""
    STILL_WAITING = "still-waiting"
    """To a partner who keeps a waiting list: where does it stand?"""
    WITHDRAWN = "withdrawn"
    """To a partner who was asked: it is no longer asked for."""
    RESTORED = "restored"
    """To a partner who was told so by mistake."""
    DIGEST = "digest"
    """To one of us: how much is due today."""


class MailState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    """The mail server has taken it."""
    VOID = "void"
    """It had no reason any more before it left."""
    FAILED = "failed"
    """It did not arrive, and is not tried again."""


class LinkUse(StrEnum):
    """What a partner's link is good for: this, and nothing else."""

    ANSWER = "answer"


class PartnerLink(SQLModel, table=True):
    """By what a partner answers one referral without an account. Its secret is worked out by the key, not kept."""

    __tablename__ = "partner_link"

    id: str = Field(primary_key=True)
    """Random."""
    number: int = Field(unique=True, index=True)
    """Six digits: what the request is called in mails and on the telephone, and the first half of its code."""
    referral_id: str = Field(foreign_key="referral.id", index=True, ondelete="CASCADE")
    step: int
    """The number of the event by which the referral was sent: once undone, the link is void."""
    purpose: LinkUse = Field(default=LinkUse.ANSWER, sa_type=EnumText(LinkUse))
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When someone first pressed to see what was shared."""


class OutgoingMail(SQLModel, table=True):
    """One message, written in the transaction of what causes it, and kept until it is known what became of it."""

    __tablename__ = "outgoing_mail"

    id: str = Field(primary_key=True)
    """Random; the left part of its Message-ID, however often it is tried."""
    key: str = Field(unique=True, index=True)
    """What it is about and after which event: each is written once."""
    kind: MailKind = Field(sa_type=EnumText(MailKind))
    referral_id: str | None = Field(default=None, foreign_key="referral.id", index=True, ondelete="CASCADE")
    link_id: str | None = Field(default=None, foreign_key="partner_link.id", index=True, ondelete="CASCADE")
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True, ondelete="CASCADE")
    """To whom, where it is no partner."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=NullableJSON)
    """Counts, never words."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: MailState = Field(default=MailState.WAITING, sa_type=EnumText(MailState))
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """NULL once it is settled."""
    tries: int = 0
    claimed_by: str | None = None
    """Random, of the one process that is sending it..."""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """... and until when it may: a process that died leaves it to others then."""
    message_id: str | None = Field(default=None, unique=True, index=True)
    """Whole, from the first try on: what a notice of failure quotes."""
    address_digest: str | None = None
    """SHA-256 of the address it was last sent to."""
    failure: str | None = None
    """Why the last try failed: a code of ours."""


class DoubtfulAddress(SQLModel, table=True):
    """An e-mail address that mail servers said does not work, to be checked by someone."""

    __tablename__ = "doubtful_address"

    digest: str = Field(primary_key=True)
    """SHA-256 of the address, in lower case."""
    since: datetime = Field(sa_type=UtcDateTime)
    status: str
    """What the server said, as a code: 5.1.1, 550."""


class PartnerMail(SQLModel, table=True):
    """How a partner wants to be written to, where it is not the usual way."""

    __tablename__ = "partner_mail"

    partner_id: str = Field(primary_key=True, foreign_key="partner.id", ondelete="CASCADE")
    email: str | None = None
    """NULL: the address of the service, else the partner's own."""
    writes: bool = True
    """Whether they are written to at all."""
    reminds: bool = True
    """Whether they are reminded by mail."""
