"""What must hold before a referral moves: one code for each condition that is not met."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from network_data.referrals.log import ENGINE
from network_data.vocabulary import BARRIERS, REASONS, REFERRAL_STATES, ReferralState, Unit, reasons_of


class Guard(StrEnum):
    """A condition; the value is what the API calls it."""

    ENGINE = "engine"
    """The engine suggests; a person decides."""
    TIME = "time"
    """What happened is not in the future."""
    CONTACT = "contact"
    """The answer came in a call or a meeting, which is logged."""
    AGREEMENT = "agreement"
    """The person agreed that this is shared with this partner."""
    REASON = "reason"
    NOTE = "note"
    OTHER_BARRIER = "other-barrier"
    """The barrier that comes first is named."""
    APPOINTMENT = "appointment"
    """A date is fixed."""
    RESULTS = "results"
    """What became of each need is said."""
    QUOTA = "quota"
    """The partner granted one more."""
    NEED = "need"
    """The person carries the barrier."""
    ALREADY_OPEN = "already-open"
    """No other referral to this service is open for this need."""
    ANOTHER_ROUTE = "another-route"
    """No referral to another service is open for this need, unless one means to try both."""
    REPLACES = "replaces"
    """What is replaced is over, the person's own, about the same need, and not replaced yet."""
    UNDO_NOTHING = "undo-nothing"
    UNDO_ACTOR = "undo-actor"
    UNDO_LATE = "undo-late"
    UNDO_REPLACED = "undo-replaced"
    """Another referral has taken its place."""
    UNDO_LIFTED = "undo-lifted"
    """A need was closed because of it."""


class Result(StrEnum):
    """What became of a need."""

    LIFTED = "lifted"
    PARTLY = "partly"
    NOT_LIFTED = "not_lifted"


class Contact(StrEnum):
    """How an answer came that was not written."""

    CALL = "call"
    MEETING = "meeting"


class HalfOfDay(StrEnum):
    """When an appointment is, where nobody said at what time."""

    MORNING = "am"
    AFTERNOON = "pm"


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that is not met; ``unit`` says what a quota has no more of."""

    guard: Guard
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A move that someone wants to make, with what they say of it."""

    to: ReferralState
    at: datetime
    reason: str | None = None
    note: str | None = None
    contact: Contact | None = None
    scheduled_at: datetime | None = None
    half_day: HalfOfDay | None = None
    """Of an appointment whose time is not known: ``scheduled_at`` then only says the day."""
    other_barrier: str | None = None
    results: Mapping[str, Result] = field(default_factory=dict)
    next_review_on: date | None = None
    """When to ask again, on a waiting list."""
    receipt_on: date | None = None
    """Of a dossier: when its receipt came."""
    renewal_on: date | None = None
    next_check_on: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a move is asked for: where the referral is and what about, who asks and when.

    ``agreed``: whether the person agreed that this partner be told.
    """

    state: ReferralState
    barriers: Collection[str]
    actor: str
    now: datetime
    agreed: bool


def unmet(move: Move, situation: Situation) -> Unmet | None:
    """The first condition that ``move`` does not meet, of those that need no count of places; None when all are met.

    Whether the move is one that may follow at all is asked first, elsewhere.
    """
    return next((Unmet(guard) for guard in _unmet(move, situation)), None)


def _unmet(move: Move, situation: Situation) -> Iterator[Guard]:
    entry = REFERRAL_STATES[situation.state]
    if situation.actor == ENGINE and move.to is not ReferralState.EXPIRED:
        yield Guard.ENGINE
    if move.at > situation.now:
        yield Guard.TIME
    if move.to in entry.by_contact and move.contact is None:
        yield Guard.CONTACT
    if move.to in entry.shares and not situation.agreed:
        yield Guard.AGREEMENT
    check = _OF_STATE.get(move.to)
    if check is not _reasons and move.reason is not None:
        yield Guard.REASON
    if check:
        yield from check(move, situation)


def _reasons(move: Move, _situation: Situation) -> Iterator[Guard]:
    if move.reason not in reasons_of(move.to):
        yield Guard.REASON
        return
    needs = REASONS[move.to, move.reason].needs
    if needs == "note" and not (move.note or "").strip():
        yield Guard.NOTE
    if needs == "barrier" and move.other_barrier not in BARRIERS:
        yield Guard.OTHER_BARRIER


def _appointment(move: Move, _situation: Situation) -> Iterator[Guard]:
    if move.scheduled_at is None:
        yield Guard.APPOINTMENT


def _results(move: Move, situation: Situation) -> Iterator[Guard]:
    if set(move.results) != set(situation.barriers):
        yield Guard.RESULTS


_OF_STATE: Mapping[ReferralState, Callable[[Move, Situation], Iterator[Guard]]] = {
    ReferralState.DECLINED: _reasons,
    ReferralState.REFUSED: _reasons,
    ReferralState.SCHEDULED: _appointment,
    ReferralState.COMPLETED: _results,
}
