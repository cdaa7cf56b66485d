"""Draw what continuity costs in fit: along, what stays of the running month; upwards, how well skills fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import element, group, markup, path_data, picture
from api.web.pictures.wording import figure

WIDTH, HEIGHT = 360.0, 250.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 34.0, 52.0, 66.0
_DOT = 6.0
_LIFT = 16.0
_APART = 30.0
"""Between two figures, so that one can read both."""


@dataclass(frozen=True, slots=True)
class TradeOffDot:
    """A month: what stays of the running one, and its half-days weighted by skill; ``proven``: none fits better."""

    kept: int
    fit: float
    proven: bool

    def told(self) -> str:
        """Both figures."""
        sure = "" if self.proven else ", peut-être mieux"
        return f"Gardé : {self.kept}, adéquation : {figure(self.fit, 1)}{sure}."


def trade_off_picture(dots: Sequence[TradeOffDot], *, identifier: str = "courbe") -> Markup:
    """Draw the months between the best fit and the most continuity.

    Args:
        dots: At least one, none of them better than another on both counts, best fit first.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone, 360 units wide; hollow dots where a better fit was not excluded.
    """
    title = "Ce que la continuité coûte en adéquation"
    root = picture("front trade-off", identifier, title, " ".join(dot.told() for dot in dots), (WIDTH, HEIGHT))
    root.extend(_draw(dots))
    return markup(root)


def _draw(dots: Sequence[TradeOffDot]) -> Iterator[Element]:
    floor = HEIGHT - _BOTTOM + _LIFT
    places = list(_places(dots))
    yield element("line", "front-axis", x1=_LEFT - _DOT, y1=floor, x2=WIDTH - _RIGHT + _DOT, y2=floor)
    yield element("path", "front-line", d=path_data(places))
    last = -_APART
    for dot, (x, y) in sorted(zip(dots, places, strict=True), key=lambda pair: pair[1]):
        shapes = [element("circle", cx=x, cy=y, r=_DOT)]
        if x - last >= _APART:
            last = x
            shapes.append(element("text", "front-fit", figure(dot.fit, 1), x=x, y=y - _LIFT))
            shapes.append(element("text", "front-faces", str(dot.kept), x=x, y=floor + _LIFT))
        yield group("front-dot" if dot.proven else "front-dot trade-off-open", shapes)
    yield element("text", "front-words", "demi-journées pondérées par la compétence", x=4, y=16)
    yield element("text", "front-words", "gardé du mois en cours", x=_LEFT - _DOT, y=HEIGHT - 4)


def _places(dots: Sequence[TradeOffDot]) -> Iterator[tuple[float, float]]:
    kept, fits = [dot.kept for dot in dots], [dot.fit for dot in dots]
    for dot in dots:
        along = (dot.kept - min(kept)) / max(1, max(kept) - min(kept))
        up = (dot.fit - min(fits)) / ((max(fits) - min(fits)) or 1.0)
        yield _LEFT + along * (WIDTH - _LEFT - _RIGHT), HEIGHT - _BOTTOM - up * (HEIGHT - _TOP - _BOTTOM)
