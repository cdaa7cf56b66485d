"""Draw where the needs of a territory are, and its partners, on a map of Paris and its surroundings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.background import draw_ground, name_ground
from api.web.pictures.geography import Position
from api.web.pictures.home import draw_scale
from api.web.pictures.placement import Box
from api.web.pictures.svg import Translate, element, group, markup, picture, unchanged
from api.web.pictures.viewport import HEIGHT, WIDTH, Viewport, choose_viewport, far_away

_LARGEST = 24.0
_SMALLEST = 4.0


@dataclass(frozen=True)
class Area:
    """A commune: its needs, and how many of them nobody can take."""

    name: str
    position: Position
    needs: int
    uncovered: int

    def said(self, translate: Translate) -> str:
        """The figures in words."""
        if not self.uncovered:
            return translate("{area} : {needs} besoins").format(area=self.name, needs=self.needs)
        return translate("{area} : {needs} besoins, dont {uncovered} sans personne").format(
            area=self.name, needs=self.needs, uncovered=self.uncovered
        )


def territory_map(
    areas: Sequence[Area],
    partners: Sequence[Position],
    translate: Translate = unchanged,
    *,
    identifier: str = "territory-map",
) -> Markup:
    """Draw a disc for each commune, as large as its needs, with the part nobody can take; a dot for each partner.

    Args:
        areas: The communes, those with most needs without anybody first.
        partners: Where the partners are.
        translate: Turns a French message into the reader's language.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone. Two calls with the same arguments give the same text.
    """
    far = far_away(None, [area.position for area in areas])
    here = [area for rank, area in enumerate(areas) if rank not in far]
    view = choose_viewport(None, [area.position for area in here])
    description = " ".join(f"{area.said(translate)}." for area in areas)
    root = picture("map", identifier, translate("Où sont les besoins et les partenaires"), description, (WIDTH, HEIGHT))
    root.append(_frame(view, here, partners, translate))
    return markup(root)


def _frame(view: Viewport, areas: Sequence[Area], partners: Sequence[Position], translate: Translate) -> Element:
    taken, scale = draw_scale(view, translate)
    frame = element("svg", "map-frame", width=WIDTH, height=HEIGHT)
    frame.append(element("rect", "map-paper", width=WIDTH, height=HEIGHT))
    frame.extend(draw_ground(view))
    most = max(area.needs for area in areas)
    discs = [(area, view.point(area.position), _radius(area.needs, most)) for area in areas]
    taken += [Box(x, y, radius, radius) for _, (x, y), radius in discs]
    dots = [view.point(partner) for partner in partners if view.shows(partner)]
    frame.append(group("map-partners", [element("circle", "map-partner", cx=x, cy=y, r=2.4) for x, y in dots]))
    frame.extend(_disc(area, point, radius, most, translate) for area, point, radius in discs)
    frame.append(group("map-names", name_ground(view, taken)))
    frame.extend(scale)
    frame.append(element("rect", "map-border", width=WIDTH, height=HEIGHT))
    return frame


def _radius(count: int, most: int) -> float:
    """Surfaces compare, not widths; the smallest disc can still be seen."""
    return max(_SMALLEST, _LARGEST * math.sqrt(count / most))


def _disc(area: Area, point: tuple[float, float], radius: float, most: int, translate: Translate) -> Element:
    x, y = point
    parts = [element("title", "", area.said(translate)), element("circle", "map-needs", cx=x, cy=y, r=radius)]
    if area.uncovered:
        inner = min(radius, max(_SMALLEST, _LARGEST * math.sqrt(area.uncovered / most)))
        parts.append(element("circle", "map-uncovered", cx=x, cy=y, r=inner))
        if inner >= 8:
            parts.append(element("text", "map-uncovered-number", str(area.uncovered), x=x, y=y))
    return group("map-area", parts)
