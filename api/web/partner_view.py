"""Arranges a partner and its services for reading: what each answers, how fresh the record is, where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.services.weighing import default_weights
from api.web.contacts import address_of
from api.web.pictures import MapStep, Position, plan_map
from matching.catalogue import Catalogue
from matching.eligibility import CAPACITY_TRUST_DAYS
from matching.learning.record import TrackRecord, track_record
from network_data.tables import Partner, Service
from network_data.vocabulary import BARRIERS, Domain, Gate, gate_of


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as its partner's page reads it.

    ``records``: for each barrier that it was asked for, what it did with the requests; ``never_asked``: nobody did yet,
    though others of the network were. ``opening_hours``: its own, else its partner's. ``gate``: what stands before it.
    ``capacity_is_stale``: its number of places was asked too long ago to be believed.
    """

    service: Service
    barriers: tuple[str, ...]
    opening_hours: str | None
    address: str | None
    gate: Gate | None
    capacity_is_stale: bool
    records: tuple[tuple[str, TrackRecord], ...]
    never_asked: bool


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner as its page reads. ``is_stale``: the record is so old that it no longer counts as fresh at all."""

    partner: Partner
    services: tuple[ServiceView, ...]
    barriers: tuple[str, ...]
    address: str | None
    is_stale: bool
    picture: Markup | None


def partner_view(partner: Partner, services: Sequence[Service], catalogue: Catalogue, today: date) -> PartnerView:
    """The view of ``partner`` as it stands on ``today``."""
    views = tuple(_service_view(partner, service, catalogue, today) for service in services)
    answered = {barrier for view in views for barrier in view.barriers}
    return PartnerView(
        partner=partner,
        services=views,
        barriers=tuple(barrier for barrier in BARRIERS if barrier in answered),
        address=address_of(partner),
        is_stale=(today - partner.updated_on).days >= default_weights().scale.stale_after_days,
        picture=_picture(partner, views),
    )


def _service_view(partner: Partner, service: Service, catalogue: Catalogue, today: date) -> ServiceView:
    own = address_of(service)
    checked = service.capacity_checked_on
    records = _records(catalogue, service.id, today)
    asked = tuple((barrier, record) for barrier, record in records if record.asked or record.pending)
    return ServiceView(
        service=service,
        barriers=barriers_answered(catalogue, service.id),
        opening_hours=service.opening_hours or partner.opening_hours,
        address=own if own != address_of(partner) else None,
        gate=gate_of(service.access_path),
        capacity_is_stale=checked is not None and (today - checked).days > CAPACITY_TRUST_DAYS,
        records=asked,
        never_asked=bool(records) and not asked,
    )


def _records(catalogue: Catalogue, service_id: str, today: date) -> list[tuple[str, TrackRecord]]:
    """The record of each barrier that the service addresses; none behind a gate, nor without any request at all."""
    row = catalogue.row_of.get(service_id)
    if row is None or catalogue.gated[row]:
        return []
    learned = catalogue.experience.on(today)
    found = [(barrier, track_record(learned, barrier, row)) for barrier in barriers_answered(catalogue, service_id)]
    return [(barrier, record) for barrier, record in found if record is not None]


def barriers_answered(catalogue: Catalogue, service_id: str) -> tuple[str, ...]:
    """The barriers that a service addresses, in the vocabulary's order."""
    row = catalogue.row_of.get(service_id)
    return tuple(barrier for barrier in BARRIERS if row is not None and catalogue.match_of(barrier, row))


def _picture(partner: Partner, views: Sequence[ServiceView]) -> Markup | None:
    """A map of where the partner and its services are; None when no place is known."""
    if partner.latitude is None or partner.longitude is None:
        return None
    domain = BARRIERS[views[0].barriers[0]].domain if views and views[0].barriers else Domain.ADMINISTRATION
    return plan_map([MapStep(1, domain.value, partner.name, Position(partner.latitude, partner.longitude))])
