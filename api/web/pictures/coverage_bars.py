"""Draw how the needs of each barrier stand: without anybody, on one partner alone, taken care of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import Translate, element, group, markup, picture, unchanged

WIDTH = 360.0
_SIDE = 4.0
_LINE = 19.0
_BAR = 13.0
_GAP = 13.0
_ROW = _LINE + _BAR + _GAP


@dataclass(frozen=True)
class Bar:
    """A barrier: how many needs, how many of them nobody can take, one partner alone can, a référent follows."""

    label: str
    needs: int
    uncovered: int
    single: int
    followed: int

    def parts(self) -> Iterator[tuple[str, int]]:
        """The parts of the bar by class, in the order drawn."""
        yield "bars-uncovered", self.uncovered
        yield "bars-single", self.single
        yield "bars-covered", self.needs - self.uncovered - self.single - self.followed
        yield "bars-followed", self.followed

    def told(self, translate: Translate) -> str:
        """The figure that matters most, in a few words."""
        if self.uncovered:
            return translate("{number} sans personne").format(number=self.uncovered)
        return translate("{number} sur un seul partenaire").format(number=self.single)

    def said(self, translate: Translate) -> str:
        """Every figure, in a sentence."""
        return translate(
            "{label} : {needs} besoins, dont {uncovered} sans personne et {single} sur un seul partenaire."
        ).format(label=self.label, needs=self.needs, uncovered=self.uncovered, single=self.single)


def coverage_bars(bars: Sequence[Bar], translate: Translate = unchanged, *, identifier: str = "bars") -> Markup:
    """Draw one bar per barrier, as long as it has needs; its words and figures stand above it.

    Args:
        bars: The barriers in the order to read them.
        translate: Turns a French message into the reader's language.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone, 360 units wide: readable on a telephone.
    """
    description = " ".join(bar.said(translate) for bar in bars)
    title = translate("Les besoins de chaque frein")
    root = picture("bars", identifier, title, description, (WIDTH, len(bars) * _ROW))
    longest = max((bar.needs for bar in bars), default=1)
    root.extend(_draw(bar, rank * _ROW, longest, translate) for rank, bar in enumerate(bars))
    return markup(root)


def _draw(bar: Bar, top: float, longest: int, translate: Translate) -> Element:
    scale = (WIDTH - 2 * _SIDE) / longest
    words = [
        element("text", "bars-label", bar.label, x=_SIDE, y=top + 0.75 * _LINE),
        element("text", "bars-value", bar.told(translate), x=WIDTH - _SIDE, y=top + 0.75 * _LINE),
    ]
    left, drawn = _SIDE, []
    for css, count in bar.parts():
        if count:
            width = count * scale
            drawn.append(element("rect", css, x=left, y=top + _LINE, width=max(width - 1, 1), height=_BAR, rx=2))
            left += width
    return group("bars-row", [*words, *drawn])
