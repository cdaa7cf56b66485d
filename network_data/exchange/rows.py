"""The parts of an import: a format reads rows and maps each to records; what comes after is the same for all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from network_data.exchange.report import Fault
from network_data.exchange.sources import Source

Values = dict[str, Any]
"""Field name of a table -> value."""


class Kind(StrEnum):
    """The table a record goes to."""

    PARTNER = "partner"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file gives it; ``problem`` when it could not even be cut into fields.

    ``table`` tells a format with several kinds of files which one this is.
    """

    file: str
    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None
    table: str = ""

    def fault(self, name: str, reason: str) -> Fault:
        """A fault of this row."""
        return Fault(self.file, self.number, name, reason)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of ours to be: only the fields that the source provides."""

    kind: Kind
    values: Values


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row becomes: records, or a rejection, or a deliberate skip."""

    row: RawRow
    records: tuple[Record, ...] = ()
    rejection: Fault | None = None
    skipped: str | None = None
    warnings: tuple[Fault, ...] = ()


class Format(Protocol):
    """A format that can be imported."""

    @property
    def name(self) -> str:
        """Its name on the command line."""

    def read(self, sources: Sequence[Source]) -> Iterator[RawRow]:
        """Yields the rows of all files, partners before the services that need them.

        Raises:
            UnusableFile: a file cannot be read, or is not of this format.
        """

    def department(self, row: RawRow) -> str | None:
        """The département a row lies in, where it says so."""

    def map(self, row: RawRow) -> Outcome:
        """Turns a row into records. Never raises on bad data."""

    def derive(self, service: Values, partner: Mapping[str, Any]) -> Values:
        """What the service's and its partner's fields say about access and public; ``{}`` where ``map`` said it."""
