"""Draw a person's plan on a map of Paris and its surroundings."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.background import draw_ground, name_ground
from api.web.pictures.geography import Position
from api.web.pictures.home import draw_scale, surround_home
from api.web.pictures.marks import Mark, draw_anchor, draw_mark, edge_point, face_box
from api.web.pictures.placement import Box, settle
from api.web.pictures.stops import MapStep, Stop, stops_of
from api.web.pictures.story import describe_map, map_title, notes_under_map, stop_in_words
from api.web.pictures.svg import Translate, element, group, markup, picture, unchanged
from api.web.pictures.viewport import HEIGHT, WIDTH, Viewport, choose_viewport, far_away

_NOTE_CHARACTERS = 60
_NOTE_LINE = 18.0


def plan_map(
    steps: Sequence[MapStep],
    home: Position | None = None,
    translate: Translate = unchanged,
    *,
    identifier: str = "map",
) -> Markup:
    """Draw the steps of a plan, numbered as in the list, around the person's place.

    Args:
        steps: The steps to show, whatever their order; those without a position are told beneath.
        home: The person's place. None when it is unknown or secret: nothing then depends on it.
        translate: Turns a French message into the reader's language.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone. Two calls with the same arguments give the same text.
    """
    stops = stops_of(steps)
    view, here, beyond = _sort(stops, home)
    placeless = sorted((step for step in steps if step.position is None), key=lambda step: step.number)
    notes = notes_under_map(beyond, here, home, placeless, translate)
    lines = [line for note in notes for line in textwrap.wrap(note, _NOTE_CHARACTERS, break_on_hyphens=False)]
    height = HEIGHT + (len(lines) * _NOTE_LINE + 12 if lines else 0)
    description = describe_map(here, home, notes, translate)
    root = picture("map", identifier, map_title(steps, home, translate), description, (WIDTH, height))
    root.append(_draw_frame(view, _wanted_marks(view, here, beyond), home, translate))
    root.extend(
        element("text", "map-note", line, x=4, y=HEIGHT + 20 + rank * _NOTE_LINE) for rank, line in enumerate(lines)
    )
    return markup(root)


def _sort(stops: Sequence[Stop], home: Position | None) -> tuple[Viewport, list[Stop], list[Stop]]:
    """Choose the frame, and part the stops it shows from those beyond it."""
    far_ranks = far_away(home, [stop.position for stop in stops])
    view = choose_viewport(home, [stop.position for rank, stop in enumerate(stops) if rank not in far_ranks])
    here = [stop for stop in stops if view.shows(stop.position)]
    return view, here, [stop for stop in stops if stop not in here]


def _wanted_marks(view: Viewport, here: Sequence[Stop], beyond: Sequence[Stop]) -> list[Mark]:
    """Stand every face on its point, and at the edge of the frame for the places beyond it."""
    inside = [(stop, view.point(stop.position)) for stop in here]
    outside = [(stop, view.point(stop.position)) for stop in beyond]
    return [
        *(Mark(stop, point, face_box(stop, point)) for stop, point in inside),
        *(Mark(stop, point, face_box(stop, edge_point(point)), beyond=True) for stop, point in outside),
    ]


def _draw_frame(view: Viewport, wanted: Sequence[Mark], home: Position | None, translate: Translate) -> Element:
    """Draw what stands within the frame: the ground first, the numbers last."""
    faces = [mark.face for mark in wanted]
    taken, around = surround_home(view.point(home), view, faces, translate) if home else draw_scale(view, translate)
    marks = [replace(mark, face=face) for mark, face in zip(wanted, settle(faces, taken), strict=True)]
    taken += [box for mark in marks for box in (mark.face, Box(*mark.point, 4, 4))]
    frame = element("svg", "map-frame", width=WIDTH, height=HEIGHT)
    frame.append(element("rect", "map-paper", width=WIDTH, height=HEIGHT))
    frame.extend(draw_ground(view))
    frame.extend(around)
    frame.append(group("map-names", name_ground(view, taken)))
    frame.extend(draw_anchor(mark) for mark in marks)
    # The first steps are drawn last: should numbers ever cover one another, they are the ones to read.
    frame.extend(draw_mark(mark, stop_in_words(mark.stop, home, translate)) for mark in reversed(marks))
    frame.append(element("rect", "map-border", width=WIDTH, height=HEIGHT))
    return frame
