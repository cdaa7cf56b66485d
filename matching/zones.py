"""Zones of eligibility for all services at once: ``matching.criteria.place.zone`` without reading each zone again.

Nearly every commune and département has a zone of its own, far too many to judge one by one for each person. So each
code knows the zones that name it; a person's place makes a handful of codes true, and no others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matching.columns import Bools, Codes, Encoded, Ints
from matching.geography import EPCI_LENGTH, WHOLE_COUNTRY, city_of, department_of, epci_around


@dataclass(frozen=True, slots=True)
class Zones:
    """The distinct zones of a network, by the codes in them.

    ``naming``: for each code the numbers of the zones that name it. ``vague``: per zone, whether a code in it may take
    in anybody (an EPCI, whose communes nobody lists). ``stated``: whether it says anything. ``within``: for each city,
    the codes of its arrondissements that some zone names.
    """

    naming: Mapping[str, Ints]
    vague: Bools
    stated: Bools
    within: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, zones: Encoded[Codes]) -> "Zones":
        """The index of the values of a column; its cost is that of reading each of them once."""
        naming: dict[str, list[int]] = {}
        for number, zone in enumerate(zones.values):
            for code in zone or ():
                naming.setdefault(code, []).append(number)
        vague = np.zeros(len(zones.values), dtype=np.bool_)
        within: dict[str, tuple[str, ...]] = {}
        for code, numbers in naming.items():
            if len(code) == EPCI_LENGTH:
                vague[numbers] = True
            elif city_of(code) != code:
                within[city_of(code)] = (*within.get(city_of(code), ()), code)
        return cls(
            naming={code: np.array(numbers, dtype=np.int32) for code, numbers in naming.items()},
            vague=vague,
            stated=np.array([bool(zone) for zone in zones.values], dtype=np.bool_),
            within=within,
        )

    def taking_in(self, insee_code: str | None) -> tuple[Bools, Bools]:
        """For each zone, whether it surely takes in the commune, and whether that cannot be told.

        None stands for a commune that nobody knows.

        Cost: two arrays of one byte per distinct zone.
        """
        inside = np.zeros(len(self.stated), dtype=np.bool_)
        for code in _around(insee_code):
            if code in self.naming:
                inside[self.naming[code]] = True
        if insee_code is None:
            return inside, ~inside
        doubtful = self.vague | ~self.stated
        for code in self.within.get(insee_code, ()):
            doubtful[self.naming[code]] = True
        return inside, doubtful & ~inside


def _around(insee_code: str | None) -> Iterator[str]:
    """Every code that contains the commune."""
    yield from WHOLE_COUNTRY
    if insee_code is not None:
        yield from {insee_code, city_of(insee_code), department_of(insee_code)}
        yield from epci_around(insee_code)
