"""Draw what plans trade: along, the new faces; upwards, how well each fits. A dot per plan that none beats on both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import Translate, element, group, markup, path_data, picture, unchanged
from api.web.pictures.wording import figure

WIDTH, HEIGHT = 360.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 34.0, 44.0, 62.0
_DOT, _RING = 6.0, 12.0
_LIFT = 16.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A plan: its new faces, its fit out of 100."""

    faces: int
    fit: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where faces and fits stand in the picture."""

    faces: tuple[int, int]
    fits: tuple[float, float]

    def at(self, dot: Dot) -> tuple[float, float]:
        along = (dot.faces - self.faces[0]) / max(1, self.faces[1] - self.faces[0])
        up = (dot.fit - self.fits[0]) / ((self.fits[1] - self.fits[0]) or 1.0)
        return _LEFT + along * (WIDTH - _LEFT - _RIGHT), HEIGHT - _BOTTOM - up * (HEIGHT - _TOP - _BOTTOM)


def front_picture(
    dots: Sequence[Dot], here: Dot, translate: Translate = unchanged, *, identifier: str = "front"
) -> Markup:
    """Draw the plans to choose between, and the one shown.

    Args:
        dots: The plans that none beats on both counts, fewest faces first.
        here: The plan shown; a plan kept from before may lie a little below the others.
        translate: Turns a French message into the reader's language.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone, 360 units wide: readable on a telephone.
    """
    both = [*dots, here]
    scale = _Scale(
        (min(dot.faces for dot in both), max(dot.faces for dot in both)),
        (min(dot.fit for dot in both), max(dot.fit for dot in both)),
    )
    title = translate("Du moins de visages à la meilleure adéquation")
    root = picture("front", identifier, title, _describe(dots, here, translate), (WIDTH, HEIGHT))
    root.extend(_draw(dots, here, scale, translate))
    return markup(root)


def _describe(dots: Sequence[Dot], here: Dot, translate: Translate) -> str:
    told = [_tell(dot, translate) for dot in dots]
    shown = translate("Le plan affiché : {plan}").format(plan=_tell(here, translate))
    return " ".join([*told, shown])


def _tell(dot: Dot, translate: Translate) -> str:
    told = translate("Nouveaux visages : {faces}, adéquation : {fit} sur 100.")
    return told.format(faces=dot.faces, fit=figure(dot.fit, 1))


def _draw(dots: Sequence[Dot], here: Dot, scale: _Scale, translate: Translate) -> Iterator[Element]:
    floor = HEIGHT - _BOTTOM + _LIFT
    yield element("line", "front-axis", x1=_LEFT - _RING, y1=floor, x2=WIDTH - _RIGHT + _RING, y2=floor)
    yield element("path", "front-line", d=path_data(scale.at(dot) for dot in dots))
    x, y = scale.at(here)
    yield element("circle", "front-here", cx=x, cy=y, r=_RING)
    for dot in dots:
        yield _draw_dot(dot, scale)
    if here not in dots:
        yield _draw_dot(here, scale)
    for faces in sorted({dot.faces for dot in [*dots, here]}):
        below, _ = scale.at(Dot(faces, here.fit))
        yield element("text", "front-faces", str(faces), x=below, y=floor + _LIFT)
    yield element("text", "front-words", translate("adéquation, sur 100"), x=4, y=16)
    yield element("text", "front-words", translate("nouveaux visages"), x=_LEFT - _RING, y=HEIGHT - 4)


def _draw_dot(dot: Dot, scale: _Scale) -> Element:
    x, y = scale.at(dot)
    return group(
        "front-dot",
        [element("circle", cx=x, cy=y, r=_DOT), element("text", "front-fit", figure(dot.fit, 1), x=x, y=y - _LIFT)],
    )
