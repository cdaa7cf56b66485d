"""Keep marks and words from covering one another."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.web.pictures.viewport import HEIGHT, WIDTH, Point

_GAP = 1.5
_TURNS = 24
_FARTHEST = 150
_MARGIN = 4.0


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, by its middle and half its sides."""

    x: float
    y: float
    half_width: float
    half_height: float

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        """Tell whether two boxes cover one another, or stand closer than ``gap``."""
        across, down = self._room(other)
        return across < gap and down < gap

    def inside_frame(self, margin: float = _MARGIN) -> bool:
        """Tell whether the whole box stands in the frame of the map."""
        return (
            margin + self.half_width <= self.x <= WIDTH - margin - self.half_width
            and margin + self.half_height <= self.y <= HEIGHT - margin - self.half_height
        )

    def free_of(self, others: Iterable["Box"], gap: float = 0.0) -> bool:
        """Tell whether nothing else stands here."""
        return not any(self.overlaps(other, gap) for other in others)

    def _room(self, other: "Box") -> Point:
        return (
            abs(self.x - other.x) - self.half_width - other.half_width,
            abs(self.y - other.y) - self.half_height - other.half_height,
        )

    def kept_in_frame(self) -> "Box":
        """Come back inside the frame of the map."""
        across, down = _MARGIN + self.half_width, _MARGIN + self.half_height
        return self.at(min(max(self.x, across), WIDTH - across), min(max(self.y, down), HEIGHT - down))

    def at(self, x: float, y: float) -> "Box":
        """Stand elsewhere."""
        return Box(x, y, self.half_width, self.half_height)


def settle(boxes: Sequence[Box], fixed: Sequence[Box] = ()) -> list[Box]:
    """Find room for boxes, in order: each stays where it is, or takes the nearest free place around.

    The first boxes are the best served. Always the same places for the same boxes. In the rare case
    where the whole neighbourhood is full, a box stays where it is and covers another.
    """
    settled: list[Box] = []
    for box in boxes:
        standing = [*fixed, *settled]
        free = (place for place in _around(box.kept_in_frame()) if place.free_of(standing, _GAP))
        settled.append(next(free, box.kept_in_frame()))
    return settled


def _around(box: Box) -> Iterator[Box]:
    """List the places around a box, nearest first, those above and beside before those beneath."""
    yield box
    for distance in range(6, _FARTHEST, 6):
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS - math.pi / 2
            place = box.at(box.x + distance * math.cos(angle), box.y + distance * math.sin(angle))
            if place.inside_frame():
                yield place


def word_box(text: str, x: float, y: float, size: float) -> Box:
    """Estimate the room that a centred line of text takes (0.56 em per character)."""
    return Box(x, y, len(text) * size * 0.28 + 2, size * 0.6)
