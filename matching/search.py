"""One need's services in a large network: which of them could still reach a score, or be worth a step of the plan."""

from dataclasses import dataclass

import numpy as np

from matching.cells import BarrierIndex
from matching.columns import ABSENT, Bools, Floats, Ints
from matching.geography import EARTH_KM, UnitVector, department_of
from matching.problem import Problem
from matching.ranking import Ranking, ranking_of
from matching.scoring import nearness
from matching.travel import hours_one_way


@dataclass(frozen=True, slots=True)
class Search:
    """Bounds on the services of one need.

    Per cell: ``near``, the most that nearness may add to standing, and ``way``, the least that getting there may cost
    a plan. ``away``: what nearness may add beyond the cells that count as near. ``weight``: of the need in the plan.
    ``possible``: per entry, False for what surely takes nobody from there, or lies out of reach. ``known``: entries at
    the doors of partners who know the person, whose score holds more than standing and nearness.
    """

    index: BarrierIndex
    ranking: Ranking
    near: Floats
    way: Floats
    away: float
    weight: float
    possible: Bools
    known: Ints

    @classmethod
    def of(cls, problem: Problem, number: int) -> "Search":
        """The search for the need at position ``number`` of the profile."""
        catalogue, weights, need = problem.catalogue, problem.weights, problem.profile.needs[number]
        index, here = catalogue.index_of(need.barrier), catalogue.place_of(problem.profile)
        km = _least_km(here, index)
        ranking = ranking_of(problem, need.barrier)
        possible = _possible(problem, index, ranking, km)
        return cls(
            index=index,
            ranking=ranking,
            near=weights.score.distance * nearness(km, weights.scale) if here else np.zeros(len(km)),
            way=weights.plan.travel_hour * hours_one_way(km, weights.travel) if here else np.zeros(len(km)),
            away=weights.score.distance * float(nearness(weights.scale.far_km, weights.scale)) if here else 0.0,
            weight=weights.plan.of_need(need.severity, priority=need.priority),
            possible=possible,
            known=_at_known_doors(problem, index),
        )

    @property
    def reachable(self) -> int:
        """How many entries there are to read at all."""
        return int(np.count_nonzero(self.possible))

    def first(self, wanted: int) -> Ints:
        """Entries of the most promising cells and of the best standing, about ``wanted`` of each, and those known."""
        sizes = np.diff(self.index.cells.start)
        order = np.argsort(-(self.ranking.best_of_cell + self.near), kind="stable")
        nearby = self._entries_of(order[: int(np.searchsorted(np.cumsum(sizes[order]), wanted)) + 1])
        standing = self.ranking.order[: 4 * wanted]
        return self.possible_among([nearby, self.known, standing[self.possible[standing]][:wanted]])

    def reaching(self, score: float) -> list[Ints]:
        """Lists of the entries whose score could be ``score`` or more, but for partners who know the person."""
        return [self.ranking.of_standing(score - self.away), self._nearby(score)]

    def worth(self, value: float) -> tuple[Ints, Floats]:
        """The entries that could be worth ``value`` or more as a step of the plan, each with the most it could be.

        With a way to go, without one, and where the way may be spared. An entry may stand twice.
        """
        if not self.weight:
            every = np.flatnonzero(self.possible) if value <= 0 else np.empty(0, dtype=np.int64)
            return every, np.zeros(len(every))
        least, standing, start = value / self.weight, self.ranking.standing, self.index.cells.start
        wayless, spared = self.ranking.wayless, self.ranking.from_afar
        wayless = wayless[: np.searchsorted(-standing[wayless], -least, side="right")]
        near = self.near[np.searchsorted(start, spared, side="right") - 1]
        there, bonus = self._within(self.near - self.way / self.weight, least)
        entries = np.concatenate((there, wayless, spared))
        worth = standing[entries] + np.concatenate((bonus, np.zeros(len(wayless)), near))
        kept = (worth >= least) & self.possible[entries]
        return entries[kept], self.weight * worth[kept]

    def possible_among(self, found: list[Ints]) -> Ints:
        """The entries of any of the lists that are possible, in ascending order, each once."""
        marked = np.zeros(len(self.possible), dtype=np.bool_)
        for entries in found:
            marked[entries] = True
        return np.flatnonzero(marked & self.possible)

    def _nearby(self, score: float) -> Ints:
        """Entries of near cells that could reach so high a score."""
        return self._within(np.where(self.near > self.away, self.near, -np.inf), score)[0]

    def _within(self, bonus: Floats, least: float) -> tuple[Ints, Floats]:
        """Entries whose standing makes at least so much with the bonus of their cell, and that bonus."""
        cells = np.flatnonzero(self.ranking.best_of_cell + bonus >= least)
        entries = self._entries_of(cells)
        of_cell = np.repeat(bonus[cells], np.diff(self.index.cells.start)[cells])
        kept = self.ranking.standing[entries] + of_cell >= least
        return entries[kept], of_cell[kept]

    def _entries_of(self, cells: Ints) -> Ints:
        start = self.index.cells.start
        first, sizes = start[cells], np.diff(start)[cells]
        return np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())


def _least_km(here: UnitVector | None, index: BarrierIndex) -> Floats:
    """How near the nearest place of each cell may be; 0 where the person's place is unknown."""
    cells = index.cells
    if here is None:
        return np.zeros(len(cells))
    gap = cells.centre - np.array(here)
    chord = np.maximum(0.0, np.sqrt(np.einsum("ij,ij->i", gap, gap)) - cells.radius)
    km: Floats = 2.0 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2.0))
    return np.maximum(0.0, km - 0.001)  # distances are rounded to the metre


def _possible(problem: Problem, index: BarrierIndex, ranking: Ranking, km: Floats) -> Bools:
    profile, catalogue = problem.profile, problem.catalogue
    possible = np.ones(len(index.rows), dtype=np.bool_)
    here = profile.location.insee_code if profile.location else None
    if here is not None:
        own = catalogue.department_number.get(department_of(here), ABSENT)
        possible = (ranking.department == ABSENT) | (ranking.department == own)
    if profile.max_distance_km is not None:
        far = np.zeros(len(index.rows), dtype=np.bool_)
        far[: index.cells.start[-1]] = np.repeat(km > profile.max_distance_km, np.diff(index.cells.start))
        possible &= ~(far & ranking.bound)
    return possible


def _at_known_doors(problem: Problem, index: BarrierIndex) -> Ints:
    known = [problem.catalogue.rows_at(partner_id) for partner_id in sorted(problem.profile.known_partners)]
    rows = np.concatenate(known) if known else np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.isin(index.rows, rows)) if len(rows) else np.empty(0, dtype=np.int64)
