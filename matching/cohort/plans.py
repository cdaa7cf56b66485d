"""The best plan of every person at given prices of places: the exact plan of one person, for thousands at once.

A plan serves some of a person's needs through some faces. As in ``matching.assignment``, with h(T) the most that one
face gives for taking the whole group T of needs, less its price,

    e(S) = max over T in S holding the lowest need of S of h(T) + e(S without T)

is the most for serving exactly S, and the best plan the highest e(S) plus what fairness adds for |S| needs. People with
as many needs go through it together, as columns of arrays: 2^n array operations, 3^n numbers a person. Where few new
faces can be borne, e counts them, layer by layer; groups of a face that is known stay in their layer.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.cohort.problem import CohortProblem
from matching.columns import Bools, Floats, Ints

Number = TypeVar("Number", bound=np.number[Any])

MOST_NEEDS = 12
NOTHING = -1


@dataclass(frozen=True, slots=True)
class BestPlans:
    """``gain``: what each person's best plan is worth; ``chosen``: the option of each need of the cohort, or none."""

    gain: Floats
    chosen: Ints


class Planner:
    """The plans of some people of a cohort, laid out once and asked many times with other prices."""

    def __init__(self, problem: CohortProblem, people: Ints) -> None:
        """Lays out the plans of ``people``.

        Raises:
            ValueError: someone has more than ``MOST_NEEDS`` needs.
        """
        self.problem = problem
        needs = problem.needs_of_person[people]
        if len(needs) and int(needs.max()) > MOST_NEEDS:
            raise ValueError(f"A plan counts at most {MOST_NEEDS} needs a person: leave out the least important ones.")
        most = np.minimum(problem.person_most[people], needs)
        kinds = np.unique(np.stack([needs, most]), axis=1)
        self._blocks = [
            _Block(problem, people[(needs == count) & (most == bound)], count, bound)
            for count, bound in kinds.T.tolist()
            if count
        ]

    def best(self, net: Floats, bonus: Floats | None = None) -> BestPlans:
        """The best plans when option j is worth ``net[j]`` (-inf: closed), its face's price not yet paid.

        ``bonus``: for each person of the cohort (rows) what serving 0, 1, 2... needs adds.
        """
        gain = np.zeros(self.problem.persons)
        chosen = np.full(self.problem.needs, NOTHING, dtype=np.int64)
        for block in self._blocks:
            block.solve(net, bonus, gain, chosen)
        return BestPlans(gain, chosen)


class _Block:
    """People with the same number of needs and the same bound on faces."""

    def __init__(self, problem: CohortProblem, people: Ints, needs: int, most: int) -> None:
        self.people, self.needs, self.most = people, needs, most
        local = np.full(problem.persons, NOTHING, dtype=np.int64)
        local[people] = np.arange(len(people))
        self._number_needs(problem, local)
        self._lay_cells(problem, local)
        self._lay_groups()

    def _number_needs(self, problem: CohortProblem, local: Ints) -> None:
        own = np.flatnonzero(local[problem.need_person] >= 0)
        own = own[np.argsort(local[problem.need_person[own]], kind="stable")]
        self.need_at = own.reshape(len(self.people), self.needs)
        self._slot = np.zeros(problem.needs, dtype=np.int64)
        self._slot[own] = np.tile(np.arange(self.needs), len(self.people))

    def _lay_cells(self, problem: CohortProblem, local: Ints) -> None:
        """A cell is a need of a person at a face: several services there may take it, the best one counts."""
        option = np.flatnonzero(local[problem.option_person] >= 0)
        person, slot = local[problem.option_person[option]], self._slot[problem.option_need[option]]
        face = problem.option_face[option]
        order = np.lexsort((slot, face, person))
        self.option, person, slot, face = option[order], person[order], slot[order], face[order]
        new_meeting = _changes(person, face)
        new_cell = new_meeting | _changes(slot)
        self.cell_start = np.flatnonzero(new_cell)
        self._meeting = (np.cumsum(new_meeting) - 1)[self.cell_start]
        self._cell_slot = slot[self.cell_start]
        first = np.flatnonzero(new_meeting)
        self._meeting_person = person[first]
        self._meeting_price = problem.option_price[self.option[first]]
        self._meeting_known = problem.option_known[self.option[first]].astype(np.int64)

    def _lay_groups(self) -> None:
        """Every group of needs of every meeting: which cells it takes, and where its worth goes."""
        size = np.bincount(self._meeting, minlength=len(self._meeting_person))
        first = np.cumsum(size) - size
        self._parts: list[tuple[Ints, Floats]] = []
        keys, cells = [], []
        for count in np.unique(size).tolist():
            meetings = np.flatnonzero(size == count)
            cell = first[meetings][:, None] + np.arange(count)
            bits = np.left_shift(1, self._cell_slot[cell])
            mask = _subset_sums(bits)
            self._parts.append((cell, self._meeting_price[meetings]))
            mask += self._meeting_known[meetings][:, None] << self.needs
            keys.append((self._meeting_person[meetings][:, None] + len(self.people) * mask)[:, 1:].reshape(-1))
            cells.append(np.stack(np.broadcast_arrays(cell[:, :1], np.arange(1, 1 << count)), axis=-1).reshape(-1, 2))
        key = np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64)
        self._order = np.argsort(key, kind="stable")
        self._group_start = np.flatnonzero(_changes(key[self._order]))
        self._group_key = key[self._order][self._group_start]
        ordered = np.concatenate(cells)[self._order] if cells else np.zeros((0, 2), dtype=np.int64)
        self._group_cell, self._group_subset = ordered[:, 0], ordered[:, 1]

    def solve(self, net: Floats, bonus: Floats | None, gain: Floats, chosen: Ints) -> None:
        """Writes the gains and choices of these people."""
        if not len(self.option):
            return
        own = net[self.option]
        worth_of_cell = np.maximum.reduceat(own, self.cell_start)
        worths = [(_subset_sums(worth_of_cell[cell]) - price[:, None])[:, 1:] for cell, price in self._parts]
        worth = np.concatenate([part.reshape(-1) for part in worths])[self._order]
        highest = np.maximum.reduceat(worth, self._group_start)
        table = np.full(((2 if self._meeting_known.any() else 1) << self.needs, len(self.people)), -np.inf)
        table.reshape(-1)[self._group_key] = highest
        groups, best = self._partition(table, bonus)
        gain[self.people] = best
        self._write(chosen, own, worth, groups)

    def _partition(self, table: Floats, bonus: Floats | None) -> tuple[list[Ints], Floats]:
        """The groups of needs of the best plans, as rounds of one group a person (0: none), and their worth.

        A group's bit above all needs says that its face is known.
        """
        size = 1 << self.needs
        bounded = self.most < self.needs
        empty = np.full((size, len(self.people)), -np.inf)
        empty[0] = 0.0
        layers: list[Floats] = []
        takes: list[Ints] = []
        for layer in range(self.most + 1 if bounded else 1):
            exact, take = empty.copy(), np.zeros(empty.shape, dtype=np.int32)
            fewer = exact if not bounded else layers[-1] if layer else None
            for subset in range(1, size):
                _best_group(table, fewer, exact, subset, take[subset])
            if layer:
                better = layers[-1] > exact
                exact = np.where(better, layers[-1], exact)
                take[better] = NOTHING
            layers.append(exact)
            takes.append(take)
        count = np.array([subset.bit_count() for subset in range(size)])
        total = layers[-1] if bonus is None else layers[-1] + bonus[self.people].T[count]
        held = np.argmax(total, axis=0)
        columns = np.arange(len(self.people))
        return _unrolled(np.stack(takes), held, self.needs, bounded=bounded), total[held, columns]

    def _write(self, chosen: Ints, own: Floats, worth: Floats, groups: list[Ints]) -> None:
        ends = np.append(self._group_start[1:], len(worth))
        cell_ends = np.append(self.cell_start[1:], len(own))
        for group in groups:
            taken = np.flatnonzero(group > 0)
            if not len(taken):
                continue
            at = np.searchsorted(self._group_key, group[taken] * len(self.people) + taken)
            entry = _first_highest(worth, self._group_start[at], ends[at])
            subset, first = self._group_subset[entry], self._group_cell[entry]
            for bit in range(self.needs):
                having = np.flatnonzero(subset >> bit & 1)
                cell = first[having] + bit
                option = _first_highest(own, self.cell_start[cell], cell_ends[cell])
                chosen[self.need_at[taken[having], self._cell_slot[cell]]] = self.option[option]


