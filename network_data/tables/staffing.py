"""Officers' posts, when chantiers receive them, and who goes where: running, proposed, published."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class OfficerPost(SQLModel, table=True):
    """The post of a partnership officer: what it gives to chantiers, and where it may go."""

    __tablename__ = "officer_post"

    id: str = Field(primary_key=True)
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True, ondelete="SET NULL")
    """Who holds it, where they sign in."""
    name: str
    """Of whoever holds it, as colleagues call them."""
    half_days: int = 10
    """Of the contract, a week."""
    field_share: float = 0.5
    """Of the contract, what goes to hours held in chantiers."""
    skills: dict[str, int] = Field(default_factory=dict, sa_type=NullableJSON)
    """Percent by domain of ``matching.staffing``; a domain that is not there cannot be held."""
    works: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    """Half-days of the week (``HALF_DAYS``) on which it may be sent."""
    reaches: list[str] | None = Field(default=None, sa_type=NullableJSON)
    """Chantiers by id; NULL is all of them."""
    most_sites: int = 3
    since: date
    until: date | None = None
    feed: str = ""
    """Random: part of the address of its calendar, which another one closes. Empty: it has none."""


class OfficerAbsence(SQLModel, table=True):
    """Days on which an officer is not there, both included; never why."""

    __tablename__ = "officer_absence"

    id: int | None = Field(default=None, primary_key=True)
    post_id: str = Field(foreign_key="officer_post.id", index=True, ondelete="CASCADE")
    since: date
    until: date


class ChantierHours(SQLModel, table=True):
    """When a chantier receives officers, and how many at once."""

    __tablename__ = "chantier_hours"

    chantier_id: str = Field(primary_key=True, foreign_key="chantier.id")
    half_days: list[str] = Field(default_factory=list, sa_type=NullableJSON)
    room: int = 1
    feed: str = ""
    """As of a post."""


class PairRule(SQLModel, table=True):
    """An officer who must, or must not, go to a chantier."""

    __tablename__ = "pair_rule"

    post_id: str = Field(primary_key=True, foreign_key="officer_post.id", ondelete="CASCADE")
    chantier_id: str = Field(primary_key=True, foreign_key="chantier.id", index=True)
    required: bool
    """Otherwise forbidden."""


class StaffingPin(SQLModel, table=True):
    """A half-day of a month that is decided beforehand."""

    __tablename__ = "staffing_pin"
    __table_args__ = (UniqueConstraint("post_id", "starts_on", "week", "half_day"),)

    id: int | None = Field(default=None, primary_key=True)
    post_id: str = Field(foreign_key="officer_post.id", index=True, ondelete="CASCADE")
    chantier_id: str = Field(foreign_key="chantier.id", index=True)
    starts_on: date
    """The Monday on which the month starts."""
    week: int
    half_day: str
    domain: str


class StaffingTerms(SQLModel, table=True):
    """What a territory has set otherwise than by default: the formula of demand."""

    __tablename__ = "staffing_terms"

    territory_slug: str = Field(primary_key=True, foreign_key="territory.slug")
    formula: dict[str, Any] = Field(default_factory=dict, sa_type=NullableJSON)
    """Fields of ``matching.staffing.DemandFormula``."""


class RunState(StrEnum):
    """How far the computation of a month has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """On request, or by the machine, before it had an answer."""
    FAILED = "failed"


class StaffingRun(SQLModel, table=True):
    """A month computed, or being computed: the question, how far it is, the answer; it names no person accompanied."""

    __tablename__ = "staffing_run"

    id: str = Field(primary_key=True)
    """Random."""
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    starts_on: date
    scenario: dict[str, Any] = Field(sa_type=NullableJSON)
    """What is imagined; the month as it is when nothing."""
    problem: dict[str, Any] = Field(sa_type=NullableJSON)
    """The month as it was when it was asked, in counts."""
    effort: float
    engine_version: str
    state: RunState = Field(default=RunState.WAITING, sa_type=EnumText(RunState))
    done: int = 0
    total: int = 0
    level: str = ""
    heard_at: datetime = Field(sa_type=UtcDateTime)
    """When its computation was last heard of: one that died leaves no other sign."""
    stop_asked: bool = False
    seconds: float | None = None
    answer: dict[str, Any] | None = Field(default=None, sa_type=NullableJSON)


class Allocation(SQLModel, table=True):
    """A month as published to the teams; the latest one is in force, week after week, until the next."""

    id: int | None = Field(default=None, primary_key=True)
    territory_slug: str = Field(foreign_key="territory.slug", index=True)
    starts_on: date
    weeks: int
    published_at: datetime = Field(sa_type=UtcDateTime)
    published_by: str
    word: str = ""
    """What the coordinator says to the teams with it."""
    cells: list[list[Any]] = Field(sa_type=NullableJSON)
    """Week, position of the half-day, post, chantier, domain."""
    run_id: str | None = Field(default=None, foreign_key="staffing_run.id", index=True, ondelete="SET NULL")
