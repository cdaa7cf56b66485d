"""From the fewest new faces to the best fit: for each number of new partners the best value, exactly.

With ``own`` the highest value of a known partner for each need, and ``best(T)`` the highest of one new partner taking
the whole group T (no price on either),

    g(S, k) = max( own(low) + g(S without low, k),  max over T in S holding low of best(T) + g(S without T, k - 1) )

where ``low`` is the lowest need of S, is the highest value of the needs S with at most k new partners: known ones
take needs one by one, since nothing is saved by giving them several. Of these values the rising ones are the Pareto
front of (new partners, value); docs/matching.md proves both.
"""

from dataclasses import dataclass

import numpy as np

from matching.assignment import MAX_EXACT_NEEDS, AssignmentProblem, best_groups
from matching.columns import Bools, Floats, Ints

TOLERANCE = 1e-9
"""Values closer than this are the same sum added up in another order."""
_KNOWN = 0
"""Stands for "the lowest need goes to a partner already known", where a group of new ones would stand."""


@dataclass(frozen=True, slots=True)
class Point:
    """A plan that no other beats on both counts: ``faces`` new partners, and the ``value`` before their price.

    ``partner[i]``: the row of the partner chosen for need i.
    """

    faces: int
    value: float
    partner: tuple[int, ...]
    optimal: bool = True


def pareto_front(problem: AssignmentProblem, new: Bools) -> tuple[Point, ...]:
    """Every non-dominated pair of new partners and value, fewest first; ``new[p]`` says which partners are new.

    Cost: 3^n / 2 additions of n numbers for n needs (3 ms for 7, a tenth of a second for 12); beyond 12, one run of
    SCIP for each number of partners.
    """
    needs = problem.value.shape[1]
    if needs == 0:
        return (Point(0, 0.0, ()),)
    if needs > MAX_EXACT_NEEDS:
        from matching.large_assignment import large_front  # noqa: PLC0415 - OR-Tools takes seconds to import

        return _rising(large_front(problem, new))
    return _rising(_Table(problem, new).points())


def _rising(points: list[Point]) -> tuple[Point, ...]:
    """Those of ``points`` (by increasing number of faces) that are worth more than all before them."""
    kept: list[Point] = []
    for point in points:
        if not kept or point.value > kept[-1].value + TOLERANCE:
            kept.append(point)
    return tuple(kept)


class _Table:
    """The table of g, and for each entry the group that the lowest need was given with."""

    def __init__(self, problem: AssignmentProblem, new: Bools) -> None:
        self.needs = problem.value.shape[1]
        known = np.where(new[:, None], -np.inf, problem.value)
        self.own_row: Ints = np.argmax(known, axis=0)
        own = known[self.own_row, np.arange(self.needs)]
        rows = np.flatnonzero(new)
        worth, chosen = best_groups(AssignmentProblem(problem.value[rows], np.zeros(len(rows))))
        self.new_row: Ints = rows[chosen] if len(rows) else chosen
        self.g: Floats = np.full((1 << self.needs, self.needs + 1), -np.inf)
        self.g[0] = 0.0
        self.group: Ints = np.full(self.g.shape, _KNOWN, dtype=np.int64)
        self._fill(own, worth)

    def _fill(self, own: Floats, worth: Floats) -> None:
        g, within = self.g, _subsets(self.needs)
        for subset in range(1, 1 << self.needs):
            lowest = subset & -subset
            rest = subset ^ lowest
            others = within[rest]
            totals = worth[others | lowest][:, None] + g[rest ^ others, :-1]
            winner = np.argmax(totals, axis=0)
            highest = totals[winner, np.arange(self.needs)]
            g[subset] = own[lowest.bit_length() - 1] + g[rest]
            better = np.flatnonzero(highest > g[subset, 1:])
            g[subset, better + 1] = highest[better]
            self.group[subset, better + 1] = others[winner[better]] | lowest

    def points(self) -> list[Point]:
        """The best assignment for each number of new partners that suffices."""
        whole = len(self.g) - 1
        able = np.flatnonzero(self.g[whole] > -np.inf).tolist()
        return [Point(faces, float(self.g[whole, faces]), self._partners(whole, faces)) for faces in able]

    def _partners(self, subset: int, faces: int) -> tuple[int, ...]:
        found = [0] * self.needs
        while subset:
            group = int(self.group[subset, faces])
            taken = group or subset & -subset
            for need in range(self.needs):
                if taken >> need & 1:
                    found[need] = int(self.new_row[group] if group else self.own_row[need])
            subset ^= taken
            faces -= bool(group)
        return tuple(found)


def _subsets(needs: int) -> list[Ints]:
    """For each set of needs (as bits), all of its subsets in ascending order: 3^n numbers in all."""
    found: list[Ints] = [np.zeros(1, dtype=np.int64)]
    for whole in range(1, 1 << needs):
        highest = 1 << (whole.bit_length() - 1)
        smaller = found[whole ^ highest]
        found.append(np.concatenate((smaller, smaller | highest)))
    return found
