"""Draw what holds what: barriers on the left, services in the middle, partners on the right."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from xml.etree.ElementTree import Element

from markupsafe import Markup

from api.web.pictures.svg import Translate, element, group, markup, number, picture, unchanged

WIDTH = 420.0
_HEAD = 30.0
_LINE = 13.0
_ROW = 46.0
_BETWEEN = 14.0
_CHARACTERS = 19
_MOST_LINES = 3
_BARRIERS, _SERVICES, _PARTNERS = 0.0, 142.0, 302.0
"""Where each column of words begins."""
_COLUMN = 112.0
_DOT = 4.0


@dataclass(frozen=True)
class MeshLink:
    """A barrier, a service that takes some of its needs, and whose it is; ``fragile``: some have no other partner."""

    barrier: str
    service: str
    partner: str
    fragile: bool


@dataclass(frozen=True)
class _Node:
    words: str
    y: float


def mesh(
    links: Sequence[MeshLink], more: Mapping[str, int], translate: Translate = unchanged, *, identifier: str = "mesh"
) -> Markup:
    """Draw the links, those that hold a need alone dashed.

    Args:
        links: The links, those of one barrier together, in the order to read them.
        more: How many further services each barrier has.
        translate: Turns a French message into the reader's language.
        identifier: Prefix of the identifiers of the picture, unique in the page.

    Returns:
        An ``<svg>`` styled by classes alone. Two calls with the same arguments give the same text.
    """
    links = _neighbours(links)
    rows = _rows(links)
    partners = _partners(links, rows)
    height = max(rows[-1], *(node.y for node in partners.values())) + _ROW / 2
    title = translate("Ce qui tient à peu de partenaires")
    root = picture("mesh", identifier, title, _describe(links, translate), (WIDTH, height))
    root.append(_headings(translate))
    drawn = sorted(enumerate(links), key=lambda each: each[1].fragile)
    root.append(
        group("mesh-links", [line for rank, link in drawn for line in _lines(link, rank, rows, partners, links)])
    )
    root.append(group("mesh-barriers", _barriers(links, rows, more, translate)))
    services = [_Node(link.service, y) for link, y in zip(links, rows, strict=True)]
    root.append(group("mesh-services", [_word(node, _SERVICES) for node in services]))
    root.append(group("mesh-partners", [_word(node, _PARTNERS) for node in partners.values()]))
    return markup(root)


def _neighbours(links: Sequence[MeshLink]) -> list[MeshLink]:
    """The links barrier by barrier, each barrier next to one that shares a partner with it where there is one."""
    groups: dict[str, list[MeshLink]] = {}
    for link in links:
        groups.setdefault(link.barrier, []).append(link)
    ordered: list[MeshLink] = []
    while groups:
        last = {link.partner for link in ordered if link.barrier == ordered[-1].barrier}
        sharing = (barrier for barrier, group in groups.items() if last & {link.partner for link in group})
        ordered.extend(groups.pop(next(sharing, next(iter(groups)))))
    return ordered


def _rows(links: Sequence[MeshLink]) -> list[float]:
    """The height of each link's service; a service stands once for each barrier, so that lines stay short."""
    y, rows = _HEAD - _ROW / 2, []
    for before, link in zip([None, *links], links, strict=False):
        y += _ROW + (_BETWEEN if before and before.barrier != link.barrier else 0.0)
        rows.append(y)
    return rows


def _partners(links: Sequence[MeshLink], rows: Sequence[float]) -> dict[str, _Node]:
    """Each partner beside its services, pushed down where another stands."""
    wanted: dict[str, list[float]] = {}
    for link, y in zip(links, rows, strict=True):
        wanted.setdefault(link.partner, []).append(y)
    lowest, placed = -_ROW, {}
    for name in sorted(wanted, key=lambda name: (mean(wanted[name]), name)):
        lowest = max(mean(wanted[name]), lowest + _ROW)
        placed[name] = _Node(name, lowest)
    return placed


def _barrier_height(barrier: str, links: Sequence[MeshLink], rows: Sequence[float]) -> float:
    return mean(y for link, y in zip(links, rows, strict=True) if link.barrier == barrier)


def _lines(
    link: MeshLink, rank: int, rows: Sequence[float], partners: Mapping[str, _Node], links: Sequence[MeshLink]
) -> list[Element]:
    css = "mesh-fragile" if link.fragile else "mesh-link"
    ends = (
        (_BARRIERS + _COLUMN + 8, _barrier_height(link.barrier, links, rows)),
        (_SERVICES - 8, rows[rank]),
        (_SERVICES + _COLUMN + 14, rows[rank]),
        (_PARTNERS - 8, partners[link.partner].y),
    )
    return [element("path", css, d=_curve(start, end)) for start, end in list(pairwise(ends))[::2]]


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = (x2 - x1) / 2
    return (
        f"M{number(x1)} {number(y1)}C{number(x1 + bend)} {number(y1)} {number(x2 - bend)} {number(y2)} "
        f"{number(x2)} {number(y2)}"
    )


def _barriers(
    links: Sequence[MeshLink], rows: Sequence[float], more: Mapping[str, int], translate: Translate
) -> list[Element]:
    drawn = []
    for barrier in dict.fromkeys(link.barrier for link in links):
        y, rest = _barrier_height(barrier, links, rows), more.get(barrier, 0)
        drawn.append(_word(_Node(barrier, y - (_LINE / 2 if rest else 0)), _BARRIERS))
        if rest:
            several = translate("et {number} autres services") if rest > 1 else translate("et un autre service")
            below = y + _LINE / 2 + _LINE * len(_wrapped(barrier)) / 2
            drawn.append(element("text", "mesh-more", several.format(number=rest), x=_BARRIERS, y=below))
    return drawn


def _word(node: _Node, x: float) -> Element:
    """The words of a node, on a few lines centred on its height."""
    lines = _wrapped(node.words)
    first = node.y - (len(lines) - 1) * _LINE / 2
    words = [element("text", "mesh-word", line, x=x, y=first + rank * _LINE) for rank, line in enumerate(lines)]
    return group("mesh-node", [element("title", "", node.words), *words])


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, _CHARACTERS, max_lines=_MOST_LINES, placeholder="…") or [""]


def _headings(translate: Translate) -> Element:
    columns = (
        (_BARRIERS, translate("Freins")),
        (_SERVICES, translate("Services")),
        (_PARTNERS, translate("Partenaires")),
    )
    return group("mesh-heads", [element("text", "mesh-head", name, x=x, y=8) for x, name in columns])


def _describe(links: Sequence[MeshLink], translate: Translate) -> str:
    """Tell the fragile links one by one: they are what the picture is for."""
    told = [
        translate("« {barrier} » tient à {partner}, par « {service} ».").format(
            barrier=link.barrier, partner=link.partner, service=link.service
        )
        for link in links
        if link.fragile
    ]
    return " ".join(told) or translate("Aucun lien ne tient seul un besoin.")
