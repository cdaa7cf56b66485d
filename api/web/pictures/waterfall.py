"""Draw how a score adds up: one bar per criterion, each starting where the last one ended."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import Translate, element, group, markup, picture, unchanged
from api.web.pictures.wording import figure

WIDTH = 360.0
_SIDE = 4.0
_LINE = 19.0
_BAR = 14.0
_ROW_GAP = 14.0
_WORDS_GAP = 3.0
_LABEL_CHARACTERS = 34
_THINNEST = 2.0
_ROUNDING = 0.005


@dataclass(frozen=True)
class _Row:
    """A line of the picture: words, the figure, and the bar from ``start`` to ``end``."""

    label: str
    written: str
    start: float
    end: float
    css: str

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.label, _LABEL_CHARACTERS) or [""]

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE + _WORDS_GAP + _BAR + _ROW_GAP


def score_waterfall(
    components: Sequence[tuple[str, float]],
    total: float,
    translate: Translate = unchanged,
    *,
    identifier: str = "waterfall",
) -> Markup:
    """Draw a score as a waterfall whose bars carry their words and figures.

    Args:
        components: Label and value of each criterion, in the order to read them; values may be negative.
        total: The score. What the components leave unexplained gets a bar of its own, so that the
            picture always adds up.
        translate: Turns a French message into the reader's language.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone, 360 units wide: readable on a telephone.
    """
    parts = list(components)
    rest = total - sum(value for _, value in parts)
    if abs(rest) >= _ROUNDING:
        parts.append((translate("Autres critères"), rest))
    rows = _rows(parts, total, translate)
    height = sum(row.height for row in rows) + _ROW_GAP
    description = _describe(parts, total, translate)
    root = picture("waterfall", identifier, _title(total, translate), description, (WIDTH, height))
    root.extend(_draw(rows, height))
    return markup(root)


def _rows(parts: Sequence[tuple[str, float]], total: float, translate: Translate) -> list[_Row]:
    sums = accumulate((value for _, value in parts), initial=0.0)
    rows = [
        _Row(label, signed(value), start, end, "waterfall-less" if value < 0 else "waterfall-more")
        for (label, value), (start, end) in zip(parts, pairwise(sums), strict=True)
    ]
    return [*rows, _Row(translate("Total"), figure(total, 2), 0.0, total, "waterfall-total")]


def signed(value: float) -> str:
    """Write what a criterion brings, with its sign: « +0,25 », « −0,10 », « 0,00 »."""
    written = figure(value, 2)
    return f"+{written}" if round(value, 2) > 0 else written


def _title(total: float, translate: Translate) -> str:
    return translate("Comment se forme le score de {total}").format(total=figure(total, 2))


def _describe(parts: Sequence[tuple[str, float]], total: float, translate: Translate) -> str:
    told = [translate("{label} : {value}.").format(label=label, value=signed(value)) for label, value in parts]
    return " ".join([*told, translate("Total : {total}.").format(total=figure(total, 2))])


def _draw(rows: Sequence[_Row], height: float) -> Iterator[Element]:
    """Draw the zero line, the links between bars, then the rows over them."""
    across = _scale(rows)
    tops = list(accumulate((row.height for row in rows), initial=0.0))
    zero = across(0.0)
    yield element("line", "waterfall-zero", x1=zero, y1=4, x2=zero, y2=height - _ROW_GAP)
    for row, bottom, next_bottom in zip(rows, tops[1:], tops[2:], strict=False):
        x, start, end = across(row.end), bottom - _ROW_GAP, next_bottom - _ROW_GAP - _BAR
        yield element("line", "waterfall-link", x1=x, y1=start, x2=x, y2=end)
    for row, top in zip(rows, tops, strict=False):
        yield _draw_row(row, sorted((across(row.start), across(row.end))), top)


def _scale(rows: Sequence[_Row]) -> Callable[[float], float]:
    """Spread the values met, and zero, over the width."""
    values = [0.0, *(value for row in rows for value in (row.start, row.end))]
    low, breadth = min(values), (max(values) - min(values)) or 1.0
    return lambda value: _SIDE + (value - low) / breadth * (WIDTH - 2 * _SIDE)


def _draw_row(row: _Row, span: Sequence[float], top: float) -> Element:
    """Write the words of a row and its figure, then draw its bar beneath."""
    words = [
        element("text", "waterfall-label", line, x=_SIDE, y=top + (rank + 0.8) * _LINE)
        for rank, line in enumerate(row.lines)
    ]
    value = element("text", "waterfall-value", row.written, x=WIDTH - _SIDE, y=top + 0.8 * _LINE)
    width = max(span[1] - span[0], _THINNEST)
    left = min(span[0], WIDTH - _SIDE - width)
    bar_top = top + row.height - _ROW_GAP - _BAR
    bar = element("rect", "waterfall-bar", x=left, y=bar_top, width=width, height=_BAR, rx=2)
    return group(f"waterfall-row {row.css}", [bar, *words, value])
