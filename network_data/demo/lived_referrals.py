"""Writes the referrals of the demonstration as they were lived: their log, what they hold, what was agreed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import SQLModel

from network_data.referrals import Event, EventKind, replay
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
from network_data.vocabulary import ReferralKind, ReferralState

_HOUR = time(9)
_PARTNER = "partner"
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

    @property
    def id(self) -> str:
        """The same on every machine."""
        told = f"{self.person.id}/{self.barrier}/{self.service.id}/{self.moves}"
        return sha256(told.encode()).hexdigest()[:24]


def records_of(lived: Lived, today: date) -> Iterator[SQLModel]:
    """The rows of a lived referral, the referral first."""
    events = list(_events(lived, today))
    log = [Event(each.number, each.actor, each.recorded_at, each.to_state, EventKind.MOVE, each.at) for each in events]
    course = replay(ReferralKind.ORIENTATION, log)
    yield Referral(
        id=lived.id,
        person_id=lived.person.id,
        service_id=lived.service.id,
        recipient=lived.service.partner_id,
        kind=ReferralKind.ORIENTATION,
        barriers=[lived.barrier],
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
    yield SharingAgreement(
        id=f"{lived.id}-accord",
        person_id=lived.person.id,
        recipient=lived.service.partner_id,
        service_id=lived.service.id,
        fields=[SharedField.FIRST_NAME, SharedField.PHONE],
        given_on=events[0].at.date(),
        until=events[0].at.date() + _AGREED_FOR,
        form=AgreementForm.ORAL,
        recorded_by=lived.advisor_id,
        recorded_at=events[0].at,
    )


def _events(lived: Lived, today: date) -> Iterator[ReferralEvent]:
    for number, (state, days) in enumerate(lived.moves, start=1):
        told = state not in (ReferralState.PREPARED, ReferralState.SENT, ReferralState.EXPIRED)
        yield ReferralEvent(
            referral_id=lived.id,
            number=number,
            kind=EventKind.MOVE,
            to_state=state,
            actor=lived.advisor_id,
            on_behalf_of=_PARTNER if told else None,
            at=_moment(today, days) + timedelta(minutes=number),
            recorded_at=_moment(today, days) + timedelta(minutes=number),
            reason=lived.reason if state is ReferralState.DECLINED else None,
            details=_details(lived, state, today),
        )


def _details(lived: Lived, state: ReferralState, today: date) -> dict[str, Any]:
    if state is not ReferralState.SCHEDULED or lived.appointment_in is None:
        return {}
    return {"scheduled_at": (_moment(today, -lived.appointment_in) + timedelta(hours=1)).isoformat()}


def _moment(today: date, days_ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=days_ago), _HOUR, UTC)
