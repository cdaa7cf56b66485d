"""Writes the referrals of the demonstration as they were lived: their log, what they hold, what was agreed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import SQLModel

from network_data.referrals import Event, EventKind, replay
from network_data.referrals.log import ENGINE
from network_data.tables import (
    AgreementForm,
    Hold,
    Person,
    Referral,
    ReferralEvent,
    Service,
    SharedField,
    SharingAgreement,
)
from network_data.vocabulary import ReferralKind, ReferralState, gate_of

_HOUR = time(9)
_ON_BEHALF = {
    **dict.fromkeys(
        (ReferralState.ACCEPTED, ReferralState.SCHEDULED, ReferralState.WAITLISTED, ReferralState.DECLINED), "partner"
    ),
    ReferralState.REFUSED: "person",
}
"""Whose word a move writes down."""
_EXPLAINED = frozenset({ReferralState.DECLINED, ReferralState.REFUSED})
_NOT_AGREED = frozenset({ReferralState.GIVEN, ReferralState.ENTERED_IN_ERROR})
_SILENCE, _DROPPED = "silence", "no-agreement"
_AGREED_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Lived:
    """A referral to tell: by whose account, about what, and the states it came to, each so many days ago."""

    person: Person
    barrier: str
    service: Service
    advisor_id: str
    moves: tuple[tuple[ReferralState, int], ...]
    appointment_in: int | None = None
    """In how many days they are expected, where it ends scheduled."""
    reason: str | None = None
    """Why it was declined or refused."""
    result: str | None = None
    """What became of the need, where it was completed."""
    kind: ReferralKind = ReferralKind.ORIENTATION
    replaces: str | None = None

    @property
    def recipient(self) -> str:
        """Who is told of it."""
        gate = gate_of(self.service.access_path)
        return self.service.partner_id if gate is None else gate.partner_id

    @property
    def id(self) -> str:
        """The same on every machine."""
        told = f"{self.person.id}/{self.barrier}/{self.service.id}/{self.moves}"
        return sha256(told.encode()).hexdigest()[:24]


def records_of(lived: Lived, today: date) -> Iterator[SQLModel]:
    """The rows of a lived referral, the referral first."""
    events = list(_events(lived, today))
    log = [Event(each.number, each.actor, each.recorded_at, each.to_state, EventKind.MOVE, each.at) for each in events]
    course = replay(lived.kind, log)
    yield Referral(
        id=lived.id,
        person_id=lived.person.id,
        service_id=lived.service.id,
        recipient=lived.recipient,
        kind=lived.kind,
        barriers=[lived.barrier],
        replaces_id=lived.replaces,
        created_at=events[0].at,
        state=course.state,
        since=course.since,
    )
    yield from events
    for unit, until in course.holdings(_moment(today, 0)).items():
        yield Hold(
            referral_id=lived.id,
            unit=unit,
            partner_id=lived.service.partner_id,
            service_id=lived.service.id,
            chantier_id=lived.person.chantier_id,
            counted_on=events[-1].at.date(),
            until=until,
        )
    if _NOT_AGREED.isdisjoint(state for state, _ in lived.moves):
        yield _agreement(lived, events[0].at)


def _agreement(lived: Lived, at: datetime) -> SharingAgreement:
    return SharingAgreement(
        id=f"{lived.id}-accord",
        person_id=lived.person.id,
        recipient=lived.recipient,
        service_id=lived.service.id,
        fields=[SharedField.FIRST_NAME, SharedField.PHONE],
        given_on=at.date(),
        until=at.date() + _AGREED_FOR,
        form=AgreementForm.ORAL,
        recorded_by=lived.advisor_id,
        recorded_at=at,
    )


def _events(lived: Lived, today: date) -> Iterator[ReferralEvent]:
    for number, (state, days) in enumerate(lived.moves, start=1):
        yield ReferralEvent(
            referral_id=lived.id,
            number=number,
            kind=EventKind.MOVE,
            to_state=state,
            actor=ENGINE if state is ReferralState.EXPIRED else lived.advisor_id,
            on_behalf_of=_ON_BEHALF.get(state),
            at=_moment(today, days) + timedelta(minutes=number),
            recorded_at=_moment(today, days) + timedelta(minutes=number),
            reason=lived.reason if state in _EXPLAINED else None,
            details=_details(lived, number - 1, today),
        )


def _details(lived: Lived, at: int, today: date) -> dict[str, Any]:
    """What a move says besides; an appointment is for when the next move says what came of it."""
    state = lived.moves[at][0]
    if state is ReferralState.COMPLETED and lived.result:
        return {"results": {lived.barrier: lived.result}}
    if state is ReferralState.EXPIRED:
        return {"clock": _DROPPED if len(lived.moves) == len(("prepared", "expired")) else _SILENCE}
    follows = -lived.moves[at + 1][1] if at + 1 < len(lived.moves) else lived.appointment_in
    if state is not ReferralState.SCHEDULED or follows is None:
        return {}
    return {"scheduled_at": (_moment(today, -follows) + timedelta(hours=1)).isoformat()}


def _moment(today: date, days_ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=days_ago), _HOUR, UTC)
