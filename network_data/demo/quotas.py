"""Invents what partners granted: the services that have a quota, and for one of them places kept for one chantier."""

from collections.abc import Sequence
from datetime import date, timedelta

from network_data.tables import Chantier, Quota, Service
from network_data.vocabulary import Unit

MONTH = "month"
_FOR_SOME = 3
"""From so many places a month on, the first service has one kept for a chantier."""


def build_quotas(services: Sequence[Service], chantiers: Sequence[Chantier], today: date) -> list[Quota]:
    """The quotas of the demonstration, the same for the same network."""
    since = today - timedelta(days=90)
    counted = [service for service in services if service.quota_places]
    found = [
        Quota(
            partner_id=service.partner_id,
            service_id=service.id,
            unit=Unit.PLACE,
            amount=service.quota_places or 0,
            monthly=service.quota_period == MONTH,
            since=since,
        )
        for service in counted
    ]
    large = next((quota for quota in found if quota.amount >= _FOR_SOME), None)
    if large is not None and chantiers:
        kept = Quota(**(large.model_dump() | {"amount": 1, "reserved": True, "chantier_id": chantiers[-1].id}))
        found.append(kept)
    return found
