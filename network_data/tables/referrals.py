"""Referrals, the log that gives their state, what they hold, and what people agreed to share; erased with the person.

Only the repositories of referrals and of agreements query these tables.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network_data.referrals.log import EventKind
from network_data.tables.base import EnumText, NullableJSON, UtcDateTime
from network_data.vocabulary import ReferralKind, ReferralState, Unit


class Referral(SQLModel, table=True):
    """A person referred to a service for some of their needs. ``state`` and ``since`` repeat what its log gives."""

    id: str = Field(primary_key=True)
    """Random: it tells nothing, and nobody guesses it."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    service_id: str = Field(foreign_key="service.id", index=True)
    recipient: str
    """Who is told of it: the service's partner, or the gate before it (``gate--siao``)."""
    kind: ReferralKind = Field(sa_type=EnumText(ReferralKind))
    barriers: list[str] = Field(sa_type=NullableJSON)
    replaces_id: str | None = Field(
        default=None, foreign_key="referral.id", unique=True, index=True, ondelete="SET NULL"
    )
    """The ended one whose place it takes."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    state: ReferralState = Field(sa_type=EnumText(ReferralState), index=True)
    since: datetime = Field(sa_type=UtcDateTime)


class ReferralEvent(SQLModel, table=True):
    """One line of a referral's log. Never updated, never deleted but with the person."""

    __tablename__ = "referral_event"

    referral_id: str = Field(primary_key=True, foreign_key="referral.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    """From 1, without a gap."""
    kind: EventKind = Field(sa_type=EnumText(EventKind))
    to_state: ReferralState | None = Field(default=None, sa_type=EnumText(ReferralState))
    """NULL for an undo."""
    actor: str
    """The account or the key, ``local`` at the machine, ``engine`` for what it suggests."""
    on_behalf_of: str | None = None
    """``partner`` or ``person`` when the actor writes down what they said; an account's id for a colleague."""
    at: datetime = Field(sa_type=UtcDateTime)
    """When it happened."""
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = None
    note_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Free words, which may name someone: sealed."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=NullableJSON)
    """What the move says besides: an appointment, results by need, until when places are kept back..."""


class Hold(SQLModel, table=True):
    """One application or place that a referral holds now; a row goes when it is given back.

    It repeats what the referral's log gives, with what quotas count by.
    """

    referral_id: str = Field(primary_key=True, foreign_key="referral.id", ondelete="CASCADE")
    unit: Unit = Field(primary_key=True, sa_type=EnumText(Unit))
    partner_id: str = Field(foreign_key="partner.id", index=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    chantier_id: str = Field(foreign_key="chantier.id", index=True)
    """Where the person was when it began."""
    counted_on: date
    """The day it began: the month it counts in."""
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From then on it holds nothing more; NULL as long as the referral's state lasts."""


class AgreementForm(StrEnum):
    """How a person agreed."""

    ORAL = "oral"
    WRITTEN = "written"


class SharedField(StrEnum):
    """What may be told to a partner; never a barrier: the service asked for is enough."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_YEAR = "birth_year"
    LANGUAGES = "languages"
    AVAILABILITY = "availability"


class SharingAgreement(SQLModel, table=True):
    """That a person agreed to a sharing: what, with whom, for which service, until when."""

    __tablename__ = "sharing_agreement"

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    recipient: str
    """As in ``Referral``."""
    service_id: str = Field(foreign_key="service.id", index=True)
    fields: list[str] = Field(sa_type=NullableJSON)
    """``SharedField``s."""
    given_on: date
    until: date
    """The last day."""
    form: AgreementForm = Field(sa_type=EnumText(AgreementForm))
    interpreter: bool = False
    """Whether an interpreter was there."""
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Whom(StrEnum):
    """Whom one was in contact with."""

    PARTNER = "partner"
    PERSON = "person"


class Way(StrEnum):
    """How one was in contact."""

    CALL = "call"
    MEETING = "meeting"
    MESSAGE = "message"


class LoggedContact(SQLModel, table=True):
    """A call, a meeting or a message about a person, with a partner or with the person, whatever came of it.

    What it decided of a referral is in that referral's log: this says that people talked, or tried to.
    """

    __tablename__ = "logged_contact"

    id: str = Field(primary_key=True)
    """Random."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    referral_id: str | None = Field(default=None, foreign_key="referral.id", index=True, ondelete="CASCADE")
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True, ondelete="SET NULL")
    """The partner, where no referral says who; NULL for the person."""
    whom: Whom = Field(sa_type=EnumText(Whom))
    way: Way = Field(sa_type=EnumText(Way))
    reached: bool
    """Whether they talked; an attempt otherwise."""
    at: datetime = Field(sa_type=UtcDateTime)
    """When it happened."""
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str
    """The account or the key."""
    note_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Free words, which may name someone: sealed."""


class LiftedNeed(SQLModel, table=True):
    """That a completed referral lifted a barrier, as the person confirmed: since when, and how it stood before."""

    __tablename__ = "lifted_need"

    referral_id: str = Field(primary_key=True, foreign_key="referral.id", ondelete="CASCADE")
    barrier: str = Field(primary_key=True)
    on: date
    """The day since which it is lifted."""
    was_assessed_on: date
    was_assessor: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class KeptAnswer(SQLModel, table=True):
    """What a request with an ``Idempotency-Key`` was answered, so that it can be answered again; kept for two days."""

    __tablename__ = "kept_answer"

    asked_by: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    """SHA-256 of the key."""
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    """NULL: about nobody."""
    request: str
    """SHA-256 of the address and the body."""
    answer_sealed: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class Reminder(SQLModel, table=True):
    """That something is due of a referral or of a need, told once to those whom it concerns."""

    id: str = Field(primary_key=True)
    """Random."""
    key: str = Field(unique=True, index=True)
    """What it is about, by which clock, from which step, for the how many-th time: each is told once."""
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    referral_id: str | None = Field(default=None, foreign_key="referral.id", index=True, ondelete="CASCADE")
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True, ondelete="CASCADE")
    """The need that it is about, where it is about no referral."""
    exit_id: str | None = Field(default=None, foreign_key="person_exit.id", index=True, ondelete="CASCADE")
    """What the person left for, where it is about that."""
    paper: str | None = None
    paper_until: date | None = None
    """The paper that ends, and when, where it is about that."""
    clock: str
    step: int = 0
    """The number of the event since which the referral's clock had run."""
    occurrence: int = 1
    due_on: date
    made_at: datetime = Field(sa_type=UtcDateTime)
    current: bool = True
    """Whether the referral still stands at that step: an undone step makes it so again."""
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: str | None = None
