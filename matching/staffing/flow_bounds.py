"""What no month can exceed at a level, by flows that look at neither numbers of sites nor the calendar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.staffing.half_day_flow import HalfDayFlow
from matching.staffing.measures import Counts, Key, Measured, ranks, unit
from matching.staffing.problem import DOMAINS


@dataclass(frozen=True, slots=True)
class FlowBounds:
    """Bounds of the levels of one problem; ``relaxed`` is its month without limits on sites."""

    flow: HalfDayFlow
    measured: Measured
    relaxed: Counts

    def of_fit(self) -> int:
        """The most half-days weighted by skill."""
        officers = self.measured.problem.officers
        return self.flow.most(lambda key: officers[key[0]].skills.get(DOMAINS[key[2]], 0))

    def of_shares(self, level: str) -> dict[int, int]:
        """For each rank of a leximin level, the most that so many of the worst can add up to.

        Whoever the ``j`` are that are considered, the worst ``k`` of all add up to no more than the worst ``k`` of
        them, hence to ``k / j`` of what they can have together at most. Those worst served without limits on sites
        are considered, for every ``j``.
        """
        axis, totals, measure = self._of(level)
        wholes = [number for number, total in enumerate(totals) if total]
        ratios = measure(self.relaxed)
        worst = [number for _, number in sorted(zip(ratios, wholes, strict=True))]
        sizes = ranks(len(worst))
        most = {size: self._together(axis, totals, worst[:size]) for size in sizes}
        return {rank: min(rank * most[size] // size for size in sizes if size >= rank) for rank in sizes}

    def _together(self, axis: int, totals: Sequence[int], chosen: Sequence[int]) -> int:
        units = {number: unit(totals[number]) for number in chosen}

        def worth(key: Key) -> int:
            return units.get(key[axis], 0)

        return self.flow.most(worth)

    def _of(self, level: str) -> tuple[int, Sequence[int], Callable[[Counts], Sequence[int]]]:
        return {
            "load": (0, self.measured.capacity, self.measured.load),
            "coverage": (1, self.measured.demand, self.measured.coverage),
            "domains": (2, self.measured.domain_demand, self.measured.domains),
        }[level]
