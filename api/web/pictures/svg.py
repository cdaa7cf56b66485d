"""Build SVG that is well formed and escaped by construction, and styled by classes alone."""

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup

Translate = Callable[[str], str]

_NOT_ALLOWED_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def unchanged(text: str) -> str:
    """Translate nothing: the words of the pictures are written in French."""
    return text


def element(tag: str, css: str = "", text: str = "", /, **attributes: str | float) -> Element:
    """Make one SVG element.

    Attribute names are written with underscores (``text_anchor``); numbers keep two decimals,
    far below what an eye sees.
    """
    made = Element(tag)
    if css:
        made.set("class", css)
    for name, value in attributes.items():
        made.set(name.replace("_", "-"), value if isinstance(value, str) else number(value))
    if text:
        made.text = _NOT_ALLOWED_IN_XML.sub("", text)
    return made


def group(css: str, children: Iterable[Element], **attributes: str | float) -> Element:
    """Gather elements under one class."""
    made = element("g", css, **attributes)
    made.extend(children)
    return made


def picture(css: str, identifier: str, title: str, description: str, size: tuple[float, float]) -> Element:
    """Start a picture that a screen reader announces by its title, then its description.

    Args:
        css: Class of the picture.
        identifier: Prefix of its identifiers, unique in the page.
        title: What the picture is, in a few words.
        description: What it shows, in sentences.
        size: Width and height of the drawing, in its own units.
    """
    root = element(
        "svg",
        css,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(size[0])} {number(size[1])}",
        role="img",
        aria_labelledby=f"{identifier}-title",
        aria_describedby=f"{identifier}-desc",
    )
    root.append(element("title", "", title, id=f"{identifier}-title"))
    root.append(element("desc", "", description, id=f"{identifier}-desc"))
    return root


def path_data(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """Write points as the ``d`` of a path."""
    joined = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{joined}Z" if closed else f"M{joined}"


def number(value: float) -> str:
    """Write a coordinate shortly: two decimals at most, never ``-0``."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def markup(root: Element) -> Markup:
    """Turn the finished picture into text that a template may insert as it is."""
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704  # ElementTree has escaped every text and attribute