def _best_group(table: Floats, fewer: Floats | None, exact: Floats, subset: int, take: Ints) -> None:
    """Writes the best group to take first of ``subset``: of a new face beside ``fewer``, or of a known one."""
    groups, able = _groups_of(subset), []
    if fewer is not None:
        able.append((groups, fewer))
    if len(table) > len(exact):
        able.append((groups + len(exact), exact))
    if not able:
        return
    total = np.concatenate([table[own] + rest[subset ^ groups] for own, rest in able])
    best = np.argmax(total, axis=0)
    exact[subset] = total[best, np.arange(total.shape[1])]
    take[:] = np.concatenate([own for own, _ in able])[best]


@cache
def _groups_of(subset: int) -> Ints:
    """The groups within a set of needs that hold its lowest one."""
    lowest = subset & -subset
    rest = others = subset ^ lowest
    found = []
    while True:
        found.append(others | lowest)
        if not others:
            return np.array(found)
        others = (others - 1) & rest


def _unrolled(takes: Ints, held: Ints, needs: int, *, bounded: bool) -> list[Ints]:
    size = 1 << needs
    left, columns, found = held.copy(), np.arange(len(held)), []
    layer = np.full(len(held), len(takes) - 1)
    for _ in range(needs + len(takes)):
        group = takes[layer, left, columns]
        taken = np.where((left > 0) & (group > 0), group, 0)
        found.append(taken)
        left = left ^ (taken & (size - 1))
        if bounded:
            layer = np.maximum(0, layer - ((taken < size) & (layer > 0)))
    return found


def _first_highest(values: Floats, start: Ints, end: Ints) -> Ints:
    """For each segment, the position of its first highest value."""
    length = end - start
    offset = np.cumsum(length) - length
    at = np.arange(int(length.sum())) + np.repeat(start - offset, length)
    held = values[at]
    highest = np.maximum.reduceat(held, offset)
    hits = np.flatnonzero(held == np.repeat(highest, length))
    found: Ints = at[hits[np.searchsorted(hits, offset)]]
    return found


def _subset_sums(parts: NDArray[Number]) -> NDArray[Number]:
    """For each row of ``parts``, the sums of all its subsets, by the bits of their number."""
    count = parts.shape[1]
    sums = np.zeros((len(parts), 1 << count), dtype=parts.dtype)
    for bit in range(count):
        half = 1 << bit
        sums[:, half : 2 * half] = sums[:, :half] + parts[:, bit : bit + 1]
    return sums


def _changes(*columns: Ints) -> Bools:
    """Where a row differs from the one before, the first always."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.bool_)
    differs = np.ones(len(columns[0]), dtype=np.bool_)
    differs[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return differs
