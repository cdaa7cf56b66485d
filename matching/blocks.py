"""The services of one barrier cut into blocks of like services close together, each with bounds on what it can hold.

A block says how good its best service can be for a person: which channel, whether places may be open, how recent the
newest record, how near the nearest place. A search takes the blocks in the order of that bound and leaves out those
that cannot reach it: branch and bound over a flat partition, as a ball tree would (Omohundro 1989), but cut by worth
first because far services of a better channel come before near ones of a worse.
"""

from dataclasses import dataclass

import numpy as np

from matching.addressing import Addressing
from matching.columns import ABSENT, Bools, Floats, Ints, ServiceTable

BLOCK = 128
"""Services per block: small enough to leave most unread, large enough that bounds cost less than services."""

_GRID = 1 << 10
"""Cells per axis of the grid whose curve puts close places in one block; bounds are exact whatever it is."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Parallel arrays over blocks: block b holds the entries ``start[b]`` to ``start[b + 1]``.

    ``strength``: the strength class of all its services. ``places``: 2 when places may be open, 1 when only a waiting
    list may be, 0 when nothing is known. ``newest``: ordinal day of the latest update. ``sectored``, ``placed``,
    ``bound``: whether its services go by home address, have a place that distance is counted to, and can only be
    reached there. ``centre`` (unit vectors) and ``radius`` (chord): a ball around the places.
    """

    start: Ints
    strength: Ints
    places: Ints
    newest: Ints
    sectored: Bools
    placed: Bools
    bound: Bools
    centre: Floats
    radius: Floats


@dataclass(frozen=True, slots=True)
class BarrierIndex:
    """The services that address one barrier: their rows and strength classes, block by block."""

    rows: Ints
    strengths: Ints
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Layout:
    """What blocks are cut by, one entry per service of the network: a kind, and a place on a curve."""

    kind: Ints
    curve: Ints
    table: ServiceTable
    position: Floats

    @classmethod
    def of(cls, table: ServiceTable, position: Floats, gated: Bools, sectored: Bools) -> "Layout":
        """The layout of a whole network."""
        placed = ~np.isnan(position[:, 0]) & ~gated
        remote = table.reception.whether(lambda modes: "a-distance" in (modes or ()))
        places = np.where(table.places_open > 0, 2, np.where(table.waiting_days != ABSENT, 1, 0))
        kind = ((places * 2 + sectored) * 2 + placed) * 2 + (placed & ~remote)
        return cls(kind.astype(np.int64), _curve(position), table, position)


def _curve(position: Floats) -> Ints:
    """The place of each position along a Z-order curve (Morton 1966) through a grid of longitudes and latitudes."""
    known = np.nan_to_num(position)
    axes = (np.arctan2(known[:, 1], known[:, 0]) / (2 * np.pi) + 0.5, known[:, 2] / 2 + 0.5)
    place = np.zeros(len(position), dtype=np.int64)
    # Ranks rather than degrees: cells are small where places crowd.
    ranks = [np.argsort(np.argsort(axis)) * _GRID // max(1, len(axis)) for axis in axes]
    for bit in range(_GRID.bit_length() - 1):
        for shift, rank in enumerate(ranks):
            place |= ((rank >> bit) & 1) << (2 * bit + shift)
    return place


def index_barrier(found: Addressing, layout: Layout) -> BarrierIndex:
    """The blocks of one barrier.

    Cost: one sort of its services.
    """
    kind = found.strengths.astype(np.int64) * 64 + layout.kind[found.rows]
    order = np.lexsort((layout.curve[found.rows], kind))
    rows, kind = found.rows[order], kind[order]
    start = _starts(kind)
    blocks = _blocks(rows, found.strengths[order], start, layout)
    return BarrierIndex(rows, found.strengths[order], blocks)


def _starts(kind: Ints) -> Ints:
    """Where blocks begin, and the end: at each new kind, and every ``BLOCK`` services within one."""
    changes = np.flatnonzero(np.diff(kind, prepend=-1))
    since = np.arange(len(kind)) - np.repeat(changes, np.diff(changes, append=len(kind)))
    return np.append(np.flatnonzero(since % BLOCK == 0), len(kind))


def _blocks(rows: Ints, strengths: Ints, start: Ints, layout: Layout) -> Blocks:
    first, sizes = start[:-1], np.diff(start)
    kind = layout.kind[rows[first]]
    place = np.nan_to_num(layout.position[rows])
    centre = np.add.reduceat(place, first, axis=0) / sizes[:, None]
    gap = place - np.repeat(centre, sizes, axis=0)
    reach = np.sqrt((gap * gap).sum(axis=1))
    return Blocks(
        start=start,
        strength=strengths[first],
        places=kind >> 3,
        newest=np.maximum.reduceat(layout.table.updated_on[rows], first),
        sectored=(kind >> 2 & 1).astype(np.bool_),
        placed=(kind >> 1 & 1).astype(np.bool_),
        bound=(kind & 1).astype(np.bool_),
        centre=centre,
        radius=np.maximum.reduceat(reach, first),
    )


_NO_INTS = np.empty(0, dtype=np.int64)
_NO_BOOLS = np.empty(0, dtype=np.bool_)
NO_SERVICE = BarrierIndex(
    rows=_NO_INTS,
    strengths=_NO_INTS,
    blocks=Blocks(
        start=np.zeros(1, dtype=np.int64),
        strength=_NO_INTS,
        places=_NO_INTS,
        newest=_NO_INTS,
        sectored=_NO_BOOLS,
        placed=_NO_BOOLS,
        bound=_NO_BOOLS,
        centre=np.empty((0, 3)),
        radius=np.empty(0),
    ),
)
