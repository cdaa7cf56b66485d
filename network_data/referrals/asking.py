"""What a referral's log says of the partner that was asked: when it answered, and how. Nothing of the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from network_data.referrals.log import Course, Event
from network_data.vocabulary import REFERRAL_STATES, EndedBy, ReferralKind, ReferralState

_YES = frozenset({ReferralState.ACCEPTED, ReferralState.SCHEDULED})
_ANSWERS = _YES | {ReferralState.WAITLISTED, ReferralState.DECLINED}
_BEGAN = frozenset({ReferralState.IN_PROGRESS, ReferralState.COMPLETED})
NOT_THE_PARTNER_S = frozenset({"person-not-reached", "person-absent", "duplicate"})
"""Reasons of a decline that say nothing of whether the partner takes people."""
_ENDED_BY: Mapping[ReferralState, EndedBy] = {
    ReferralState.DECLINED: EndedBy.PARTNER,
    ReferralState.EXPIRED: EndedBy.PARTNER,
    ReferralState.REFUSED: EndedBy.PERSON,
    ReferralState.UNREACHED: EndedBy.ABSENCE,
    ReferralState.CANCELLED: EndedBy.REFERRER,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """One partner asked once.

    ``accepted``: its last word, as long as it is its own; None while it has given none but a waiting list. ``started``:
    whether what was asked for began; None where that is still open.
    """

    asked_at: datetime
    answered_at: datetime | None
    accepted: bool | None
    ended_at: datetime | None
    ended_by: EndedBy | None
    started: bool | None


def asking_of(course: Course, reasons: Mapping[int, str | None]) -> Asking | None:
    """What the referral says of its partner; None where it was not asked, or owes no answer.

    ``reasons``: the coded reason of each event, by number. A dossier, an address handed to the person, and what was
    entered in error say nothing. Where an answer came in a call, the partner was asked and answered at once.
    """
    moves = course.standing
    first = next((at for at, move in enumerate(moves) if move.to in _ANSWERS | {ReferralState.SENT}), None)
    alone = any(move.to is ReferralState.GIVEN for move in moves)
    if first is None or alone or course.kind is ReferralKind.DOSSIER or course.state is ReferralState.ENTERED_IN_ERROR:
        return None
    since = moves[first:]
    answer = next((move for move in since if move.to in _ANSWERS), None)
    accepted = _last_word(since, reasons)
    ended = REFERRAL_STATES[course.state].ended
    return Asking(
        asked_at=_when(moves[first]),
        answered_at=_when(answer) if answer else None,
        accepted=accepted,
        ended_at=course.since if ended else None,
        ended_by=_ENDED_BY.get(course.state),
        started=_started(since, follows=ended and accepted is True),
    )


def _last_word(moves: Sequence[Event], reasons: Mapping[int, str | None]) -> bool | None:
    said = [
        move.to in _YES
        for move in moves
        if move.to in _YES or (move.to is ReferralState.DECLINED and reasons.get(move.number) not in NOT_THE_PARTNER_S)
    ]
    return said[-1] if said else None


def _started(moves: Sequence[Event], *, follows: bool) -> bool | None:
    if any(move.to in _BEGAN for move in moves):
        return True
    return False if follows else None


def _when(move: Event) -> datetime:
    return move.at or move.recorded_at
