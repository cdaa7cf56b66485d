"""Choose which part of the ground a map shows: what matters, with room around it."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from api.web.pictures.geography import Plane, Position, distance_km, paris

WIDTH, HEIGHT = 400.0, 340.0
"""Units of the drawing: near the pixels of a telephone, so that words stay readable there."""

PADDING = 34.0
REACH_KM = 10.0
"""About Paris from side to side: beyond, a place is told in words instead of shrinking the map."""

_CLOSEST_VIEW_M = 4_000.0
_LANDMARK_REACH_M = 6_000.0
_FIRST_RING_M = 1_000.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Viewport:
    """A window on the ground: turns positions into points of the drawing."""

    plane: Plane
    middle: Point
    scale: float
    """Units of the drawing per metre."""

    def point(self, position: Position) -> Point:
        """Place a position in the drawing (possibly outside its frame)."""
        east, south = self.plane.metres(position)
        return (
            WIDTH / 2 + (east - self.middle[0]) * self.scale,
            HEIGHT / 2 + (south - self.middle[1]) * self.scale,
        )

    def shows(self, position: Position) -> bool:
        """Tell whether a position stands within the frame."""
        x, y = self.point(position)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    def length(self, metres: float) -> float:
        """Turn a length on the ground into a length of the drawing."""
        return metres * self.scale


def choose_viewport(home: Position | None, near: Sequence[Position]) -> Viewport:
    """Frame the person's place with its first kilometre, and the places near; all of Paris when there is neither."""
    plane = Plane(home or centre(near))
    corners = [plane.metres(position) for position in near]
    if home:
        corners += [(-_FIRST_RING_M, -_FIRST_RING_M), (_FIRST_RING_M, _FIRST_RING_M)]
    landmarks = [plane.metres(p) for outline in paris().arrondissements.values() for p in outline]
    corners = [*corners, *_landmark_in_reach(corners, landmarks)] if corners else landmarks
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    north, south = min(y for _, y in corners), max(y for _, y in corners)
    breadth = max((east - west) / (WIDTH - 2 * PADDING), (south - north) / (HEIGHT - 2 * PADDING))
    scale = 1 / max(breadth, _CLOSEST_VIEW_M / WIDTH)
    return Viewport(plane, ((west + east) / 2, (north + south) / 2), scale)


def _landmark_in_reach(corners: Sequence[Point], landmarks: Sequence[Point]) -> list[Point]:
    """Find the nearest corner of an arrondissement, if near enough to help the reader know where this is."""
    middle = (
        (min(x for x, _ in corners) + max(x for x, _ in corners)) / 2,
        (min(y for _, y in corners) + max(y for _, y in corners)) / 2,
    )
    nearest = min(landmarks, key=lambda point: math.dist(point, middle))
    return [nearest] if math.dist(nearest, middle) <= _LANDMARK_REACH_M else []


def far_away(home: Position | None, positions: Sequence[Position]) -> frozenset[int]:
    """Find the places that would shrink the map to nothing.

    A place is left out when it lies beyond ``REACH_KM`` of the person (or of the middle of the
    places) and the others, more numerous, do not.

    Returns:
        The ranks, in ``positions``, of the places left out.
    """
    anchor = home or centre(positions)
    beyond = frozenset(rank for rank, place in enumerate(positions) if distance_km(anchor, place) > REACH_KM)
    return beyond if 2 * len(beyond) < len(positions) + (home is not None) else frozenset()


def centre(positions: Sequence[Position]) -> Position:
    """Find the middle of places: the median, which one distant place does not move; else the middle of Paris."""
    if not positions:
        return Position(48.8589, 2.3469)
    return Position(
        statistics.median(place.latitude for place in positions),
        statistics.median(place.longitude for place in positions),
    )
