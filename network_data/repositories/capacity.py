"""What a partner itself says of the places of one of its services."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from network_data.database import touch_network
from network_data.tables import Service

SAID_BY_PARTNER = "partner"
"""The source of what a partner answered itself."""


class Room(StrEnum):
    """What an answer tells of the places."""

    SOME = "some"
    """Somebody is taken: there is room, or was just now."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SaidCapacity:
    """What was said; ``full_until``: the last day without room; ``waiting_days``: how long the list is."""

    room: Room
    full_until: date | None = None
    waiting_days: int | None = None


def note_capacity(session: Session, service_id: str, said: SaidCapacity, today: date) -> None:
    """Writes down what a partner said of a service today; a number of places that they did not deny stays."""
    service = session.get_one(Service, service_id)
    if said.room is Room.SOME:
        service.places_open = service.places_open or None
        service.full_until = None
    else:
        service.places_open, service.full_until = 0, said.full_until
        service.waiting_days = said.waiting_days if said.waiting_days is not None else service.waiting_days
    service.capacity_checked_on, service.capacity_source = today, SAID_BY_PARTNER
    session.flush()
    touch_network(session, [service.partner_id])
