"""What an import did, in figures and row by row, without repeating anyone's data."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

DETAILS_KEPT = 1_000
"""Faults beyond this many are counted, not listed, so that a report stays small whatever the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where.

    ``row``: the spreadsheet's row number for a CSV (the header is row 1), the object's rank for a JSON,
    0 for the whole file. ``reason`` is in French and quotes at most a code, never a name or an address.
    """

    file: str
    row: int
    field: str
    reason: str


@dataclass(slots=True)
class Counts:
    """What became of the records of one kind."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """Records that were usable."""
        return self.created + self.updated + self.unchanged


@dataclass(slots=True)
class ImportReport:
    """The result of one import.

    ``read`` counts rows of the files; each was accepted, skipped (a deliberate choice, by reason) or rejected (a
    fault): ``read == accepted + skipped_count + rejected_count``. ``partners`` and ``services`` count records: one
    FINESS row gives one of each. ``rejected`` and ``warnings`` list the first ``DETAILS_KEPT`` faults.
    """

    format: str
    territory: str = ""
    read: int = 0
    accepted: int = 0
    partners: Counts = field(default_factory=Counts)
    services: Counts = field(default_factory=Counts)
    skipped: Counter[str] = field(default_factory=Counter)
    rejected: list[Fault] = field(default_factory=list)
    rejected_count: int = 0
    warnings: list[Fault] = field(default_factory=list)
    warning_count: int = 0

    @property
    def created(self) -> int:
        """Partners and services created."""
        return self.partners.created + self.services.created

    @property
    def updated(self) -> int:
        """Partners and services updated."""
        return self.partners.updated + self.services.updated

    @property
    def unchanged(self) -> int:
        """Partners and services found identical."""
        return self.partners.unchanged + self.services.unchanged

    @property
    def skipped_count(self) -> int:
        """Rows left out on purpose."""
        return self.skipped.total()

    @property
    def usable(self) -> bool:
        """Whether at least one row was used."""
        return self.accepted > 0

    @property
    def changed(self) -> bool:
        """Whether the network is no longer what it was."""
        return bool(self.created or self.updated)

    def reject(self, fault: Fault) -> None:
        """Counts a row as unusable."""
        self.rejected_count += 1
        if len(self.rejected) < DETAILS_KEPT:
            self.rejected.append(fault)

    def warn(self, fault: Fault) -> None:
        """Notes that a row was used without one of its values."""
        self.warning_count += 1
        if len(self.warnings) < DETAILS_KEPT:
            self.warnings.append(fault)

    def skip(self, reason: str) -> None:
        """Counts a row as left out on purpose."""
        self.skipped[reason] += 1

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, ready for JSON."""
        totals = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        reasons = dict(sorted(self.skipped.items()))
        return {**asdict(self), **totals, "skipped": reasons, "skipped_count": self.skipped_count}
