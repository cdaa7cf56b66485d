"""The counts of a coverage by name, the sums that relate them, and which of them may be read by whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.services.small_counts import Sum, hidden
from matching.coverage import Coverage
from matching.coverage.dependence import Loss
from matching.coverage.facets import Facet, Tally
from matching.coverage.gaps import Gap

Key = tuple[str, ...]
STANDINGS = ("followed", "sure", "perhaps", "uncovered")
COLUMNS = ("needs", *STANDINGS, "single")
TOTAL = "total"
_PARTITIONS = (Facet.BARRIER, Facet.AREA)
"""The facets of which each need has exactly one value."""


@dataclass(frozen=True, slots=True)
class Published:
    """The counts as they may be read: all of them inside the programme; outside, none that could tell of someone."""

    hidden: frozenset[Key]
    shareable: bool

    @classmethod
    def of(cls, coverage: Coverage, lost: Mapping[str, int], *, shareable: bool) -> "Published":
        """The counts of ``coverage`` as they are, or made ``shareable``."""
        if not shareable:
            return cls(frozenset(), shareable=False)
        book = _Book(coverage, lost)
        return cls(hidden(book.counts, book.sums), shareable=True)

    def shows(self, *key: str) -> bool:
        """Whether the count called ``key`` may be read."""
        return key not in self.hidden

    def of_count(self, count: int, *key: str) -> int | None:
        """The count called ``key``, or None."""
        return count if self.shows(*key) else None


class _Book:
    """Every count that is published, those that could be worked out from them, and how they add up."""

    def __init__(self, coverage: Coverage, lost: Mapping[str, int]) -> None:
        self.counts: dict[Key, int] = {("people",): coverage.people}
        self.sums: list[Sum[Key]] = []
        self._tally((TOTAL,), coverage.total)
        for facet, groups in coverage.facets.items():
            for code, tally in groups:
                self._tally((facet, code), tally)
            if facet in _PARTITIONS and groups:
                for column in COLUMNS:
                    self._sum((TOTAL, column), [(facet, code, column) for code, _ in groups])
        self._gaps(coverage)
        for kind, losses in (("partner", coverage.partners), ("service", coverage.services), ("gate", coverage.gates)):
            self._losses(kind, losses)
        self._prospects(coverage)
        self._without(lost)

    def _add(self, count: int, *key: str) -> Key:
        self.counts[key] = count
        return key

    def _sum(self, total: Key, parts: list[Key]) -> None:
        self.sums.append(Sum(total, tuple(parts)))

    def _tally(self, name: Key, tally: Tally) -> None:
        for column in COLUMNS:
            self._add(getattr(tally, column), *name, column)
        self._sum((*name, "needs"), [(*name, standing) for standing in STANDINGS])

    def _gaps(self, coverage: Coverage) -> None:
        by_barrier: dict[str, list[Key]] = {}
        for gap in coverage.gaps:
            whole = self._add(gap.needs, *gap_key(gap))
            everywhere = self._add(gap.everywhere, *gap_key(gap), "everywhere")
            self._sum(whole, [everywhere, self._add(gap.needs - gap.everywhere, *gap_key(gap), "elsewhere")])
            for code, count in gap.languages:
                self._add(count, *gap_key(gap), "language", code)
            areas = [self._add(count, *gap_key(gap), "area", code) for code, count in gap.areas]
            placed = sum(count for _, count in gap.areas)
            self._sum(whole, [*areas, self._add(gap.needs - placed, *gap_key(gap), "area", "")])
            by_barrier.setdefault(gap.barrier, []).append(whole)
        for barrier, parts in by_barrier.items():
            self._sum((Facet.BARRIER, barrier, "uncovered"), parts)

    def _losses(self, kind: str, losses: tuple[Loss, ...]) -> None:
        by_barrier: dict[str, list[Key]] = {}
        for loss in losses:
            whole = self._add(loss.needs, kind, loss.id)
            parts = [self._add(count, kind, loss.id, barrier) for barrier, count in loss.barriers]
            self._sum(whole, parts)
            for barrier, part in zip((barrier for barrier, _ in loss.barriers), parts, strict=True):
                by_barrier.setdefault(barrier, []).append(part)
        if kind == "partner" and losses:
            self._sum((TOTAL, "single"), [(kind, loss.id) for loss in losses])
            for barrier, parts in by_barrier.items():
                self._sum((Facet.BARRIER, barrier, "single"), parts)

    def _prospects(self, coverage: Coverage) -> None:
        found = coverage.prospects
        parts: list[Key] = []
        for number, prospect in enumerate(found.found):
            name = ("prospect", str(number))
            parts.append(self._add(prospect.unlocks, *name, "unlocks"))
            secures = self._add(prospect.secures, *name, "secures")
            whole = self._add(prospect.unlocks + prospect.secures, *name)
            self._sum(whole, [parts[-1], secures])
            self._sum(whole, [self._add(count, *name, barrier) for barrier, count in prospect.barriers])
        if parts:
            unlocked = self._add(found.unlocks, "prospects", "unlocks")
            self._sum(unlocked, parts)
            left = self._add(found.at_most - found.unlocks, "prospects", "beyond")
            self._sum(self._add(found.at_most, "prospects", "at_most"), [unlocked, left])
        for place in coverage.places:
            self._add(place.unlocks, "places", place.service_id, "unlocks")
            self._add(place.shortens, "places", place.service_id, "shortens")

    def _without(self, lost: Mapping[str, int]) -> None:
        if lost:
            parts = [self._add(count, "without", barrier) for barrier, count in lost.items()]
            self._sum(self._add(sum(lost.values()), "without"), parts)


def gap_key(gap: Gap) -> Key:
    """What the count of a gap is called."""
    return ("gap", gap.barrier, gap.reason)


def loss_parts(counts: Published, kind: str, loss: Loss) -> Iterator[tuple[str, int]]:
    """The barriers of a loss whose counts may be read."""
    return ((barrier, count) for barrier, count in loss.barriers if counts.shows(kind, loss.id, barrier))
