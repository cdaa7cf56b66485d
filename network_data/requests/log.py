"""Replays the log of a request: the events are the truth; its state, and whose turn it is, are what they give."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from network_data.vocabulary import REQUEST_STATES, RequestState, Side

UNDO_WITHIN = timedelta(hours=24)


class EventKind(StrEnum):
    """What an event of the log says."""

    MOVE = "move"
    ASSIGN = "assign"
    """It goes to an officer, or back to the common queue; its state stays."""
    TAKE_OVER = "take_over"
    """Whoever writes it has the request from now on, in the state it is in."""
    UNDO = "undo"
    """The last event that stood no longer does."""


class Undo(StrEnum):
    """Why an event cannot be undone."""

    NOTHING = "undo-nothing"
    """Only the beginning is left."""
    ACTOR = "undo-actor"
    """Someone else wrote the event."""
    LATE = "undo-late"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log; the first one is the beginning. ``officer``: of an assignment, an account or None."""

    number: int
    actor: str
    recorded_at: datetime
    kind: EventKind = EventKind.MOVE
    to: RequestState | None = None
    officer: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What a log gives: the events that stand, the oldest first, and the number of the last event."""

    standing: tuple[Event, ...]
    number: int

    @property
    def state(self) -> RequestState:
        """Where the request is."""
        return self._moved.to or RequestState.ASKED

    @property
    def since(self) -> datetime:
        """When it came there."""
        return self._moved.recorded_at

    @property
    def officer(self) -> str | None:
        """Who it is with, or waits for; None in the common queue."""
        given = self._given
        if given is None:
            return None
        return given.officer if given.kind is EventKind.ASSIGN else given.actor

    @property
    def waiting(self) -> bool:
        """Whether the officer it went to still has to take it, or nobody has it."""
        given = self._given
        return given is None or given.kind is EventKind.ASSIGN

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return REQUEST_STATES[self.state].ended

    @property
    def _moved(self) -> Event:
        return next(event for event in reversed(self.standing) if event.kind is EventKind.MOVE)

    @property
    def _given(self) -> Event | None:
        """The last event by which an officer got it."""
        return next((event for event in reversed(self.standing) if _gives(event)), None)


class BrokenLogError(ValueError):
    """A log that no request can have had: it was altered, or written by a defect."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Event {number} of the log cannot be: {why}.")
        self.number = number


def replay(log: Iterable[Event]) -> Course:
    """What a log gives, every step of it checked.

    Raises:
        BrokenLogError: it does not begin with the question, skips a number, moves where nothing leads, or undoes what
            cannot be undone.
    """
    first, *rest = log
    if first.number != 1 or first.kind is not EventKind.MOVE or first.to is not RequestState.ASKED:
        raise BrokenLogError(first.number, "a request begins by being asked")
    course = Course((first,), 1)
    for event in rest:
        course = _followed(course, event)
    return course


def may_follow(course: Course) -> tuple[RequestState, ...]:
    """The states that may follow, whoever brings them about."""
    return REQUEST_STATES[course.state].next


def side_of(state: RequestState) -> frozenset[Side]:
    """Whose step it is to bring a request to that state."""
    return REQUEST_STATES[state].by


def why_not_undo(course: Course, actor: str, at: datetime) -> Undo | None:
    """What keeps ``actor`` from undoing the last event that stands, or None when they may."""
    last = course.standing[-1]
    if len(course.standing) == 1:
        return Undo.NOTHING
    if last.actor != actor:
        return Undo.ACTOR
    return Undo.LATE if at - last.recorded_at > UNDO_WITHIN else None


def _gives(event: Event) -> bool:
    taken = event.kind is EventKind.MOVE and event.to is RequestState.TAKEN
    return taken or event.kind in (EventKind.ASSIGN, EventKind.TAKE_OVER)


def _followed(course: Course, event: Event) -> Course:
    if event.number != course.number + 1:
        raise BrokenLogError(event.number, "a number is missing")
    if event.kind is EventKind.UNDO:
        refused = why_not_undo(course, event.actor, event.recorded_at)
        if refused:
            raise BrokenLogError(event.number, refused.value)
        return replace(course, standing=course.standing[:-1], number=event.number)
    if event.kind is EventKind.MOVE and event.to not in may_follow(course):
        raise BrokenLogError(event.number, f"{event.to} does not follow {course.state}")
    if event.kind is not EventKind.MOVE and course.ended:
        raise BrokenLogError(event.number, "it is closed")
    if event.kind is EventKind.TAKE_OVER and course.state is RequestState.ASKED:
        raise BrokenLogError(event.number, "what was only asked is taken")
    return replace(course, standing=(*course.standing, event), number=event.number)
