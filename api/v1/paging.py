"""Lists by pages: ``?page=1&size=50`` in, items and counts out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel

from api.at_once import at_once

Item = TypeVar("Item")
Row = TypeVar("Row")

_LAST_PAGE = 1_000_000
_MOST_PER_PAGE = 200


class Page(BaseModel, Generic[Item]):
    """One page of a list; one beyond the last is empty."""

    items: list[Item]
    total: int
    page: int
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for."""

    page: Annotated[int, Query(ge=1, le=_LAST_PAGE, description="Numéro de la page.")] = 1
    size: Annotated[int, Query(ge=1, le=_MOST_PER_PAGE, description="Éléments par page.")] = 50

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.page - 1) * self.size

    def part(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of this page, of a list that is in memory."""
        return rows[self.offset : self.offset + self.size]

    def of(self, rows: Iterable[Row], total: int, tell: Callable[[Row], Item]) -> Page[Item]:
        """The page made of ``rows``, out of ``total``."""
        items = [tell(row) for row in rows]
        return Page(items=items, total=total, page=self.page, size=self.size, pages=ceil(total / self.size))


AskedPage = Annotated[Paging, Depends(at_once(Paging))]
