"""Reads a page as a tree, the way a browser would, so that tests speak of what is on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass
class Node:
    """An element: its attributes, its children, and the text that stands directly in it, in order."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    content: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text within, spaces made single."""
        return " ".join("".join(self._texts()).split())

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator["Node"]:
        """Every element within, in reading order."""
        for child in self.content:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", css: str = "", **attributes: str) -> list["Node"]:
        """The elements within that have this tag, class and attributes."""
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and (not css or css in node.classes)
            and all(node.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str = "", css: str = "", **attributes: str) -> "Node":
        """The only such element."""
        found = self.all(tag, css, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag}.{css} {attributes}"
        return found[0]

    def within(self, tag: str) -> bool:
        """Whether an element of this tag stands around it."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.within(tag))

    def without(self, unwanted: Callable[["Node"], bool]) -> "Node":
        """A copy of the element, less what is unwanted within."""
        copy = Node(self.tag, self.attributes)
        copy.content = [
            child if isinstance(child, str) else child.without(unwanted)
            for child in self.content
            if isinstance(child, str) or not unwanted(child)
        ]
        return copy

    def _texts(self) -> Iterator[str]:
        for child in self.content:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self._here = Node("document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self._here)
        self._here.content.append(node)
        if tag not in _VOID:
            self._here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._here.tag == tag, f"</{tag}> closes <{self._here.tag}>"
        assert self._here.parent is not None
        self._here = self._here.parent

    def handle_data(self, data: str) -> None:
        self._here.content.append(data)


def read(html: str) -> Node:
    """The page as a tree; an element that is not closed where it should be fails."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.root is reader._here, "an element stays open"
    return reader.root
