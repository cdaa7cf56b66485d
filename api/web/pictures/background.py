"""Draw the ground of a map: arrondissements, rivers, and their names in faint letters."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from api.web.pictures.geography import paris
from api.web.pictures.placement import Box, word_box
from api.web.pictures.svg import element, path_data
from api.web.pictures.viewport import HEIGHT, WIDTH, Point, Viewport

_Points = NDArray[np.float64]
_STEP = 6.0
_CLEARANCE = 7.0
_NAME_SIZE = 11.0
_MOST_TOWNS = 12
_TOWN_SHIFTS = (0.0, -18.0, 18.0, -30.0, 30.0)


def draw_ground(view: Viewport) -> Iterator[Element]:
    """Draw the outlines of the arrondissements, then the rivers over them, at their true width."""
    for outline in paris().arrondissements.values():
        yield element("path", "map-arrondissement", d=path_data(map(view.point, outline), closed=True))
    for river in paris().rivers:
        width = max(2.5, view.length(river.metres))
        yield element("path", "map-river", d=path_data(map(view.point, river.line)), stroke_width=width)


def name_ground(view: Viewport, taken: list[Box]) -> Iterator[Element]:
    """Name arrondissements, the Seine and the towns around, only where nothing else stands.

    The room of the names is added to ``taken``.
    """
    for code, outline in paris().arrondissements.items():
        name = "1er" if code == 1 else f"{code}e"
        spot = _roomiest_point([view.point(position) for position in outline], taken)
        if spot:
            yield _name("map-arrondissement-name", name, word_box(name, *spot, _NAME_SIZE), taken)
    yield from _name_seine(view, taken)
    yield from _name_towns(view, taken)


def _name_towns(view: Viewport, taken: list[Box]) -> Iterator[Element]:
    """Name the busiest towns, beside their middle when something stands there."""
    named = 0
    for town, position in paris().towns:
        x, y = view.point(position)
        boxes = [word_box(town, x, y + shift, _NAME_SIZE) for shift in _TOWN_SHIFTS]
        box = next((each for each in boxes if each.inside_frame() and each.free_of(taken, 8)), None)
        if box and named < _MOST_TOWNS:
            named += 1
            yield _name("map-town", town, box, taken)


def _name_seine(view: Viewport, taken: list[Box]) -> Iterator[Element]:
    """Write the river's name once, on its course, as near the middle of the map as there is room."""
    name = paris().rivers[0].name
    boxes = [word_box(name, *view.point(place), _NAME_SIZE) for place in paris().rivers[0].line]
    free = [box for box in boxes if box.inside_frame() and box.free_of(taken, 4)]
    if free:
        best = min(free, key=lambda box: abs(box.x - WIDTH / 2) + abs(box.y - HEIGHT / 2))
        yield _name("map-river-name", name, best, taken)


def _name(css: str, name: str, box: Box, taken: list[Box]) -> Element:
    taken.append(box)
    return element("text", css, name, x=box.x, y=box.y)


def _roomiest_point(outline: Sequence[Point], taken: Sequence[Box]) -> Point | None:
    """Find the point of an outline farthest from its border, from the frame and from what stands there.

    The candidates are a grid; a name needs ``_CLEARANCE`` units around it, else the outline stays unnamed.
    """
    ring = np.array([*outline, outline[0]])
    grid = _grid(ring)
    grid = grid[_contains(ring, grid)]
    if not len(grid):
        return None
    room = np.minimum(_distance_to_border(ring, grid), _distance_to_frame(grid))
    for box in taken:
        room = np.minimum(room, _distance_to_box(box, grid))
    best = int(room.argmax())
    return (float(grid[best, 0]), float(grid[best, 1])) if room[best] >= _CLEARANCE else None


def _grid(ring: _Points) -> _Points:
    low = np.maximum(ring.min(axis=0), 0)
    high = np.minimum(ring.max(axis=0), (WIDTH, HEIGHT))
    across, down = (np.arange(low[axis], high[axis], _STEP) for axis in (0, 1))
    return np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)


def _contains(ring: _Points, grid: _Points) -> NDArray[np.bool_]:
    """Tell which points lie in the outline: a ray to the right crosses its border an odd number of times."""
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    x, y = grid[:, :1], grid[:, 1:]
    straddles = (y1 > y) != (y2 > y)
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    crossings = straddles & (x < (x2 - x1) * (y - y1) / rise + x1)
    return np.asarray(crossings.sum(axis=1) % 2 == 1)


def _distance_to_border(ring: _Points, grid: _Points) -> _Points:
    start, side = ring[:-1], np.diff(ring, axis=0)
    length = np.maximum((side**2).sum(axis=1), 1e-9)
    along = np.clip(((grid[:, None] - start) * side).sum(axis=2) / length, 0, 1)
    foot = start + along[..., None] * side
    return np.asarray(np.hypot(*np.moveaxis(grid[:, None] - foot, 2, 0)).min(axis=1))


def _distance_to_frame(grid: _Points) -> _Points:
    return np.asarray(np.minimum(grid, np.array([WIDTH, HEIGHT]) - grid).min(axis=1)) - 4


def _distance_to_box(box: Box, grid: _Points) -> _Points:
    """Measure how far a name of a few characters would stay from a box."""
    across = np.abs(grid[:, 0] - box.x) - box.half_width - 6
    down = np.abs(grid[:, 1] - box.y) - box.half_height
    return np.asarray(np.maximum(across, down))
