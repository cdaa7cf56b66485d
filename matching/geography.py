"""Places: distances on the sphere, and French commune, département and zone codes."""

from collections.abc import Iterable
from math import asin, atan2, degrees, sqrt

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

UnitVector = tuple[float, float, float]

_CITY_OF_ARRONDISSEMENTS = {"751": "75056", "132": "13055", "6938": "69123"}
"""Prefixes of the arrondissement codes of Paris, Marseille and Lyon, with the city's own code."""

_DEPARTMENTS_OF_EPCI = {"200054781": ("75", "92", "93", "94")}
"""Métropole du Grand Paris covers all of these départements (and some communes of others)."""

WHOLE_COUNTRY = frozenset({"france", "99100"})
EPCI_LENGTH = 9
COMMUNE_LENGTH = 5


def unit_vectors(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points of the unit sphere at these degrees, so that distances need no trigonometry of latitudes.

    ``places``: latitudes and longitudes, shape (n, 2); the result has shape (n, 3), NaN where a degree is NaN.
    """
    phi, lam = np.radians(places[:, 0]), np.radians(places[:, 1])
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def unit_vector(latitude: float, longitude: float) -> UnitVector:
    """One such point, the same to the last bit."""
    x, y, z = unit_vectors(np.array([[latitude, longitude]]))[0].tolist()
    return (x, y, z)


def degrees_of(vector: UnitVector) -> tuple[float, float]:
    """Latitude and longitude of a point of the unit sphere."""
    x, y, z = vector
    return degrees(asin(z)), degrees(atan2(y, x))


def chord_to_km(chord: float) -> float:
    """Great-circle kilometres, rounded to the metre, between unit vectors ``chord`` apart."""
    # Rounded as numpy does it, so that one distance alone and a thousand at once are the same number.
    return round(2.0 * EARTH_KM * asin(min(1.0, chord / 2.0)) * 1000.0) / 1000.0


def distance_km(here: UnitVector, there: UnitVector) -> float:
    """Great-circle distance in kilometres, rounded to the metre."""
    squares = [(a - b) * (a - b) for a, b in zip(here, there, strict=True)]
    return chord_to_km(sqrt(squares[0] + squares[1] + squares[2]))


def city_of(insee_code: str) -> str:
    """The city's code for an arrondissement of Paris, Lyon or Marseille; any other code unchanged."""
    for prefix, city in _CITY_OF_ARRONDISSEMENTS.items():
        if insee_code.startswith(prefix) and len(insee_code) == COMMUNE_LENGTH:
            return city
    return insee_code


def department_of(insee_code: str) -> str:
    """The département of a commune code; three characters overseas."""
    return insee_code[:3] if insee_code.startswith(("97", "98")) else insee_code[:2]


def epci_around(insee_code: str) -> tuple[str, ...]:
    """The EPCI known to take in the whole département of a commune."""
    department = department_of(insee_code)
    return tuple(code for code, departments in _DEPARTMENTS_OF_EPCI.items() if department in departments)


def zone_contains(zone: Iterable[str], insee_code: str) -> bool | None:
    """Whether a zone of eligibility takes in the commune; None when that cannot be told.

    A zone mixes communes, départements, EPCI, countries and ``france``. An arrondissement lies in its city; a
    zone of arrondissements may or may not take in someone of whom only the city is known.
    """
    answers = [_code_contains(code, insee_code) for code in zone]
    if True in answers:
        return True
    return None if None in answers else False


def _code_contains(code: str, insee_code: str) -> bool | None:
    if code in WHOLE_COUNTRY:
        return True
    if len(code) == EPCI_LENGTH:
        return True if code in epci_around(insee_code) else None
    if len(code) < COMMUNE_LENGTH:
        return code == department_of(insee_code)
    if code in (insee_code, city_of(insee_code)):
        return True
    return None if city_of(code) == insee_code else False
