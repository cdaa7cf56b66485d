"""The services of one barrier laid out by place, in cells that a search can take or leave whole."""

from dataclasses import dataclass

import numpy as np

from matching.addressing import Addressing
from matching.columns import ABSENT, Bools, Codes, Floats, Ints, ServiceTable
from matching.geography import COMMUNE_LENGTH, department_of

CELL = 64
"""Services per cell: few enough to lie close together, enough for a bound to cost less than they do."""

_GRID_BITS = 12
_COUNTRIES = "99"
_DEPARTMENT_LENGTHS = (len("75"), len("971"))


@dataclass(frozen=True, slots=True)
class Cells:
    """Cell c holds the entries ``start[c]`` to ``start[c + 1]``; entries without a place lie in none, after the last.

    ``centre`` (unit vectors) and ``radius`` (chord): a ball around the places of each cell.
    """

    start: Ints
    centre: Floats
    radius: Floats

    def __len__(self) -> int:
        return len(self.radius)


@dataclass(frozen=True, slots=True)
class BarrierIndex:
    """The services that address one barrier: their rows and strength classes, cell by cell.

    ``position``: where one would go for each, beside its neighbours, which is where it is read from.
    """

    rows: Ints
    strengths: Ints
    position: Floats
    cells: Cells


@dataclass(frozen=True, slots=True)
class Layout:
    """What every index is laid out by, one entry per service: its place on a curve, ``ABSENT`` without one."""

    curve: Ints
    position: Floats

    @classmethod
    def of(cls, position: Floats, gated: Bools) -> "Layout":
        """The layout of a whole network; what is entered through a gate is not searched by place."""
        placed = ~np.isnan(position[:, 0]) & ~gated
        curve = np.full(len(position), ABSENT, dtype=np.int64)
        curve[placed] = _curve(position[placed])
        return cls(curve, position)


def _curve(position: Floats) -> Ints:
    """The place of each position along a Z-order curve (Morton 1966) through a grid of longitudes and latitudes.

    Ranks rather than degrees: cells are small where places crowd.
    """
    axes = (np.arctan2(position[:, 1], position[:, 0]), position[:, 2])
    ranks = [np.argsort(np.argsort(axis)) * (1 << _GRID_BITS) // max(1, len(axis)) for axis in axes]
    place = np.zeros(len(position), dtype=np.int64)
    for bit in range(_GRID_BITS):
        for shift, rank in enumerate(ranks):
            place |= ((rank >> bit) & 1) << (2 * bit + shift)
    return place


def index_barrier(found: Addressing, layout: Layout) -> BarrierIndex:
    """The index of one barrier.

    Cost: one sort of its services.
    """
    curve = layout.curve[found.rows]
    order = np.argsort(np.where(curve == ABSENT, np.iinfo(np.int64).max, curve), kind="stable")
    return laid_out(found.rows[order], found.strengths[order], layout)


def laid_out(rows: Ints, strengths: Ints, layout: Layout) -> BarrierIndex:
    """The index of services that stand in the layout's order already."""
    position = layout.position[rows]
    placed = np.count_nonzero(layout.curve[rows] != ABSENT)
    return BarrierIndex(rows, strengths, position, _cells(position[:placed]))


def _cells(place: Floats) -> Cells:
    start = np.append(np.arange(0, len(place), CELL), len(place))
    if not len(place):
        return Cells(start[:1], np.empty((0, 3)), np.empty(0))
    sizes = np.diff(start)
    centre = np.add.reduceat(place, start[:-1], axis=0) / sizes[:, None]
    gap = place - np.repeat(centre, sizes, axis=0)
    radius = np.maximum.reduceat(np.sqrt(np.einsum("ij,ij->i", gap, gap)), start[:-1])
    return Cells(start, centre, radius)


NO_SERVICE = BarrierIndex(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 3)), _cells(np.empty((0, 3))))


def sole_departments(table: ServiceTable) -> tuple[Ints, dict[str, int]]:
    """For each service the number of the one département it takes people from, ``ABSENT`` where there may be more.

    With the numbers of the départements.
    """
    numbers: dict[str, int] = {}
    return department_numbers(table, numbers), numbers


def department_numbers(table: ServiceTable, numbers: dict[str, int]) -> Ints:
    """For each service the number in ``numbers`` of its one département; those not in there yet are added."""

    def number(zone: Codes) -> int:
        found = {_department(code) for code in zone or ("",)}
        (only,) = found if len(found) == 1 else (None,)
        return ABSENT if only is None else numbers.setdefault(only, len(numbers))

    return table.zone.numbers(number)


def _department(code: str) -> str | None:
    """The département that a code of a zone is, or lies in; None for anything larger or abroad."""
    if len(code) not in (COMMUNE_LENGTH, *_DEPARTMENT_LENGTHS) or code.startswith(_COUNTRIES):
        return None
    return department_of(code)
