"""Gives what changes an ETag, and honours ``If-Match`` (RFC 9110, 13.1.1): nobody changes what they have not seen.

The tag is the number of the last event, the same in every language and for every reader.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from api.at_once import at_once
from api.errors import ChangedMeanwhileError
from api.v1.idempotency import CurrentOnce

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_STRONG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')
_NUMBER = re.compile(r"[0-9]{1,6}")

IfMatch = Annotated[
    str | None,
    Header(
        max_length=1000,
        pattern=rf"^\s*(\*|{_TAG}(\s*,\s*{_TAG})*)\s*$",
        description="L’« ETag » que vous avez lu : si quelqu’un a modifié entre-temps, rien n’est fait (412).",
    ),
]


class VersionedDocument(BaseModel, ABC):
    """What an answer tells of something that changes."""

    @property
    @abstractmethod
    def version(self) -> int:
        """How many times it was written."""

    @abstractmethod
    def changes_after(self, version: int) -> Sequence[BaseModel]:
        """What was written after that version."""


Document = TypeVar("Document", bound=VersionedDocument)


@dataclass(frozen=True, slots=True)
class Change:
    """Does what a request asks once, to the version that the asker has seen."""

    once: CurrentOnce
    response: Response
    if_match: IfMatch = None

    def answer(self, person_id: str | None, body: bytes, now: Document, do: Callable[[], Document]) -> Document:
        """What ``do`` gives, under its tag; ``now``: how it is before. See ``Once.answer``.

        Raises:
            ChangedMeanwhileError: it is not what the asker has seen; what was changed is told.
            ReusedIdempotencyKeyError: the key has served for another request.
        """

        def change() -> Document:
            self._check(now)
            return do()

        return tagged(self.response, self.once.answer(person_id, body, type(now), change))

    def _check(self, current: VersionedDocument) -> None:
        if self.if_match is None or self.if_match.strip() == "*":
            return
        # Weak tags match nothing here.
        tags = {tag for weak, tag in _STRONG.findall(self.if_match) if not weak}
        if str(current.version) in tags:
            return
        known = [int(tag) for tag in tags if _NUMBER.fullmatch(tag)]
        before = max((version for version in known if version < current.version), default=None)
        changes = current.changes_after(before) if before is not None else ()
        raise ChangedMeanwhileError(_tag(current), [each.model_dump(mode="json") for each in changes])


CurrentChange = Annotated[Change, Depends(at_once(Change))]


def tagged(response: Response, document: Document) -> Document:
    """The document, under its tag in the answer's headers."""
    response.headers["etag"] = _tag(document)
    return document


def _tag(document: VersionedDocument) -> str:
    return f'"{document.version}"'
