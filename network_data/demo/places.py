"""Where the demonstration's partners and people are: real surroundings, invented streets."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from network_data.demo.draws import Draws
from network_data.demo.files import Recipe, read

_PARTNER_SPREAD = 0.0011
"""About 120 metres: a partner stays inside the commune of its spot."""
PERSON_SPREAD = 0.0022


class Spot(Recipe):
    """A place people know; ``of`` completes « quartier » or « à deux pas »."""

    of: str
    at: tuple[float, float]


class Commune(Recipe):
    """A commune, or an arrondissement of Paris, and its spots."""

    insee: str
    name: str
    postcode: str
    neighbours: tuple[str, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An invented address at a plausible position."""

    commune: Commune
    surroundings: str
    address: str
    complement: str | None
    latitude: float
    longitude: float


@cache
def communes() -> MappingProxyType[str, Commune]:
    """Every commune of the demonstration by its INSEE code."""
    rows = (Commune.model_validate(row) for row in read("places")["commune"])
    return MappingProxyType({commune.insee: commune for commune in rows})


def draw_place(draws: Draws, insee: str) -> Place:
    """A place in the commune ``insee``."""
    commune = communes()[insee]
    spot = draws.pick(commune.spots)
    latitude, longitude = draws.around(spot.at, _PARTNER_SPREAD)
    street = draws.pick(read("places")["streets"])
    return Place(
        commune=commune,
        surroundings=spot.of,
        address=f"{draws.between(1, 118)} {street}",
        complement=draws.pick(read("places")["complements"]) if draws.chance(0.35) else None,
        latitude=latitude,
        longitude=longitude,
    )


def zone_codes(zone: str, commune: Commune | None) -> list[str] | None:
    """The eligibility zone named ``zone`` as data·inclusion codes; None is unknown.

    Raises:
        KeyError: ``zone`` is not one of the names used in the data files.
    """
    near = [] if commune is None else [commune.insee]
    around = near if commune is None else [commune.insee, *commune.neighbours]
    zones: dict[str, list[str] | None] = {
        "arrondissement": near,
        "voisins": around,
        "paris": ["75"],
        "ville": ["75056"],
        "metropole": ["200054781"],
        "ile-de-france": ["75", "77", "78", "91", "92", "93", "94", "95"],
        "france": ["france"],
        "inconnue": None,
    }
    return zones[zone]
