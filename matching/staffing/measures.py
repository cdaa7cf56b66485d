"""What an allocation is worth, level by level, counted from its half-days alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.staffing.capacity import capacity
from matching.staffing.problem import DOMAINS, Cell, StaffingProblem

SCALE = 100_000
"""Ratios are whole numbers of this fraction, so that sums of them are exact."""
Key = tuple[int, int, int]
"""The numbers of an officer, a chantier and a domain."""
Counts = Mapping[Key, int]
"""Half-days of the month by officer, chantier and domain."""


def ranks(size: int) -> tuple[int, ...]:
    """For how many of the worst a sum is raised, and kept by the levels after it.

    Each number up to twelve, which is the leximin order exactly; of more, three and then each half as much again, and
    all: a coarser order, with a bearable number of levels.
    """
    if size <= 12:
        return tuple(range(1, size + 1))
    chosen = [1, 2, 3]
    while chosen[-1] < size:
        chosen.append(min(size, chosen[-1] * 3 // 2 if chosen[-1] > 3 else 4))
    return tuple(chosen)


def worst_sums(ratios: Sequence[int]) -> tuple[int, ...]:
    """The sums of the k worst ratios, for each of ``ranks``."""
    ordered = sorted(ratios)
    return tuple(sum(ordered[:rank]) for rank in ranks(len(ordered)))


def unit(whole: int) -> int:
    """What one half-day is of ``whole``, in ``SCALE``."""
    return round(SCALE / whole)


@dataclass(frozen=True)
class Measured:
    """A problem's totals, and the value of any counts in it."""

    problem: StaffingProblem

    @cached_property
    def demand(self) -> tuple[int, ...]:
        """Half-days asked for, by chantier."""
        return tuple(sum(chantier.demand.values()) for chantier in self.problem.chantiers)

    @cached_property
    def domain_demand(self) -> tuple[int, ...]:
        """Half-days asked for, by domain."""
        return tuple(sum(each.demand.get(domain, 0) for each in self.problem.chantiers) for domain in DOMAINS)

    @cached_property
    def capacity(self) -> tuple[int, ...]:
        """Half-days to give, by officer."""
        return tuple(capacity(officer, self.problem.weeks) for officer in self.problem.officers)

    @cached_property
    def running(self) -> Counts:
        """The half-days of the running allocation."""
        return counted(self.problem, self.problem.running)

    @cached_property
    def running_pairs(self) -> Mapping[tuple[int, int], int]:
        """The half-days of the running allocation by officer and chantier."""
        return by_pair(self.running)

    def coverage(self, counts: Counts) -> tuple[int, ...]:
        """The ratio of each chantier with a demand; beyond the demand of a domain nothing counts."""
        return _ratios(self._served(counts, 1), self.demand)

    def load(self, counts: Counts) -> tuple[int, ...]:
        """The ratio of each officer with a capacity."""
        return _ratios(_by(counts, 0), self.capacity)

    def domains(self, counts: Counts) -> tuple[int, ...]:
        """The ratio of each domain with a demand, over all chantiers."""
        return _ratios(self._served(counts, 2), self.domain_demand)

    def fit(self, counts: Counts) -> int:
        """Half-days weighted by skill in percent."""
        return sum(
            number * self.problem.officers[officer].skills.get(DOMAINS[domain], 0)
            for (officer, _, domain), number in counts.items()
        )

    def continuity(self, counts: Counts) -> int:
        """Half-days kept between an officer and a chantier, and relations kept at their worth in half-days."""
        pairs = by_pair(counts)
        kept = [min(number, pairs[pair]) for pair, number in self.running_pairs.items() if pair in pairs]
        return sum(kept) + self.problem.settings.relation * len(kept)

    def sites(self, counts: Counts) -> int:
        """How many chantiers officers go to, added up."""
        return len(by_pair(counts))

    def values(self, counts: Counts) -> tuple[int, ...]:
        """Every level of the counts in order, larger is better (``sites`` counts down)."""
        return (
            *worst_sums(self.coverage(counts)),
            *worst_sums(self.load(counts)),
            *worst_sums(self.domains(counts)),
            self.fit(counts),
            self.continuity(counts),
            -self.sites(counts),
        )

    def _served(self, counts: Counts, axis: int) -> Counter[int]:
        served: Counter[int] = Counter()
        cells: Counter[tuple[int, int]] = Counter()
        for (_, chantier, domain), number in counts.items():
            cells[chantier, domain] += number
        for (chantier, domain), number in cells.items():
            asked = self.problem.chantiers[chantier].demand.get(DOMAINS[domain], 0)
            served[chantier if axis == 1 else domain] += min(number, asked)
        return served


def counted(problem: StaffingProblem, cells: Sequence[Cell]) -> Counts:
    """The half-days of the cells whose officer and chantier are in the problem."""
    officers = {officer.id: number for number, officer in enumerate(problem.officers)}
    chantiers = {chantier.id: number for number, chantier in enumerate(problem.chantiers)}
    return Counter(
        (officers[cell.officer], chantiers[cell.chantier], DOMAINS.index(cell.domain))
        for cell in cells
        if cell.officer in officers and cell.chantier in chantiers
    )


def by_pair(counts: Counts) -> Counter[tuple[int, int]]:
    """Half-days by officer and chantier."""
    pairs: Counter[tuple[int, int]] = Counter()
    for (officer, chantier, _), number in counts.items():
        if number:
            pairs[officer, chantier] += number
    return pairs


def _by(counts: Counts, axis: int) -> Counter[int]:
    sums: Counter[int] = Counter()
    for key, number in counts.items():
        sums[key[axis]] += number
    return sums


def _ratios(given: Counter[int], whole: Sequence[int]) -> tuple[int, ...]:
    return tuple(given[number] * unit(total) for number, total in enumerate(whole) if total)
