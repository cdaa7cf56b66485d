"""The network compiled into columns: what suggestions run on, built once per network version.

Walking a graph of 100,000 services takes hundreds of times longer than reading arrays sorted by what is asked:
the barrier comes first because it is the selective key.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import numpy as np

from matching.addressing import addressing, networks_of_services
from matching.cells import NO_SERVICE, BarrierIndex, Layout, index_barrier, sole_departments
from matching.channels import ChannelMatch, match_of
from matching.columns import Bools, Encoded, Floats, Ints, ServiceTable, table_of
from matching.conditions import Conditions
from matching.day import Day
from matching.doors import Door, Keepers, distinct_doors, door_of, keepers_of_gates
from matching.geography import UnitVector, unit_vector, unit_vectors
from matching.learning.experience import Experience
from matching.learning.requests import RequestColumns
from matching.network import Network, Partner, Service
from matching.profile import Profile
from matching.weights import Weights
from matching.zones import Zones
from network_data.vocabulary import AccessPath, gate_of

MOST_MATCHES = 16_384
"""Matches kept as objects."""
DAYS_KEPT = 4
"""How many days a catalogue remembers: those of yesterday go."""

_Array = TypeVar("_Array", Ints, Floats)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A compiled network: immutable, shared by every question asked of one network version.

    ``position``: where one would go for each service, as unit vectors of shape (services, 3), NaN where unknown.
    ``door``: where one asks, as positions in ``doors``. ``gated``: entered through a gate. ``sectored``: by address.
    ``bound``: has a place, and can only be reached there. ``department``: the number (``department_number``) of the one
    département it takes people from, ``ABSENT`` where there may be more. ``experience``: the requests
    made to them. ``days``: what is the same for everybody who asks on a day.
    """

    network: Network
    columns: ServiceTable
    networks: Encoded[tuple[str, ...]]
    position: Floats
    door: Ints
    gated: Bools
    sectored: Bools
    bound: Bools
    department: Ints
    department_number: dict[str, int]
    zones: Zones
    conditions: Conditions
    layout: Layout
    doors: tuple[Door, ...]
    barriers: Mapping[str, BarrierIndex]
    row_of: Mapping[str, int]
    code_number: Mapping[str | None, int]
    place_of_code: Mapping[str, UnitVector]
    partner_doors: Mapping[str, int]
    partner_numbers: Mapping[str, int]
    """Positions of partners in ``columns.partner_id.values``."""
    by_door: Ints
    """The rows, by door."""
    experience: Experience
    days: dict[tuple[date, Weights], Day] = field(default_factory=dict, compare=False, repr=False)
    matches: dict[tuple[str, int], ChannelMatch | None] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """Those told lately."""
    gated_entries: dict[str, tuple[Ints, Ints]] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Per barrier, what addresses it behind gates: doors in ascending order, and the row of each."""

    daily: dict[tuple[str, date], Any] = field(init=False, default_factory=dict, compare=False, repr=False)
    """What was worked out for all services on the last few days."""

    @property
    def version(self) -> str:
        """The version of the network it was compiled from."""
        return self.network.version

    @property
    def services(self) -> Sequence[Service]:
        """The services, by row."""
        return self.network.services

    def index_of(self, barrier: str) -> BarrierIndex:
        """The services addressing ``barrier``; empty when there are none."""
        return self.barriers.get(barrier, NO_SERVICE)

    def match_of(self, barrier: str, row: int) -> ChannelMatch | None:
        """How the service at ``row`` addresses ``barrier``; None when it does not."""
        if (barrier, row) not in self.matches:
            if len(self.matches) >= MOST_MATCHES:
                self.matches.clear()
            columns = self.columns
            thematiques, reading = columns.thematiques.at(row), columns.reading.at(row)
            self.matches[barrier, row] = match_of(barrier, thematiques, self.networks.at(row), reading)
        return self.matches[barrier, row]

    def day(self, on: date, weights: Weights) -> Day:
        """What is worked out once for everybody who asks on a day, under these weights."""
        found = self.days.get((on, weights))
        if found is None:
            if len(self.days) >= DAYS_KEPT:
                self.days.clear()
            found = self.days.setdefault((on, weights), Day())
        return found

    def once_a_day(self, name: str, on: date, work_out: "Callable[[ServiceTable], _Array]") -> "_Array":
        """What ``work_out`` gives for all services on one day; asked for again, it is remembered under its ``name``."""
        if (name, on) not in self.daily:
            for stale in sorted(day for kept, day in self.daily if kept == name)[: 1 - DAYS_KEPT]:
                self.daily.pop((name, stale), None)
            self.daily[name, on] = work_out(self.columns)
        found: _Array = self.daily[name, on]
        return found

    def door_of(self, row: int) -> Door:
        """Where one asks for the service at ``row``."""
        return self.doors[self.door.item(row)]

    def rows_at(self, partner_id: str) -> Ints:
        """The rows of the services that one asks for at this partner's door; none where it has no door."""
        number = self.partner_doors.get(partner_id)
        if number is None:
            return self.by_door[:0]
        first, last = np.searchsorted(self.door, (number, number + 1), sorter=self.by_door)
        return self.by_door[first:last]

    def behind(self, barrier: str, door: int) -> Ints:
        """The rows that address ``barrier`` and are entered through the gate ``door``, in ascending order."""
        if barrier not in self.gated_entries:
            rows = self.index_of(barrier).rows
            rows = np.sort(rows[self.gated.take(rows)])
            order = np.argsort(self.door.take(rows), kind="stable")
            self.gated_entries[barrier] = self.door.take(rows[order]), rows[order]
        doors, rows = self.gated_entries[barrier]
        # As the doors are held: numpy would copy them all to compare them with another type.
        first, last = doors.searchsorted(np.array((door, door + 1), dtype=doors.dtype)).tolist()
        return rows[first:last]

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

    Cost: a few array operations per column and per barrier over all services; Python only per distinct value, and
    per service behind a gate.
    """
    table = table_of(network.services)
    networks = networks_of_services(table, network.partners)
    gated = table.access_path.whether(gate_of)
    sectored = table.access_path.whether(lambda path: path is AccessPath.SECTOR)
    doors, door = _doors(network, table, gated)
    position = _positions(network, table, doors, door, gated)
    layout = Layout.of(position, gated)
    department, department_number = sole_departments(table)
    row_of = dict(zip(table.ids, range(len(table)), strict=True))
    return Catalogue(
        network=network,
        columns=table,
        networks=networks,
        position=position,
        door=door,
        gated=gated,
        sectored=sectored,
        bound=reachable_only_there(table, position, gated),
        department=department,
        department_number=department_number,
        zones=Zones.of(table.zone),
        conditions=Conditions.of(table),
        layout=layout,
        doors=doors,
        barriers={barrier: index_barrier(found, layout) for barrier, found in addressing(table, networks).items()},
        row_of=row_of,
        code_number={code: number for number, code in enumerate(table.insee_code.values)},
        place_of_code=_places_of_codes(network, table),
        by_door=np.argsort(door, kind="stable").astype(np.int32),
        partner_numbers={partner_id: number for number, partner_id in enumerate(table.partner_id.values)},
        partner_doors={door.partner_id: number for number, door in enumerate(doors)},
        experience=Experience(RequestColumns.of(network.requests, row_of, gated)),
    )


def reachable_only_there(table: ServiceTable, position: Floats, gated: Bools) -> Bools:
    """For each row, whether it has a place, and can only be reached there."""
    remote = table.reception.whether(lambda modes: "a-distance" in (modes or ()))
    there: Bools = ~np.isnan(position[:, 0]) & ~gated & ~remote
    return there


def _doors(network: Network, table: ServiceTable, gated: Bools) -> tuple[tuple[Door, ...], Ints]:
    """All doors in ascending order of partner id, and for each row the position of its door."""
    partners = [network.partners[partner_id] for partner_id in table.partner_id.values]
    own = [Door(partner.id, partner.name) for partner in partners]
    direct = np.unique(table.partner_id.codes[~gated]).tolist()
    behind = dict(_behind_gates(table, partners, keepers_of_gates(network), np.flatnonzero(gated)))
    doors = distinct_doors([*(own[partner] for partner in direct), *behind.values()])
    numbers = {door.partner_id: number for number, door in enumerate(doors)}
    of_partner = np.array([numbers.get(door.partner_id, -1) for door in own], dtype=np.int32)
    column: Ints = of_partner[table.partner_id.codes]
    for row, door in behind.items():
        column[row] = numbers[door.partner_id]
    return doors, column


def _behind_gates(
    table: ServiceTable, partners: Sequence[Partner], keepers: dict[str, Keepers], rows: Ints
) -> Iterator[tuple[int, Door]]:
    for row in rows.tolist():
        partner = partners[table.partner_id.codes[row]]
        yield row, door_of(partner, table.access_path.at(row), table.insee_code.at(row), keepers)


def _positions(network: Network, table: ServiceTable, doors: Sequence[Door], door: Ints, gated: Bools) -> Floats:
    """Where the person would go: the gate for what lies behind one, else the service or, failing that, its partner.

    Nowhere in particular for a service that moves.
    """
    of_partner = _coordinates(network.partners[partner_id] for partner_id in table.partner_id.values)
    place = np.column_stack((table.latitude, table.longitude))
    missing = np.isnan(place).any(axis=1)
    place[missing] = of_partner[table.partner_id.codes[missing]]
    place[table.mobile.whether(bool)] = np.nan
    rows = np.flatnonzero(gated)
    asked_at = [doors[number].partner_id for number in door[rows].tolist()]
    elsewhere = [
        partner_id != table.partner_id.at(row) for partner_id, row in zip(asked_at, rows.tolist(), strict=True)
    ]
    place[rows[elsewhere]] = _coordinates(network.partners.get(asked_at[at]) for at in np.flatnonzero(elsewhere))
    return unit_vectors(place)


def _coordinates(places: Iterable[Partner | None]) -> Floats:
    known = [
        (place.latitude, place.longitude)
        if place is not None and place.latitude is not None and place.longitude is not None
        else (np.nan, np.nan)
        for place in places
    ]
    return np.array(known, dtype=np.float64).reshape(-1, 2)


def _places_of_codes(network: Network, table: ServiceTable) -> dict[str, UnitVector]:
    """The median latitude and longitude of the places known in each commune, services and partners alike."""
    partners = [partner for partner in network.partners.values() if partner.insee_code]
    codes = Encoded.of([*(partner.insee_code for partner in partners), *table.insee_code.values])
    number = np.concatenate((codes.codes[: len(partners)], codes.codes[len(partners) :][table.insee_code.codes]))
    place = np.concatenate((_coordinates(partners), np.column_stack((table.latitude, table.longitude))))
    known = ~np.isnan(place).any(axis=1)
    medians = np.column_stack([_medians(number[known], place[known, axis]) for axis in (0, 1)])
    distinct = np.unique(number[known]).tolist()
    vectors = unit_vectors(medians).tolist()
    found = ((codes.values[at], (x, y, z)) for at, (x, y, z) in zip(distinct, vectors, strict=True))
    return {code: vector for code, vector in found if code}


def _medians(groups: Ints, values: Floats) -> Floats:
    """The median of the values of each group, groups in ascending order."""
    order = np.lexsort((values, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    low, high = values[order][starts + (sizes - 1) // 2], values[order][starts + sizes // 2]
    medians: Floats = (low + high) / 2.0
    return medians
