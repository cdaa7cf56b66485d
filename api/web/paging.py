"""Cuts a list into pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paging:
    """Page ``number`` (from 1) of ``total`` things, ``size`` a page; beyond the last page it is the last."""

    wanted: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The page shown."""
        return min(self.wanted, self.pages)

    @property
    def start(self) -> int:
        """The position of the first thing shown."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """One past the position of the last thing shown."""
        return min(self.start + self.size, self.total)
