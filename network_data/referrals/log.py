"""Replays the log of a referral: the events are the truth, and its state is what they give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState, Unit

ENGINE = "engine"
"""The actor of what the engine suggests: it goes no further."""
UNDO_WITHIN = timedelta(hours=24)
_BEGINNINGS = (ReferralState.SUGGESTED, ReferralState.PREPARED)
_HELD_FOR_A_TIME = frozenset({ReferralState.PREPARED, ReferralState.SENT})
"""The states in which a place kept back for a stated time stays so."""


class EventKind(StrEnum):
    """What an event of the log says."""

    MOVE = "move"
    UNDO = "undo"
    """The last move that stood no longer does."""


class Undo(StrEnum):
    """Why a move cannot be undone."""

    NOTHING = "undo-nothing"
    """Only the beginning is left."""
    ACTOR = "undo-actor"
    """Someone else made the move."""
    LATE = "undo-late"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log; the first one is the beginning.

    ``to`` is None for an undo. ``at``: when it happened; ``recorded_at``: when it was written. ``by_contact``: whether
    a call or a meeting was logged. ``held_until``: until when places are kept back for the person.
    """

    number: int
    actor: str
    recorded_at: datetime
    to: ReferralState | None = None
    kind: EventKind = EventKind.MOVE
    at: datetime | None = None
    by_contact: bool = False
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What a log gives: the events whose moves stand, the oldest first, and the number of the last event."""

    kind: ReferralKind
    standing: tuple[Event, ...]
    number: int

    @property
    def state(self) -> ReferralState:
        """Where the referral is."""
        state = self.standing[-1].to
        assert state is not None, "an event that stands is a move"
        return state

    @property
    def since(self) -> datetime:
        """When it came there."""
        return self.standing[-1].at or self.standing[-1].recorded_at

    @property
    def held_until(self) -> datetime | None:
        """Until when places are kept back, if they ever were."""
        return next((event.held_until for event in reversed(self.standing) if event.held_until), None)

    def holdings(self, at: datetime) -> Mapping[Unit, datetime | None]:
        """What the referral holds at that time: as long as its state lasts (None), or until a time to come."""
        firm = dict.fromkeys(REFERRAL_STATES[self.state].holds)
        if self.held_until is None or self.held_until <= at or self.state not in _HELD_FOR_A_TIME:
            return firm
        return dict.fromkeys(Unit, self.held_until) | firm


class BrokenLogError(ValueError):
    """A log that no referral can have had: it was altered, or written by a defect."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Event {number} of the log cannot be: {why}.")
        self.number = number


def replay(kind: ReferralKind, log: Iterable[Event]) -> Course:
    """What a log gives, every step of it checked.

    Raises:
        BrokenLogError: it does not begin as a referral does, skips a number, moves where nothing leads, or undoes what
            cannot be undone.
    """
    first, *rest = log
    if first.number != 1 or first.kind is not EventKind.MOVE or first.to not in _BEGINNINGS:
        raise BrokenLogError(first.number, "a referral begins suggested or prepared")
    course = Course(kind, (first,), 1)
    for event in rest:
        course = _followed(course, event)
    return course


def may_follow(course: Course) -> tuple[ReferralState, ...]:
    """The states that may follow, however they come about."""
    return REFERRAL_STATES[course.state].followers(course.kind)


def why_not_undo(course: Course, actor: str, at: datetime) -> Undo | None:
    """What keeps ``actor`` from undoing the last move that stands, or None when they may."""
    last = course.standing[-1]
    if len(course.standing) == 1:
        return Undo.NOTHING
    if last.actor != actor:
        return Undo.ACTOR
    return Undo.LATE if at - last.recorded_at > UNDO_WITHIN else None


def _followed(course: Course, event: Event) -> Course:
    if event.number != course.number + 1:
        raise BrokenLogError(event.number, "a number is missing")
    if event.kind is EventKind.UNDO:
        refused = why_not_undo(course, event.actor, event.recorded_at)
        if refused:
            raise BrokenLogError(event.number, refused.value)
        return replace(course, standing=course.standing[:-1], number=event.number)
    if event.to not in may_follow(course):
        raise BrokenLogError(event.number, f"{event.to} does not follow {course.state}")
    if event.to in REFERRAL_STATES[course.state].by_contact and not event.by_contact:
        raise BrokenLogError(event.number, f"{event.to} follows {course.state} by a call or a meeting alone")
    if event.actor == ENGINE and event.to is not ReferralState.EXPIRED:
        raise BrokenLogError(event.number, "the engine suggests and goes no further")
    return replace(course, standing=(*course.standing, event), number=event.number)
