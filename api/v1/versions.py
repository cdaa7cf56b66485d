"""Gives what changes an ETag, and honours ``If-Match`` (RFC 9110, 13.1.1): nobody changes what they have not seen.

The tag is the number of the last event, the same in every language and for every reader.
"""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from api.errors import ChangedMeanwhileError

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_STRONG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')

IfMatch = Annotated[
    str | None,
    Header(
        max_length=1000,
        pattern=rf"^\s*(\*|{_TAG}(\s*,\s*{_TAG})*)\s*$",
        description="L’« ETag » que vous avez lu : si quelqu’un a modifié entre-temps, rien n’est fait (412).",
    ),
]


class Versioned(Protocol):
    """What an answer tells of something that changes."""

    @property
    def version(self) -> int:
        """How many times it was written."""

    def changes_after(self, version: int) -> Sequence[BaseModel]:
        """What was written after that version."""


Told = TypeVar("Told", bound=Versioned)


class Seen:
    """What the asker has seen of the thing they change."""

    def __init__(self, if_match: str | None, response: Response) -> None:
        self._tags = _strong_tags(if_match) if if_match is not None and if_match.strip() != "*" else None
        self._response = response

    def tell(self, document: Told) -> Told:
        """The document, under its tag."""
        return tagged(self._response, document)

    def first(self, now: Callable[[], Versioned], change: Callable[[], Told]) -> Callable[[], Told]:
        """``change``, unless the thing as it is ``now`` is not what the asker has seen.

        Raises (when it is called):
            ChangedMeanwhileError: it was changed; by what is told.
        """

        def checked() -> Told:
            if self._tags is not None:
                self._check(now())
            return change()

        return checked

    def _check(self, current: Versioned) -> None:
        tags = self._tags or frozenset()
        if str(current.version) in tags:
            return
        known = [int(tag) for tag in tags if tag.isascii() and tag.isdigit() and len(tag) < len("1000000")]
        before = max((version for version in known if version < current.version), default=None)
        changes = current.changes_after(before) if before is not None else ()
        raise ChangedMeanwhileError(tag_of(current), [change.model_dump(mode="json") for change in changes])


def seen(response: Response, if_match: IfMatch = None) -> Seen:
    """What this request says that its asker has seen."""
    return Seen(if_match, response)


CurrentSeen = Annotated[Seen, Depends(seen)]


def tagged(response: Response, document: Told) -> Told:
    """The document, under its tag in the answer's headers."""
    response.headers["etag"] = tag_of(document)
    return document


def tag_of(document: Versioned) -> str:
    """The ETag of a document."""
    return f'"{document.version}"'


def _strong_tags(header: str) -> frozenset[str]:
    """The tags in a header, without the weak ones: those match nothing here."""
    return frozenset(tag for weak, tag in _STRONG.findall(header) if not weak)
