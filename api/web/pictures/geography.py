"""Where things are: positions on Earth, distances between them, and what we know of Paris."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True)
class Position:
    """A point on Earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class River(NamedTuple):
    """A course of water: the line of its middle and its usual width in metres."""

    name: str
    metres: float
    line: tuple[Position, ...]


@dataclass(frozen=True)
class Surroundings:
    """The background of our maps: outlines by arrondissement, rivers, and towns, busiest first."""

    arrondissements: Mapping[int, tuple[Position, ...]]
    rivers: tuple[River, ...]
    towns: tuple[tuple[str, Position], ...]


@cache
def paris() -> Surroundings:
    """Read the outlines kept beside this module (``paris.json`` says where they come from)."""
    known = json.loads(Path(__file__).with_name("paris.json").read_text(encoding="utf-8"))
    return Surroundings(
        arrondissements={int(code): _line(ring) for code, ring in known["arrondissements"].items()},
        rivers=tuple(River(each["name"], each["metres"], _line(each["line"])) for each in known["rivers"]),
        towns=tuple((name, Position(latitude, longitude)) for name, longitude, latitude in known["towns"]),
    )


def _line(pairs: list[list[float]]) -> tuple[Position, ...]:
    return tuple(Position(latitude, longitude) for longitude, latitude in pairs)


def distance_km(start: Position, end: Position) -> float:
    """Measure the great-circle distance, as the crow flies (haversine)."""
    lat1, lat2 = math.radians(start.latitude), math.radians(end.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(end.longitude - start.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(chord)) / 1000


@dataclass(frozen=True)
class Plane:
    """The flat ground around a reference: equirectangular, true at the reference's latitude.

    Over the forty kilometres of a map the error stays below half a percent.
    """

    reference: Position

    def metres(self, position: Position) -> tuple[float, float]:
        """Give metres towards the east and towards the south of the reference."""
        east = math.radians(position.longitude - self.reference.longitude) * math.cos(
            math.radians(self.reference.latitude)
        )
        south = math.radians(self.reference.latitude - position.latitude)
        return east * EARTH_RADIUS_M, south * EARTH_RADIUS_M
