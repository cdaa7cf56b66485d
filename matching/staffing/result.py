"""What comes out: the month cell by cell, its worth level by level, and what changes against the running month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from matching.staffing.capacity import capacity
from matching.staffing.conflict import Conflict, Relaxation
from matching.staffing.levels import Level
from matching.staffing.measures import Measured, counted
from matching.staffing.problem import DOMAINS, Cell, Pair, StaffingProblem


class Status(StrEnum):
    """How far an answer can be trusted."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Figures:
    """What an allocation comes to, by id: half-days served and asked for, and half-days held and to give."""

    served: Mapping[str, int]
    asked: Mapping[str, int]
    held: Mapping[str, int]
    capacity: Mapping[str, int]
    domain_served: Mapping[str, int]
    domain_asked: Mapping[str, int]
    fit: int

    @property
    def coverage(self) -> Mapping[str, float]:
        """The share of its demand that each chantier gets; 1 when it asks for nothing."""
        return {each: self.served[each] / asked if asked else 1.0 for each, asked in self.asked.items()}

    @property
    def load(self) -> Mapping[str, float]:
        """What each officer holds as a share of their capacity; an officer with none is left out."""
        return {each: self.held[each] / whole for each, whole in self.capacity.items() if whole}

    @property
    def domains(self) -> Mapping[str, float]:
        """The share of each domain's demand that is served; 1 when nothing is asked."""
        return {each: self.domain_served[each] / asked if asked else 1.0 for each, asked in self.domain_asked.items()}

    @property
    def uncovered(self) -> int:
        """Half-days asked for that nobody gives."""
        return sum(self.asked.values()) - sum(self.served.values())


@dataclass(frozen=True, slots=True)
class Changes:
    """What moves against the running month: half-days by pair, seats on the calendar, relations won and lost."""

    half_days_moved: int
    seats_moved: int
    new_relations: tuple[Pair, ...]
    ended_relations: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class StaffingResult:
    """An answer that explains itself; ``replayable`` is False when a clock or a listener cut it short."""

    status: Status
    levels: tuple[Level, ...] = ()
    cells: tuple[Cell, ...] = ()
    figures: Figures | None = None
    changes: Changes | None = None
    conflicts: tuple[Conflict, ...] = ()
    relaxation: tuple[Relaxation, ...] = ()
    replayable: bool = True
    stopped: bool = False
    effort: float = 0.0
    pinned: frozenset[Cell] = field(default_factory=frozenset)


def figures_of(problem: StaffingProblem, cells: Sequence[Cell]) -> Figures:
    """The figures of any cells; half-days beyond a chantier's demand in a domain serve nobody."""
    given = Counter((cell.chantier, cell.domain) for cell in cells)
    held = Counter(cell.officer for cell in cells)
    served = {
        (chantier.id, domain): min(given[chantier.id, domain], chantier.demand.get(domain, 0))
        for chantier in problem.chantiers
        for domain in DOMAINS
    }
    measured = Measured(problem)
    return Figures(
        served={each.id: sum(served[each.id, domain] for domain in DOMAINS) for each in problem.chantiers},
        asked={each.id: sum(each.demand.values()) for each in problem.chantiers},
        held={each.id: held[each.id] for each in problem.officers},
        capacity={each.id: capacity(each, problem.weeks) for each in problem.officers},
        domain_served={domain: sum(served[each.id, domain] for each in problem.chantiers) for domain in DOMAINS},
        domain_asked=dict(zip(DOMAINS, measured.domain_demand, strict=True)),
        fit=measured.fit(counted(problem, cells)),
    )


def changes_between(before: Sequence[Cell], after: Sequence[Cell]) -> Changes:
    """What moves from one month to another."""
    had = Counter((cell.officer, cell.chantier) for cell in before)
    has = Counter((cell.officer, cell.chantier) for cell in after)
    old = {(cell.officer, cell.chantier, cell.slot) for cell in before}
    new = {(cell.officer, cell.chantier, cell.slot) for cell in after}
    return Changes(
        half_days_moved=max((had - has).total(), (has - had).total()),
        seats_moved=max(len(old - new), len(new - old)),
        new_relations=tuple(sorted(has.keys() - had.keys())),
        ended_relations=tuple(sorted(had.keys() - has.keys())),
    )
