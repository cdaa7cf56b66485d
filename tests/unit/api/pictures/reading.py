"""Reads a picture back as a browser would, to check what is really drawn."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

SVG = "{http://www.w3.org/2000/svg}"


def read(markup: str) -> Element:
    """Parse the picture; fails when it is not well formed."""
    return fromstring(markup)


def with_class(root: Element, css: str) -> list[Element]:
    """The elements that carry a class, in drawing order."""
    return [each for each in root.iter() if css in each.get("class", "").split()]


def words(root: Element, css: str) -> list[str]:
    """The visible words of a class."""
    return ["".join(each.itertext()) for each in with_class(root, css)]


def text_of(root: Element, tag: str) -> str:
    """The title or the description of the whole picture."""
    return root.findtext(f"{SVG}{tag}", "")


def numbers(root: Element) -> set[int]:
    """The step numbers that the marks carry."""
    return {int(number) for mark in words(root, "map-number") for number in mark.split("·")}


def moved_to(each: Element) -> tuple[float, float]:
    """Where a group that is moved into place stands."""
    found = re.fullmatch(r"translate\((\S+) (\S+)\)", each.get("transform", ""))
    assert found
    return float(found[1]), float(found[2])


def faces(root: Element) -> Iterator[tuple[float, float, float, float]]:
    """The left, top, right and bottom of the face of every mark."""
    for mark in with_class(root, "map-stop"):
        x, y = moved_to(mark)
        (edge,) = with_class(mark, "map-edge")
        half_width, half_height = float(edge.get("width", "")) / 2, float(edge.get("height", "")) / 2
        yield x - half_width, y - half_height, x + half_width, y + half_height


def point(each: Element) -> tuple[float, float]:
    """The centre of a circle."""
    return float(each.get("cx", "")), float(each.get("cy", ""))
