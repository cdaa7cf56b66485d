"""The services of all needs in a large network: which could still reach a score, or be worth a step of the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matching.cells import CELL, BarrierIndex
from matching.columns import ABSENT, Floats, Ints
from matching.geography import EARTH_KM, UnitVector, department_of
from matching.offers import need_weights
from matching.problem import Problem
from matching.ranking import Lists, Ranking, rankings_of
from matching.scoring import nearness
from matching.travel import hours_one_way

Entries = list[Ints]
"""For each need, entries of its barrier's index."""
_NEVER = -1e9
"""Less than any score can make up for; not without end, which could not be compared with what asks for nothing."""


@dataclass(frozen=True, slots=True)
class Search:
    """Bounds on the services of each need, cell by cell.

    The cells of all needs stand one after another, those of need i from ``bounds[i]`` to ``bounds[i + 1]``. Per cell:
    ``need``; ``first`` of its entries, and their number (``size``); ``best``, the highest standing; ``km``, how far its
    nearest place may be; ``near``, the most that nearness may add to its standing. ``away``: what nearness may add
    beyond the cells that count as near. ``lists``: what may take this person, per need. ``known``: entries at the doors
    of partners who know them, whose score holds more. ``starts``: where the entries of each need begin when all stand
    one after another, and their end.
    """

    problem: Problem
    indexes: Sequence[BarrierIndex]
    rankings: Sequence[Ranking]
    bounds: Ints
    need: Ints
    first: Ints
    size: Ints
    best: Floats
    km: Floats
    near: Floats
    away: float
    lists: Sequence[Sequence[Lists]]
    known: Entries
    starts: Ints

    @classmethod
    def of(cls, problem: Problem) -> "Search":
        """The search for all the needs of a profile."""
        profile, catalogue, weights = problem.profile, problem.catalogue, problem.weights
        indexes, rankings = [catalogue.index_of(need.barrier) for need in profile.needs], rankings_of(problem)
        start, here = [index.cells.start for index in indexes], problem.here
        counts = [len(of_cells) - 1 for of_cells in start]
        first = np.concatenate([of_cells[:-1] for of_cells in start])
        km = _least_km(here, indexes)
        department = _department_of(problem)
        return cls(
            problem=problem,
            indexes=indexes,
            rankings=rankings,
            bounds=np.cumsum([0, *counts]),
            need=np.repeat(np.arange(len(indexes)), counts),
            first=first,
            size=np.concatenate([of_cells[1:] for of_cells in start]) - first,
            best=np.concatenate([ranking.best_of_cell for ranking in rankings]),
            km=km,
            near=weights.score.distance * nearness(km, weights.scale) if here else np.zeros(len(km)),
            away=weights.score.distance * float(nearness(weights.scale.far_km, weights.scale)) if here else 0.0,
            lists=[list(ranking.lists_for(department)) for ranking in rankings],
            known=_at_known_doors(problem, indexes),
            starts=np.cumsum([0, *(len(index.rows) for index in indexes)]),
        )

    def holds_more_than(self, number: int, wanted: int) -> bool:
        """Whether ``most_promising`` could give more of a need than for ``wanted``."""
        return wanted < len(self.indexes[number].rows)

    def most_promising(self, wanted: Sequence[int]) -> Entries:
        """For each need about ``wanted`` entries by the bounds of their cells, as many by standing, and those known.

        Some of them more than once.
        """
        promise, bounds = self.best + self.near, pairwise(self.bounds.tolist())
        best = [
            first + _highest(promise[first:end], count // CELL + 1)
            for count, (first, end) in zip(wanted, bounds, strict=True)
        ]
        cells = np.concatenate(best)
        there = _cut(*self._entries_of(cells))
        return [
            np.concatenate([entries, known, *(lists.every.entries[:count] for lists in own)])
            for entries, known, own, count in zip(there, self.known, self.lists, wanted, strict=True)
        ]

    def reaching(self, scores: Floats) -> list[Entries]:
        """For each need, the entries whose score could be ``scores`` or more, but at partners who know the person."""
        near = np.where(self.near > self.away, self.near, _NEVER)
        return [
            [entries, *(lists.every.down_to(score - self.away) for lists in own)]
            for score, own, entries in zip(scores.tolist(), self.lists, self._within(near, scores), strict=True)
        ]

    def worth(self, values: Floats) -> list[Entries]:
        """For each need, the entries that could be worth ``values`` or more to the plan.

        With a way to go, without one, and where the way may be spared.
        """
        weights = self.problem.weights
        weight = need_weights(self.problem, np.arange(len(values)))
        way = weights.plan.travel_hour * hours_one_way(self.km, weights.travel)
        weighing = weight > 0
        least = np.divide(values, weight, out=np.where(values <= 0, -np.inf, np.inf), where=weighing)
        share = np.divide(1.0, weight, out=np.zeros(len(values)), where=weighing)
        there = self._within(self.near - way * share[self.need], least)
        return [
            [
                entries,
                *(lists.wayless.down_to(score) for lists in own),
                *(lists.from_afar.down_to(score - self._nearest(number)) for lists in own),
            ]
            for number, (score, own, entries) in enumerate(zip(least.tolist(), self.lists, there, strict=True))
        ]

    def together(self, found: Iterable[Sequence[Ints]]) -> Entries:
        """For each need the entries of any of its lists, in ascending order, each once.

        Cost: one sort of all of them.
        """
        starts = self.starts.tolist()
        every = np.concatenate([start + own for start, lists in zip(starts, found, strict=False) for own in lists])
        every.sort()
        distinct = every[np.concatenate(([True], every[1:] != every[:-1]))] if len(every) else every
        ends = distinct.searchsorted(self.starts).tolist()
        return [distinct[at:end] - start for start, (at, end) in zip(starts, pairwise(ends), strict=False)]

    def _within(self, bonus: Floats, least: Floats) -> Entries:
        """For each need, the entries whose standing makes its ``least`` with the bonus of their cell."""
        lacking = least.take(self.need) - bonus
        cells = (self.best >= lacking).nonzero()[0]
        entries, ends = self._entries_of(cells)
        standing = [
            ranking.standing.take(entries[at:end])
            for ranking, (at, end) in zip(self.rankings, pairwise(ends.tolist()), strict=True)
        ]
        enough = np.concatenate(standing) >= lacking.take(cells).repeat(self.size.take(cells))
        kept = enough.nonzero()[0]
        return _cut(entries.take(kept), kept.searchsorted(ends))

    def _entries_of(self, cells: Ints) -> tuple[Ints, Ints]:
        """The entries of ``cells``, which stand need by need, and where those of each need begin and the last end."""
        size = self.size.take(cells)
        ends = size.cumsum()
        found: Ints = (self.first.take(cells) - ends + size).repeat(size)
        found += np.arange(len(found))
        return found, np.concatenate(([0], ends)).take(cells.searchsorted(self.bounds))

    def _nearest(self, number: int) -> float:
        """The most that nearness may add for a need."""
        near = self.near[self.bounds[number] : self.bounds[number + 1]]
        return float(near.max()) if len(near) else 0.0


def _cut(entries: Ints, ends: Ints) -> Entries:
    return [entries[at:end] for at, end in pairwise(ends.tolist())]


def _highest(values: Floats, count: int) -> Ints:
    """The places of the ``count`` highest of ``values``, in any order."""
    if count == 1 and len(values):
        return np.array([values.argmax()])
    return np.argpartition(values, -count)[-count:] if count < len(values) else np.arange(len(values))


def _least_km(here: UnitVector | None, indexes: Sequence[BarrierIndex]) -> Floats:
    """How near the nearest place of each cell may be; 0 where the person's place is unknown."""
    if here is None:
        return np.zeros(sum(len(index.cells) for index in indexes))
    gap = np.concatenate([index.cells.centre for index in indexes]) - np.array(here)
    radius = np.concatenate([index.cells.radius for index in indexes])
    chord = np.maximum(0.0, np.sqrt(np.einsum("ij,ij->i", gap, gap)) - radius)
    km: Floats = 2.0 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2.0))
    return np.maximum(0.0, km - 0.001)  # distances are rounded to the metre


def _department_of(problem: Problem) -> int | None:
    """The number of the person's département, ``ABSENT`` for one that no service is bound to; None where unknown."""
    location = problem.profile.location
    if location is None or location.insee_code is None:
        return None
    return problem.catalogue.department_number.get(department_of(location.insee_code), ABSENT)


def _at_known_doors(problem: Problem, indexes: Sequence[BarrierIndex]) -> Entries:
    known = [problem.catalogue.rows_at(partner_id) for partner_id in sorted(problem.profile.known_partners)]
    rows = np.concatenate(known) if known else np.empty(0, dtype=np.int64)
    if not len(rows):
        return [rows] * len(indexes)
    return [np.flatnonzero(np.isin(index.rows, rows)) for index in indexes]
