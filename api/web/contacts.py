"""Whom to call and where to go for a suggestion: the service's own contact, else its partner's, else the gate's."""

from dataclasses import dataclass

from matching.suggestions import Suggestion
from network_data.repositories import NetworkRepository
from network_data.tables import Partner, Service


@dataclass(frozen=True, slots=True)
class Contact:
    """None is unknown."""

    phone: str | None = None
    email: str | None = None
    address: str | None = None


def contact_of(suggestion: Suggestion, network: NetworkRepository) -> Contact:
    """The contact of the one to ask; behind a gate, the gate's and never that of what lies behind."""
    partner = network.partner(suggestion.partner_id)
    service = None if suggestion.through else network.service(suggestion.service.id)
    places = [place for place in (service, partner) if place is not None]
    return Contact(
        phone=next((place.phone for place in places if place.phone), None),
        email=next((place.email for place in places if place.email), None),
        address=next((written for place in places if (written := address_of(place))), None),
    )


def address_of(place: Partner | Service) -> str | None:
    """The postal address on one line, or None when not even the town is known."""
    town = " ".join(part for part in (place.postcode, place.city) if part)
    return ", ".join(part for part in (place.address, place.address_complement, town) if part) or None
