"""Which partner for which need: the exact optimum over all partners at once.

The value of an assignment is the sum over needs of weight x score, minus a price for each new partner. It splits
into a sum over partners, so an optimum is a partition of the needs into groups, each given to one partner. With
``best(T)`` the highest value of one partner taking the whole group T,

    f(S) = max over T in S holding the lowest need of S of best(T) + f(S without T)

is the classic dynamic programme over subsets (winner determination, Rothkopf, Pekec and Harstad 1998), exact in
O(3^n) steps for n needs. Giving one partner two groups would count its price twice, and the union of both is worth
more, so the optimum never does. Known partners are free: groups of one need suffice for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.columns import Floats, Ints

MAX_EXACT_NEEDS = 12
"""Beyond, 3^n grows out of hand: the problem goes to SCIP, which proves the same optimum."""
_AT_ONCE = 1 << 22
"""Sums held in memory at a time: 32 megabytes."""


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """``value[p, i]``: weight x score of partner p for need i, -inf where p cannot take i.

    ``price[p]``: cost of using partner p at all. Every need must have at least one partner that can take it.
    """

    value: Floats
    price: Floats


@dataclass(frozen=True, slots=True)
class Assignment:
    """``partner[i]``: the row of the partner chosen for need i. ``optimal``: proven best."""

    partner: tuple[int, ...]
    objective: float
    optimal: bool = True


def assign(problem: AssignmentProblem) -> Assignment:
    """The best assignment of every need to one partner. Among equals the lowest partner row wins, so answers repeat."""
    needs = problem.value.shape[1]
    if needs == 0:
        return Assignment((), 0.0)
    if needs > MAX_EXACT_NEEDS:
        from matching.large_assignment import assign_large  # noqa: PLC0415 - OR-Tools takes seconds to import

        return assign_large(problem)
    worth, partner = best_groups(problem)
    return _partition(needs, worth, partner)


def best_groups(problem: AssignmentProblem) -> tuple[Floats, Ints]:
    """For each subset of needs (as bits): the highest value of one partner taking all of it, and that partner's row.

    Among equals the lowest row; -inf where nobody can take the subset. Cost: 2^n per partner who can take several of
    the n needs, and memory for ``_AT_ONCE`` sums whatever their number.
    """
    partners, needs = problem.value.shape
    worth = np.full(1 << needs, -np.inf)
    chosen = np.zeros(1 << needs, dtype=np.int64)
    if not partners:
        return worth, chosen
    several = np.flatnonzero((problem.value > -np.inf).sum(axis=1) > 1)
    size = max(1, _AT_ONCE >> needs)
    for start in range(0, len(several), size):
        rows = several[start : start + size]
        sums = _sums(problem, rows)
        winner = np.argmax(sums, axis=0)
        highest = sums[winner, np.arange(1 << needs)]
        better = highest > worth
        worth[better], chosen[better] = highest[better], rows[winner[better]]
    alone = problem.value - problem.price[:, None]
    winner = np.argmax(alone, axis=0)
    single = 1 << np.arange(needs)
    worth[single], chosen[single] = alone[winner, np.arange(needs)], winner
    return worth, chosen


def _sums(problem: AssignmentProblem, rows: Ints) -> Floats:
    """The value of each of ``rows`` taking each subset of needs, its price paid once."""
    needs = problem.value.shape[1]
    sums = np.zeros((len(rows), 1 << needs))
    for need in range(needs):
        half = 1 << need
        sums[:, half : 2 * half] = sums[:, :half] + problem.value[rows, need][:, None]
    paid: Floats = sums - problem.price[rows][:, None]
    return paid


def _partition(needs: int, worth: Floats, partner: Ints) -> Assignment:
    value = worth.tolist()
    best = [0.0] + [float("-inf")] * ((1 << needs) - 1)
    group = [0] * (1 << needs)
    for subset in range(1, 1 << needs):
        lowest = subset & -subset
        rest = subset ^ lowest
        others = rest
        while True:
            taken = others | lowest
            total = value[taken] + best[subset ^ taken]
            if total > best[subset]:
                best[subset], group[subset] = total, taken
            if not others:
                break
            others = (others - 1) & rest
    return Assignment(_partners_of(needs, group, partner), best[-1])


def _partners_of(needs: int, group: Sequence[int], partner: Ints) -> tuple[int, ...]:
    found = [0] * needs
    subset = (1 << needs) - 1
    while subset:
        taken = group[subset]
        for need in range(needs):
            if taken >> need & 1:
                found[need] = int(partner[taken])
        subset ^= taken
    return tuple(found)
