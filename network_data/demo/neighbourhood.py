"""Finds which partners of the demonstration a person is likely to know: those of a kind, near their home."""

from collections import defaultdict
from collections.abc import Iterable

from network_data.demo.draws import Draws
from network_data.demo.partners import BuiltPartner
from network_data.tables import Partner, Person

_NEAREST = 2


class Neighbourhood:
    """The built partners, by kind."""

    def __init__(self, partners: Iterable[BuiltPartner]) -> None:
        self._by_kind: defaultdict[str, list[Partner]] = defaultdict(list)
        for partner in partners:
            self._by_kind[partner.kind.code].append(partner.row)

    def near(self, kind: str, person: Person, draws: Draws) -> Partner:
        """One of the two partners of ``kind`` nearest to the person; any of them when either place is unknown.

        Raises:
            ValueError: no partner is of this kind.
        """
        found = sorted(self._by_kind.get(kind, ()), key=lambda partner: (_distance(person, partner), partner.id))
        if not found:
            raise ValueError(f"No partner of the demonstration is of the kind {kind!r}.")
        return draws.pick(found[:_NEAREST] if person.latitude is not None else found)


def _distance(person: Person, partner: Partner) -> float:
    """A measure that grows with the distance, good enough to compare places of one town."""
    if person.latitude is None or person.longitude is None or partner.latitude is None or partner.longitude is None:
        return float("inf")
    return (partner.latitude - person.latitude) ** 2 + ((partner.longitude - person.longitude) / 1.5) ** 2
