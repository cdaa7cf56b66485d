"""Draw the numbered stops of a plan."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from api.web.pictures.placement import Box
from api.web.pictures.stops import Stop
from api.web.pictures.svg import element, group, path_data
from api.web.pictures.viewport import HEIGHT, WIDTH, Point

_RADIUS = 13.0
_CHARACTER = 7.5


@dataclass(frozen=True)
class Mark:
    """A stop on the drawing: its true point, and where its numbered face stands.

    ``beyond``: the place lies outside the map; the mark waits at the edge, in its direction.
    """

    stop: Stop
    point: Point
    face: Box
    beyond: bool = False


def face_box(stop: Stop, at: Point) -> Box:
    """Measure the face of a stop: round for one number, longer for several."""
    extra = max(0.0, len(stop.numbers) - 2) * _CHARACTER / 2
    return Box(*at, _RADIUS + extra, _RADIUS)


def draw_anchor(mark: Mark) -> Element:
    """Draw what ties a face to the ground: the true point and a leader to it, or an arrow towards a place beyond."""
    if mark.beyond:
        return _pointer(mark)
    x, y = mark.point
    leader = element("line", "map-leader", x1=x, y1=y, x2=mark.face.x, y2=mark.face.y)
    return group("map-anchor", [leader, element("circle", "map-point", cx=x, cy=y, r=3)])


def draw_mark(mark: Mark, spoken: str) -> Element:
    """Draw the numbered face of a stop.

    It sits in two groups so that a style sheet may scale it without moving it.
    """
    face = group("map-face", [*_segments(mark), element("text", "map-number", mark.stop.numbers, y=0.5)])
    return group(
        "map-stop map-stop-beyond" if mark.beyond else "map-stop",
        [element("title", "", spoken), face],
        transform=f"translate({mark.face.x:.2f} {mark.face.y:.2f})",
    )


def _segments(mark: Mark) -> Iterable[Element]:
    """Cut the face into one part per step, each in the colour of its domain."""
    steps, width, height = mark.stop.steps, mark.face.half_width, mark.face.half_height
    yield element("rect", "map-edge", x=-width, y=-height, width=2 * width, height=2 * height, rx=height)
    inner, edge = height - 1.5, width - 1.5
    cuts = _cuts([len(str(step.number)) for step in steps], edge)
    for step, left, right in zip(steps, cuts, cuts[1:], strict=False):
        outline = _segment(left, right, inner, (left == cuts[0], right == cuts[-1]))
        yield element("path", f"map-part domain-{step.domain}", d=outline)


def _cuts(lengths: Sequence[int], edge: float) -> list[float]:
    """Share the width of a face between numbers of one or more digits."""
    unit = (2 * edge - 2 * _RADIUS + 2 * _CHARACTER) / (sum(lengths) + len(lengths) - 1)
    cuts, place = [-edge], -edge + _RADIUS - _CHARACTER
    for length in lengths[:-1]:
        place += (length + 0.5) * unit
        cuts.append(place)
        place += 0.5 * unit
    return [*cuts, edge]


def _segment(left: float, right: float, radius: float, rounded: tuple[bool, bool]) -> str:
    """Outline a part of a face; its outer ends are half circles."""
    start, end = left + radius * rounded[0], right - radius * rounded[1]
    cap = f"A{radius:g} {radius:g} 0 0 1"
    top, bottom = f"M{start:.2f} {-radius:g}H{end:.2f}", f"H{start:.2f}"
    turn = f"{cap} {end:.2f} {radius:g}" if rounded[1] else f"V{radius:g}"
    back = f"{cap} {start:.2f} {-radius:g}Z" if rounded[0] else "Z"
    return f"{top}{turn}{bottom}{back}"


def edge_point(point: Point) -> Point:
    """Find where the way from the middle of the map towards a far point meets the frame."""
    x, y = point[0] - WIDTH / 2, point[1] - HEIGHT / 2
    shrink = max(abs(x) / (WIDTH / 2 - 24), abs(y) / (HEIGHT / 2 - 24))
    return WIDTH / 2 + x / shrink, HEIGHT / 2 + y / shrink


def _pointer(mark: Mark) -> Element:
    """Draw the arrow head that points from a waiting mark towards its true place."""
    angle = math.atan2(mark.point[1] - mark.face.y, mark.point[0] - mark.face.x)
    across, down = math.cos(angle), math.sin(angle)
    reach = min((mark.face.half_width + 8) / max(abs(across), 0.01), (mark.face.half_height + 8) / max(abs(down), 0.01))
    tip = (mark.face.x + across * reach, mark.face.y + down * reach)
    foot = (tip[0] - across * 9, tip[1] - down * 9)
    sides = [(foot[0] - down * 6, foot[1] + across * 6), (foot[0] + down * 6, foot[1] - across * 6)]
    return element("path", "map-pointer", d=path_data([tip, *sides], closed=True))
