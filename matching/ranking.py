"""The standing of services on a given day: all of a score but what depends on who asks."""

from dataclasses import dataclass

import numpy as np

from matching.candidates import availability, record_ages
from matching.columns import Bools, Floats, Ints
from matching.learning.estimates import COMPONENTS as LEARNED
from matching.problem import Problem
from matching.scoring import freshness, sector_closeness
from network_data.vocabulary import BARRIERS

MOST_KEPT = 4 * len(BARRIERS)
"""Rankings kept with a catalogue: those of yesterday and of other weights go when there are more."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The services of one barrier by standing.

    ``standing``: per entry of the index, the score it would have at the end of the world for someone who meets every
    criterion. ``order``: entries, highest standing first; ``falling``: minus their standings. ``wayless``: of those,
    the ones in no cell. ``from_afar``: entries in cells that can also be reached from a distance. ``best_of_cell``: the
    highest standing in each cell. ``department``, ``bound``: those of the catalogue, per entry.
    """

    standing: Floats
    order: Ints
    falling: Floats
    wayless: Ints
    from_afar: Ints
    best_of_cell: Floats
    department: Ints
    bound: Bools

    def of_standing(self, least: float) -> Ints:
        """The entries of at least this standing."""
        return self.order[: np.searchsorted(self.falling, -least, side="right")]


def ranking_of(problem: Problem, barrier: str) -> Ranking:
    """The ranking of ``barrier`` on the day and under the weights of ``problem``.

    Cost: one sort of the barrier's services, once a day; then a look-up.
    """
    rankings, key = problem.catalogue.rankings, (barrier, problem.profile.on, problem.weights)
    found = rankings.get(key)
    if not isinstance(found, Ranking):
        if len(rankings) >= MOST_KEPT:
            rankings.clear()
        found = rankings[key] = _rank(problem, barrier)
    return found


def _rank(problem: Problem, barrier: str) -> Ranking:
    index = problem.catalogue.index_of(barrier)
    score, catalogue = problem.weights.score, problem.catalogue
    fits = np.array(problem.weights.fit.by_strength)
    standing = score.fit * fits[index.strengths] + score.capacity * availability(problem, index.rows)
    standing += score.certainty + score.freshness * freshness(record_ages(problem, index.rows), problem.weights.scale)
    standing += score.distance * np.where(catalogue.sectored[index.rows], sector_closeness(1.0, 0.0), 0.0)
    learned = catalogue.experience.on(problem.profile.on)
    values = learned.values(barrier)[:, learned.number_of_row[index.rows]]
    standing += np.array([getattr(score, name) for name in LEARNED]) @ values
    placed = int(index.cells.start[-1])
    best = np.maximum.reduceat(standing[:placed], index.cells.start[:-1]) if placed else np.empty(0)
    order = np.argsort(-standing, kind="stable")
    wayless = np.arange(len(index.rows)) >= placed
    from_afar = np.flatnonzero(~wayless & ~catalogue.bound[index.rows])
    return Ranking(
        standing=standing,
        order=order,
        falling=-standing[order],
        wayless=order[wayless[order]],
        from_afar=from_afar,
        best_of_cell=best,
        department=catalogue.department[index.rows],
        bound=catalogue.bound[index.rows],
    )
