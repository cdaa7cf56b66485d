"""What must hold before a request moves: one code for each condition that is not met."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from network_data.requests.log import side_of
from network_data.vocabulary import CLOSING_REASONS, RequestState, Side

MOST_SERVICES = 3
"""Proposed at once: as many as one compares in a call."""


class Guard(StrEnum):
    """A condition; the value is what the API calls it."""

    SIDE = "side"
    """The step is the asker's, or an officer's."""
    NOT_TAKEN = "not-taken"
    """It goes on with the officer who has taken it."""
    NEED = "need"
    """The person carries the barrier, and the asker may know of it."""
    ALREADY_ASKED = "already-asked"
    """No other request about this need is open."""
    SERVICES = "services"
    """One to three services, each once, each with words."""
    CHOICE = "choice"
    """The service chosen is one of those proposed."""
    NOTE = "note"
    """A few words are needed."""
    REASON = "reason"
    OFFICER = "officer"
    """It goes to an officer of the territory."""
    PERSON = "person"
    """There is no person to refer: it is about a situation, or the person is no longer open to the officer."""
    UNDO_NOTHING = "undo-nothing"
    UNDO_ACTOR = "undo-actor"
    UNDO_LATE = "undo-late"
    UNDO_REFERRAL = "undo-referral"
    """The call made a referral, which is undone or cancelled first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A service, in the officer's own words."""

    service_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Move:
    """A move that someone wants to make, with what they say of it.

    ``chosen``: the service. ``result``: what a call together came to; ``referral_id``: the referral that it moved, by
    the event ``referral_number`` of its log.
    """

    to: RequestState
    note: str | None = None
    services: tuple[Proposal, ...] = ()
    chosen: str | None = None
    reason: str | None = None
    result: str | None = None
    referral_id: str | None = None
    referral_number: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a move is asked for: who asks, who has it, and what was proposed last.

    ``sides``: what the actor is to this request.
    """

    state: RequestState
    actor: str
    sides: frozenset[Side]
    officer: str | None
    waiting: bool
    proposed: tuple[str, ...]


def unmet(move: Move, situation: Situation) -> Guard | None:
    """The first condition that ``move`` does not meet, or None. That it may follow at all is asked first, elsewhere."""
    return next(_unmet(move, situation), None)


def _unmet(move: Move, situation: Situation) -> Iterator[Guard]:
    by = side_of(move.to) & situation.sides
    if not by:
        yield Guard.SIDE
    as_officer = Side.ASKER not in by and move.to not in _ANY_OFFICER
    if as_officer and (situation.waiting or situation.officer != situation.actor):
        yield Guard.NOT_TAKEN
    check = _OF_STATE.get(move.to)
    if check:
        yield from check(move, situation)


def _services(move: Move, _situation: Situation) -> Iterator[Guard]:
    distinct = {each.service_id for each in move.services}
    said = all(each.words.strip() for each in move.services)
    if not 1 <= len(move.services) <= MOST_SERVICES or len(distinct) < len(move.services) or not said:
        yield Guard.SERVICES


def _choice(move: Move, situation: Situation) -> Iterator[Guard]:
    if move.chosen not in situation.proposed:
        yield Guard.CHOICE


def _note(move: Move, _situation: Situation) -> Iterator[Guard]:
    if not (move.note or "").strip():
        yield Guard.NOTE


def _answer(move: Move, situation: Situation) -> Iterator[Guard]:
    # An advice without any partner is its words; after a call, what was recorded may be enough.
    if situation.state is RequestState.TAKEN:
        yield from _note(move, situation)


def _reason(move: Move, _situation: Situation) -> Iterator[Guard]:
    if move.reason not in CLOSING_REASONS:
        yield Guard.REASON


_ANY_OFFICER = frozenset({RequestState.TAKEN, RequestState.CLOSED})
"""What any officer of the team may do, whoever has the request: nothing is lost when someone is away."""
_OF_STATE: Mapping[RequestState, Callable[[Move, Situation], Iterator[Guard]]] = {
    RequestState.PROPOSED: _services,
    RequestState.CHOSEN: _choice,
    RequestState.OTHER_ROUTE: _note,
    RequestState.HANDED_BACK: _answer,
    RequestState.CLOSED: _reason,
}
