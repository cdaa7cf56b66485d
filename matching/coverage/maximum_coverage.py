"""Choose a few sets that together cover the most weight: greedily with a proven bound, and exactly when small.

Maximum coverage is NP-hard. The greedy choice reaches at least 1 - 1/e of the optimum (Nemhauser, Wolsey and Fisher,
An analysis of approximations for maximizing submodular set functions, Mathematical Programming 14, 1978), and usually
far more: after any step, the weight covered so far plus the largest gains still possible bounds every choice (Minoux,
Accelerated greedy algorithms for maximizing submodular set functions, 1978). That bound is computed and shown.
"""

from dataclasses import dataclass, replace

import numpy as np

from matching.columns import Bools, Ints

EXACT_SETS, EXACT_ELEMENTS = 300, 400
"""What still counts as a small case, solved in well under a second."""


@dataclass(frozen=True, slots=True)
class CoverageChoice:
    """The sets chosen, best first; ``gains``: the weight that each adds; no choice of as many covers above ``bound``.

    ``optimal``: whether ``value`` is proven to be the best.
    """

    chosen: tuple[int, ...]
    gains: tuple[int, ...]
    bound: int

    @property
    def value(self) -> int:
        """The weight covered."""
        return sum(self.gains)

    @property
    def optimal(self) -> bool:
        """Whether nothing better exists."""
        return self.value >= self.bound


def choose(covers: Bools, weights: Ints, picks: int) -> CoverageChoice:
    """At most ``picks`` rows of ``covers`` (sets by elements): by greed, then exactly if that is unproven and small."""
    greedy = choose_greedily(covers, weights, picks)
    sets, elements = covers.shape
    if greedy.optimal or sets > EXACT_SETS or elements > EXACT_ELEMENTS:
        return greedy
    from matching.coverage.exact_coverage import choose_exactly  # noqa: PLC0415 - OR-Tools takes half a second to import

    exact = choose_exactly(covers, weights, picks)
    better = exact if exact.value > greedy.value else greedy
    return replace(better, bound=min(exact.bound, greedy.bound))


def choose_greedily(covers: Bools, weights: Ints, picks: int) -> CoverageChoice:
    """The set that adds most, again and again; ties go to the first. Cost: ``picks`` passes over ``covers``."""
    left = weights.astype(np.float64)
    bound, value = int(weights[covers.any(axis=0)].sum()), 0
    chosen: list[int] = []
    gains: list[int] = []
    table = covers.astype(np.float64)
    for _ in range(picks + 1):
        possible = np.rint(table @ left).astype(np.int64)
        bound = min(bound, value + int(np.sort(possible)[::-1][:picks].sum()))
        if len(chosen) == picks or not len(possible) or possible.max() == 0:
            break
        best = int(possible.argmax())
        chosen.append(best)
        gains.append(int(possible[best]))
        value += gains[-1]
        left[covers[best]] = 0.0
    return CoverageChoice(tuple(chosen), tuple(gains), bound)
