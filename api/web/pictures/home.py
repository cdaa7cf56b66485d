"""Draw the person's place and the distances around it, or the scale where their place is not shown."""

import math
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from api.web.pictures.placement import Box, word_box
from api.web.pictures.svg import Translate, element, group, path_data
from api.web.pictures.viewport import HEIGHT, Point, Viewport

RING_KM = (1, 3, 5)
_WORD_SIZE = 12.0
_SMALLEST_RING = 18.0
_LABEL_ANGLES = (-60, -120, 60, 120, -30, -150, 30, 150, -90, 90, 0, 180, *range(-75, 285, 10))
_HOUSE = ((-11, 0), (0, -11), (11, 0), (8, 0), (8, 10), (-8, 10), (-8, 0))
_DOOR = ((-2.5, 10), (-2.5, 3), (2.5, 3), (2.5, 10))
_HALF_HOUSE = 13.0


def surround_home(
    at: Point, view: Viewport, faces: Sequence[Box], translate: Translate
) -> tuple[list[Box], list[Element]]:
    """Draw the person's place and the rings around it, their words where no stop stands if possible.

    Returns:
        The room they take, and the drawing.
    """
    word = translate("Lieu de vie")
    house = Box(*at, _HALF_HOUSE, _HALF_HOUSE)
    word_at = _home_word_box(at, word, faces)
    ring_words = _ring_word_boxes(at, view, [house, word_at, *faces], translate)
    drawn = [*_draw_rings(at, view, ring_words, translate), _draw_home(at, word, word_at)]
    return [house, word_at, *ring_words.values()], drawn


def draw_scale(view: Viewport, translate: Translate) -> tuple[list[Box], list[Element]]:
    """Draw one kilometre in the lower left corner.

    Returns:
        The room it takes, and the drawing.
    """
    left, bottom, length = 12.0, HEIGHT - 12.0, view.length(1000)
    bar = path_data([(left, bottom - 5), (left, bottom), (left + length, bottom), (left + length, bottom - 5)])
    half = max(length / 2, left)
    word = element("text", "map-scale-word", _distance(1, translate), x=left + half, y=bottom - 10)
    return [Box(left + half, bottom - 6, half + 4, 14)], [element("path", "map-scale-bar", d=bar), word]


def _home_word_box(at: Point, word: str, taken: Sequence[Box]) -> Box:
    """Choose where to write what the house is: beneath, above or beside it, where no stop stands."""
    box = word_box(word, *at, _WORD_SIZE)
    aside = box.half_width + 14
    beside = [box.at(at[0] + x, at[1] + y) for x, y in ((0, 20.5), (0, -20.5), (aside, 0), (-aside, 0))]
    return _first_free(beside, taken) or beside[0]


def _draw_home(at: Point, word: str, word_at: Box) -> Element:
    """Draw the person's place: a house, and what it is in words."""
    house = group(
        "",
        [
            element("path", "map-house", d=path_data(_HOUSE, closed=True)),
            element("path", "map-door", d=path_data(_DOOR, closed=True)),
        ],
        transform=f"translate({at[0]:.2f} {at[1]:.2f})",
    )
    return group("map-home", [house, element("text", "map-home-word", word, x=word_at.x, y=word_at.y)])


def _first_free(boxes: Sequence[Box], taken: Sequence[Box]) -> Box | None:
    """Choose the first box where nothing stands; else the first that the frame shows, if any."""
    visible = [box for box in boxes if box.inside_frame()]
    return next((box for box in visible if box.free_of(taken, 1)), visible[0] if visible else None)


def _ring_word_boxes(at: Point, view: Viewport, taken: Sequence[Box], translate: Translate) -> dict[int, Box]:
    """Choose where to write the distance of each ring; a ring out of the frame, or under the house, has none."""
    boxes: dict[int, Box] = {}
    for km in RING_KM:
        radius = view.length(km * 1000)
        places = _around(at, radius, _distance(km, translate)) if radius > _SMALLEST_RING else []
        box = _first_free(places, [*taken, *boxes.values()])
        if box:
            boxes[km] = box
    return boxes


def _draw_rings(at: Point, view: Viewport, words: Mapping[int, Box], translate: Translate) -> Iterator[Element]:
    """Draw the rings at true scale, then their distances over them."""
    for km in words:
        yield element("circle", "map-ring", cx=at[0], cy=at[1], r=view.length(km * 1000))
    for km, box in words.items():
        yield element("text", "map-ring-word", _distance(km, translate), x=box.x, y=box.y)


def _distance(km: int, translate: Translate) -> str:
    return translate("{km}\u00a0km").format(km=km)


def _around(at: Point, radius: float, text: str) -> list[Box]:
    """List the places of a word on a ring, from the one most often free."""
    angles = [math.radians(angle) for angle in _LABEL_ANGLES]
    return [
        word_box(text, at[0] + radius * math.cos(angle), at[1] + radius * math.sin(angle), _WORD_SIZE)
        for angle in angles
    ]
