"""What services are worth on a given day, whoever asks: most of a score, and an order to read them in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.cells import BarrierIndex
from matching.columns import ABSENT, Bools, Floats, Ints
from matching.eligibility import CAPACITY_TRUST_DAYS
from matching.learning.estimates import COMPONENTS as LEARNED
from matching.problem import Problem
from matching.scoring import freshness, sector_closeness, waiting_worth


@dataclass(frozen=True, slots=True)
class Falling:
    """Entries by standing, highest first; ``minus``: minus their standings."""

    entries: Ints
    minus: Floats

    def down_to(self, least: float) -> Ints:
        """The entries of at least this standing."""
        return self.entries[: self.minus.searchsorted(-least, side="right")]


@dataclass(frozen=True, slots=True)
class Lists:
    """The entries that take people from one part of the country.

    ``wayless``: of ``every``, those in no cell. ``from_afar``: those in cells that can also be reached from a distance.
    """

    every: Falling
    wayless: Falling
    from_afar: Falling


@dataclass(frozen=True, slots=True)
class Ranking:
    """The services of one barrier on one day, per entry of its index.

    ``settled``: the sum of the components that are the same for everybody. ``standing``: the score it would have at the
    end of the world for someone who meets every criterion. ``best_of_cell``: the highest standing in each cell.
    ``lists``: by the number of the one département where the person must live (``ABSENT``: where there may be more);
    None for all together.
    """

    settled: Floats
    standing: Floats
    best_of_cell: Floats
    lists: Mapping[int | None, Lists]

    def lists_for(self, department: int | None) -> Iterator[Lists]:
        """Together, all the entries that may take someone from there; ``None``: nobody knows where they are from."""
        for key in (None,) if department is None else (department, ABSENT):
            if key in self.lists:
                yield self.lists[key]


def rankings_of(problem: Problem) -> Sequence[Ranking]:
    """The ranking of each need's barrier on the day and under the weights of ``problem``.

    Cost: a few sorts of the barrier's services, once a day; then a look-up.
    """
    known = problem.day.rankings
    barriers = [need.barrier for need in problem.profile.needs]
    for barrier in barriers:
        if barrier not in known:
            known[barrier] = _rank(problem, barrier)
    return [known[barrier] for barrier in barriers]


def _rank(problem: Problem, barrier: str) -> Ranking:
    catalogue, score, index = problem.catalogue, problem.weights.score, problem.catalogue.index_of(barrier)
    settled = _settled(problem, barrier, index)
    standing = settled + score.certainty
    standing += score.distance * np.where(catalogue.sectored[index.rows], sector_closeness(1.0, 0.0), 0.0)
    placed = int(index.cells.start[-1])
    best = np.maximum.reduceat(standing[:placed], index.cells.start[:-1]) if placed else np.empty(0)
    wayless = np.arange(len(index.rows)) >= placed
    from_afar = ~wayless & ~catalogue.bound[index.rows]
    order = np.argsort(-standing, kind="stable").astype(np.int32)
    department = catalogue.department[index.rows][order]
    lists = dict(_by_department(order, department, lambda order: _lists(order, standing, wayless, from_afar)))
    return Ranking(settled, standing, best, lists)


def _settled(problem: Problem, barrier: str, index: BarrierIndex) -> Floats:
    weights, catalogue, on = problem.weights.score, problem.catalogue, problem.profile.on
    # Added in the order of ScoreWeights, an absent component as 0: the same sum as score_components, to the last bit.
    settled: Floats = weights.fit * np.array(problem.weights.fit.by_strength)[index.strengths]
    settled = settled + weights.capacity * _availability(problem, index.rows)
    age = on.toordinal() - catalogue.columns.updated_on[index.rows]
    settled = settled + weights.freshness * freshness(age, problem.weights.scale)
    learned = catalogue.experience.on(on)
    values = learned.values(barrier)[:, learned.number_of_row[index.rows]]
    for name, value in zip(LEARNED, values, strict=True):
        settled = settled + getattr(weights, name) * value
    return settled


def _availability(problem: Problem, rows: Ints) -> Floats:
    """How open each row's places are on the day of the problem, 0 (or unknown) to 1."""
    profile, columns = problem.profile, problem.catalogue.columns
    places, checked, waiting = columns.places_open[rows], columns.checked_on[rows], columns.waiting_days[rows]
    trusted = (places != ABSENT) & (checked != ABSENT) & (profile.on.toordinal() - checked <= CAPACITY_TRUST_DAYS)
    listed = np.where(waiting == ABSENT, 0.0, waiting_worth(np.maximum(waiting, 0), problem.weights.scale))
    return np.where(trusted, np.where(places > 0, 1.0, listed), 0.0)


def _by_department(order: Ints, department: Ints, lists: Callable[[Ints], Lists]) -> Iterator[tuple[int | None, Lists]]:
    yield None, lists(order)
    if not len(order):
        return
    grouped = np.argsort(department, kind="stable")
    numbers, first = np.unique(department[grouped], return_index=True)
    ends = np.append(first[1:], len(order))
    for number, start, end in zip(numbers.tolist(), first.tolist(), ends.tolist(), strict=True):
        yield number, lists(order[grouped[start:end]])


def _lists(order: Ints, standing: Floats, wayless: Bools, from_afar: Bools) -> Lists:
    parts = (order, order[wayless[order]], order[from_afar[order]])
    return Lists(*(Falling(entries, -standing[entries]) for entries in parts))
