"""The network compiled into columns: what suggestions run on, built once per network version.

Walking a graph of 100,000 services takes hundreds of times longer than reading arrays sorted by what is asked:
the barrier comes first because it is the selective key.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.channels import Channel, ChannelMatch, channels_of, keyword_finder
from matching.doors import Door, doors_of
from matching.geography import UnitVector, unit_vector
from matching.network import Languages, Network, Partner, Service, Whereabouts
from matching.profile import Profile
from network_data.vocabulary import AccessPath

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)

STRENGTH_CLASSES = ((Channel.KEYWORD, False), (Channel.FALLBACK, True), (Channel.EXACT, False), (Channel.EXACT, True))
"""The four strengths a match can have, as (channel, confirmed); a row of a barrier stores its position here."""

ABSENT = -1
"""Stands for None in a column of whole numbers that are never negative."""


@dataclass(frozen=True, slots=True)
class Encoded(Generic[Value]):
    """A column as codes into its distinct values: a criterion is then judged once per value, not once per row."""

    values: tuple[Value, ...]
    codes: Ints

    @classmethod
    def of(cls, column: Iterable[Value]) -> "Encoded[Value]":
        """Encodes ``column``, numbering values in order of first appearance."""
        numbers: dict[Value, int] = {}
        codes = [numbers.setdefault(value, len(numbers)) for value in column]
        return cls(tuple(numbers), np.array(codes, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class BarrierIndex:
    """The services that address one barrier: ascending rows, strength class and evidence of each."""

    rows: Ints
    strengths: Ints
    matches: tuple[ChannelMatch, ...]


_NO_SERVICE = BarrierIndex(np.empty(0, np.int64), np.empty(0, np.int64), ())


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per service, in ascending order of service id."""

    zone: Encoded[tuple[str, ...] | None]
    publics: Encoded[tuple[str, ...] | None]
    ages: Encoded[tuple[int | None, int | None]]
    women_only: Encoded[bool | None]
    fees: Encoded[str | None]
    reception: Encoded[tuple[str, ...] | None]
    mobilisation: Encoded[tuple[str, ...] | None]
    step_free: Encoded[bool | None]
    animals: Encoded[bool | None]
    mobile: Encoded[bool | None]
    religious: Encoded[bool | None]
    languages: Encoded[Languages]
    papers: Encoded[tuple[str, ...] | None]
    access_path: Encoded[AccessPath]
    insee_code: Encoded[str | None]
    whereabouts: Encoded[Whereabouts]
    half_days: Ints
    places_open: Ints
    checked_on: Ints
    waiting_days: Ints
    full_until: Ints
    updated_on: Ints
    position: Floats
    """Unit vectors, shape (services, 3); NaN where the place is unknown."""
    door: Ints
    partner: Ints
    """The partner's position in ascending order of partner id (``Catalogue.partner_numbers``)."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A compiled network: immutable, shared by every question asked of one network version."""

    network: Network
    columns: Columns
    doors: tuple[Door, ...]
    barriers: Mapping[str, BarrierIndex]
    row_of: Mapping[str, int]
    place_of_code: Mapping[str, UnitVector]
    partner_doors: Mapping[str, int]
    partner_numbers: Mapping[str, int]

    @property
    def version(self) -> str:
        """The version of the network it was compiled from."""
        return self.network.version

    @property
    def services(self) -> tuple[Service, ...]:
        """The services, by row."""
        return self.network.services

    def index_of(self, barrier: str) -> BarrierIndex:
        """The services addressing ``barrier``; empty when there are none."""
        return self.barriers.get(barrier, _NO_SERVICE)

    def door_of(self, row: int) -> Door:
        """Where one asks for the service at ``row``."""
        return self.doors[int(self.columns.door[row])]

    def place_of(self, profile: Profile) -> UnitVector | None:
        """Where the person is; the median place of their commune when only its code is known; None when unknown.

        A secret address is never located.
        """
        location = profile.location
        if location is None or profile.secret_address:
            return None
        if location.latitude is not None and location.longitude is not None:
            return unit_vector(location.latitude, location.longitude)
        return self.place_of_code.get(location.insee_code) if location.insee_code else None


def compile_catalogue(network: Network) -> Catalogue:
    """Columns, doors and barrier indexes of ``network``.

    Cost: one pass over the services, dominated by reading their words (about 25 microseconds each).
    """
    doors, door_column = doors_of(network)
    positions = [
        _position(network, service, doors[door]) for service, door in zip(network.services, door_column, strict=True)
    ]
    partner_numbers = {partner_id: number for number, partner_id in enumerate(sorted(network.partners))}
    return Catalogue(
        network=network,
        columns=_columns(network.services, door_column, positions, partner_numbers),
        doors=doors,
        barriers=_barrier_indexes(network),
        row_of={service.id: row for row, service in enumerate(network.services)},
        place_of_code=_places_of_codes(network),
        partner_doors={door.partner_id: number for number, door in enumerate(doors)},
        partner_numbers=partner_numbers,
    )


