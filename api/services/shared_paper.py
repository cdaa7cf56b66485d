"""Gathers what a person agreed to share, for the paper that tells it to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from network_data.repositories import NetworkRepository
from network_data.tables import SharedField, SharingAgreement
from network_data.vocabulary import GATES

REMEMBERED = timedelta(days=365)
"""For so long the paper still tells what was agreed and has ended."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One agreement: with whom (``who``, or the code of a ``gate`` that has no partner), what, until when."""

    who: str
    gate: str | None
    fields: tuple[SharedField, ...]
    given_on: date
    until: date
    withdrawn_on: date | None

    def runs(self, today: date) -> bool:
        """Whether something may still be shared by it."""
        return self.withdrawn_on is None and self.until >= today


def shared_by(agreements: Iterable[SharingAgreement], network: NetworkRepository, today: date) -> tuple[Shared, ...]:
    """What runs and what has ended within the year, what runs first, then the latest first."""
    told = [_shared(each, network) for each in agreements]
    recent = [each for each in told if (each.withdrawn_on or each.until) >= today - REMEMBERED]
    return tuple(sorted(recent, key=lambda each: (not each.runs(today), -each.given_on.toordinal(), each.who)))


def _shared(agreement: SharingAgreement, network: NetworkRepository) -> Shared:
    partner = network.partner(agreement.recipient)
    gate = next((gate.code for gate in GATES.values() if gate.partner_id == agreement.recipient), None)
    return Shared(
        who=partner.name if partner else "",
        gate=None if partner else gate,
        fields=tuple(map(SharedField, agreement.fields)),
        given_on=agreement.given_on,
        until=agreement.until,
        withdrawn_on=_day(agreement.withdrawn_at),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
