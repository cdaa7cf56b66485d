"""Postcodes, commune codes, départements and positions, as far as they are sure."""

import re
from collections.abc import Mapping
from typing import Any

from network_data.exchange.cells import number_of

_POSTCODE = re.compile(r"\d{5}")
_COMMUNE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_CEDEX = re.compile(r"\s+(?:CEDEX|SP)(?:\s+(\d{1,2}))?\s*$", re.IGNORECASE)
_PARIS = "75056"
_ARRONDISSEMENTS = {"750": ("75100", 20), "690": ("69380", 9), "130": ("13200", 16)}
"""Postcode prefix -> code before that of the first arrondissement, number of arrondissements."""
_CITY_OF_ARRONDISSEMENT = (("751", "75056"), ("6938", "69123"), ("132", "13055"))
_FIRST_POSTCODE_OF_HAUTE_CORSE = "20200"


def is_postcode(value: Any) -> bool:
    """Whether ``value`` is five digits."""
    return isinstance(value, str) and _POSTCODE.fullmatch(value) is not None


def city_and_cedex(city: str) -> tuple[str, int | None]:
    """The name of the commune and the number of its CEDEX.

    >>> city_and_cedex("PARIS CEDEX 15")
    ('PARIS', 15)
    """
    found = _CEDEX.search(city)
    if not found:
        return city, None
    return city[: found.start()], int(found[1]) if found[1] else None


def insee_code(postcode: str, city: str) -> str | None:
    """The commune's code where a postcode gives it for sure: the arrondissements of Paris, Lyon and Marseille.

    A CEDEX of Paris gives its arrondissement when it is numbered, else the whole city.
    """
    name, cedex = city_and_cedex(city)
    if postcode == "75116":
        return postcode
    base, count = _ARRONDISSEMENTS.get(postcode[:3], ("", 0))
    number = int(postcode[3:])
    if base and 1 <= number <= count:
        return str(int(base) + number)
    if not (postcode.startswith("75") and name.strip().upper() == "PARIS"):
        return None
    return str(75100 + cedex) if cedex and cedex <= 20 else _PARIS


def city_code(insee: str | None) -> str | None:
    """The code of the whole city for that of an arrondissement, else the code itself."""
    for prefix, city in _CITY_OF_ARRONDISSEMENT:
        if insee and insee.startswith(prefix):
            return city
    return insee


def department_of(insee: Any, postcode: Any) -> str | None:
    """The département of a commune code, or else of a postcode."""
    if isinstance(insee, str) and _COMMUNE.fullmatch(insee):
        return insee[:3] if insee.startswith(("97", "98")) else insee[:2]
    if not is_postcode(postcode):
        return None
    if postcode.startswith("20"):
        return "2A" if postcode < _FIRST_POSTCODE_OF_HAUTE_CORSE else "2B"
    return str(postcode)[:3] if postcode.startswith(("97", "98")) else str(postcode)[:2]


def position_of(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """A position on Earth, or None when the pair is not one; (0, 0), in the ocean, is a file's way to say nothing."""
    north, east = number_of(latitude), number_of(longitude)
    if north is None or east is None or (north, east) == (0, 0):
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


_ADDRESS = ("address", "postcode")
_WHERE = ("address", "address_complement", "postcode", "city", "insee_code", "latitude", "longitude")


def with_inherited_place(service: Mapping[str, Any], partner: Mapping[str, Any]) -> dict[str, Any]:
    """The service with its partner's place and hours for what it does not say of its own.

    The place is left alone when the service states another one than its partner's.
    """
    names = ("opening_hours", *_WHERE) if _same_place(service, partner) else ("opening_hours",)
    return {**service, **{name: partner[name] for name in names if service.get(name) is None}}


def _same_place(service: Mapping[str, Any], partner: Mapping[str, Any]) -> bool:
    if service.get("latitude") is not None and service["latitude"] != partner["latitude"]:
        return False
    if not _agree(city_code(service.get("insee_code")), city_code(partner["insee_code"])):
        return False
    return _agree(service.get("city"), partner["city"]) and all(_agree(service.get(n), partner[n]) for n in _ADDRESS)


def _agree(mine: str | None, theirs: str | None) -> bool:
    return mine is None or (theirs is not None and mine.casefold() == theirs.casefold())