def _position(network: Network, service: Service, door: Door) -> UnitVector | None:
    """Where the person would go: the gate for what lies behind one, else the service or, failing that, its partner.

    Nowhere in particular for a service that moves.
    """
    places: tuple[Partner | Service | None, ...] = (service, network.partners[service.partner_id])
    if door.gate is not None and door.partner_id != service.partner_id:
        places = (network.partners.get(door.partner_id),)
    elif service.mobile:
        return None
    for place in places:
        if place is not None and place.latitude is not None and place.longitude is not None:
            return unit_vector(place.latitude, place.longitude)
    return None


def _columns(
    services: tuple[Service, ...],
    doors: list[int],
    positions: list[UnitVector | None],
    partner_numbers: Mapping[str, int],
) -> Columns:
    nowhere = (float("nan"),) * 3
    return Columns(
        zone=Encoded.of(service.zone for service in services),
        publics=Encoded.of(service.publics for service in services),
        ages=Encoded.of((service.age_min, service.age_max) for service in services),
        women_only=Encoded.of(service.women_only for service in services),
        fees=Encoded.of(service.fees for service in services),
        reception=Encoded.of(service.reception_modes for service in services),
        mobilisation=Encoded.of(service.mobilisation_modes for service in services),
        step_free=Encoded.of(service.step_free for service in services),
        animals=Encoded.of(service.animals for service in services),
        mobile=Encoded.of(service.mobile for service in services),
        religious=Encoded.of(service.religious for service in services),
        languages=Encoded.of(service.understood for service in services),
        papers=Encoded.of(service.required_papers for service in services),
        access_path=Encoded.of(service.access_path for service in services),
        insee_code=Encoded.of(service.insee_code for service in services),
        whereabouts=Encoded.of(service.whereabouts for service in services),
        half_days=_whole(service.half_days for service in services),
        places_open=_whole(service.capacity.places_open for service in services),
        checked_on=_days(service.capacity.checked_on for service in services),
        waiting_days=_whole(service.capacity.waiting_days for service in services),
        full_until=_days(service.capacity.full_until for service in services),
        updated_on=_days(service.updated_on for service in services),
        position=np.array([place or nowhere for place in positions], dtype=np.float64).reshape(-1, 3),
        door=np.array(doors, dtype=np.int64),
        partner=_whole(partner_numbers[service.partner_id] for service in services),
    )


def _whole(column: Iterable[int | None]) -> Ints:
    return np.array([ABSENT if value is None else value for value in column], dtype=np.int64)


def _days(column: Iterable[Any]) -> Ints:
    return np.array([ABSENT if day is None else day.toordinal() for day in column], dtype=np.int64)


def _barrier_indexes(network: Network) -> dict[str, BarrierIndex]:
    finder = keyword_finder()
    found: dict[str, list[tuple[int, ChannelMatch]]] = defaultdict(list)
    for row, service in enumerate(network.services):
        for barrier, match in channels_of(service, network.partners[service.partner_id], finder).items():
            found[barrier].append((row, match))
    return {barrier: _barrier_index(entries) for barrier, entries in sorted(found.items())}


def _barrier_index(entries: list[tuple[int, ChannelMatch]]) -> BarrierIndex:
    return BarrierIndex(
        rows=np.array([row for row, _ in entries], dtype=np.int64),
        strengths=np.array([strength_class(match) for _, match in entries], dtype=np.int64),
        matches=tuple(match for _, match in entries),
    )


def strength_class(match: ChannelMatch) -> int:
    """The position of a match in ``STRENGTH_CLASSES``."""
    confirmed = match.channel is Channel.FALLBACK or (match.channel is Channel.EXACT and match.confirmed)
    return STRENGTH_CLASSES.index((match.channel, confirmed))


def _places_of_codes(network: Network) -> dict[str, UnitVector]:
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    known: tuple[Partner | Service, ...] = (*network.partners.values(), *network.services)
    for place in known:
        if place.insee_code and place.latitude is not None and place.longitude is not None:
            places[place.insee_code].append((place.latitude, place.longitude))
    return {
        code: unit_vector(median(lat for lat, _ in found), median(lon for _, lon in found))
        for code, found in sorted(places.items())
    }
