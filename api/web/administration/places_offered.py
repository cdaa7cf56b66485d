"""The places where a role may be held, as a form offers them, and back to what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.services.remit import Remit
from network_data.asker import Position, Role
from network_data.repositories import NetworkRepository

TERRITORY, CHANTIER = "territoire:", "chantier:"


@dataclass(frozen=True, slots=True)
class PlaceOffered:
    """A place as an option: ``value`` is what the form sends."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class PlacesOffered:
    """Where roles may be given: the whole installation, territories, chantiers."""

    everywhere: bool
    territories: Sequence[PlaceOffered]
    chantiers: Sequence[PlaceOffered]

    def name(self, position: Position) -> str | None:
        """What a place is called; None for the whole installation."""
        value = place_value(position)
        found = [each.name for each in (*self.territories, *self.chantiers) if each.value == value]
        return found[0] if found else position.chantier or position.territory


def places_offered(network: NetworkRepository, remit: Remit) -> PlacesOffered:
    """The places of ``remit``."""
    return PlacesOffered(
        remit.everywhere,
        [
            PlaceOffered(TERRITORY + each.slug, each.name)
            for each in network.territories()
            if remit.covers_territory(each)
        ],
        [
            PlaceOffered(CHANTIER + each.id, each.name)
            for each in network.open_chantiers()
            if remit.covers_chantier(each)
        ],
    )


def place_value(position: Position) -> str:
    """What a form sends for the place of ``position``."""
    if position.chantier:
        return CHANTIER + position.chantier
    return TERRITORY + position.territory if position.territory else ""


def position_at(role: Role, place: str) -> Position:
    """The role held at the place that a form sent."""
    territory, chantier = place.removeprefix(TERRITORY), place.removeprefix(CHANTIER)
    return Position(role, territory if territory != place else None, chantier if chantier != place else None)
