"""Draw shares beside what they are today, with the line at which everybody would have the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import element, group, markup, picture
from api.web.pictures.wording import NO_BREAK

WIDTH = 360.0
_SIDE = 4.0
_LINE = 19.0
_BAR = 12.0
_THIN = 4.0
_GAP = 14.0
_ROW = _LINE + _BAR + _THIN + _GAP
_RED = 1.1
"""Above it a share is too much."""


@dataclass(frozen=True)
class ShareBar:
    """Somebody's share as it would be and as it is; None for who has none today."""

    label: str
    share: float
    today: float | None

    def told(self) -> str:
        """Both figures."""
        before = "" if self.today is None else f" (aujourd’hui {_percent(self.today)})"
        return f"{_percent(self.share)}{before}"


def share_bars(bars: Sequence[ShareBar], title: str, *, identifier: str, fair: float | None = None) -> Markup:
    """Draw one thick bar per share, a thin one below it for today; words and figures stand above.

    Args:
        bars: In the order to read them.
        title: What the picture is.
        identifier: Prefix of its identifiers, unique in the page.
        fair: Where everybody would have the same; a dashed line, told in the description.

    Returns:
        An ``<svg>`` styled by classes alone, 360 units wide.
    """
    said = [f"{bar.label} : {bar.told()}." for bar in bars]
    if fair is not None:
        said.append(f"À parts égales, chacun aurait {_percent(fair)}.")
    height = len(bars) * _ROW
    root = picture("bars shares", identifier, title, " ".join(said), (WIDTH, height))
    longest = max([1.0, *(max(bar.share, bar.today or 0) for bar in bars)])
    scale = (WIDTH - 2 * _SIDE) / longest
    for rank, bar in enumerate(bars):
        row = group("bars-row", _draw(bar, rank * _ROW, scale))
        if fair is not None:
            row.append(_line(_SIDE + min(fair, longest) * scale, rank * _ROW + _LINE))
        root.append(row)
    return markup(root)


def _line(across: float, top: float) -> Element:
    """The fair line, beside the bars and not across the words above them."""
    return element("line", "share-fair", x1=across, x2=across, y1=top - 2, y2=top + _BAR + _THIN + 3)


def _draw(bar: ShareBar, top: float, scale: float) -> Iterator[Element]:
    yield element("text", "bars-label", bar.label, x=_SIDE, y=top + 0.75 * _LINE)
    yield element("text", "bars-value", bar.told(), x=WIDTH - _SIDE, y=top + 0.75 * _LINE)
    css = "share-much" if bar.share > _RED + 1e-9 else "share"
    yield element("rect", css, x=_SIDE, y=top + _LINE, width=max(bar.share * scale, 1), height=_BAR, rx=2)
    if bar.today is not None:
        width = max(bar.today * scale, 1)
        yield element("rect", "share-today", x=_SIDE, y=top + _LINE + _BAR + 1, width=width, height=_THIN, rx=1)


def _percent(share: float) -> str:
    return f"{round(100 * share)}{NO_BREAK}%"
