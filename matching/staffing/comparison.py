"""Two months side by side: who gains, who loses, what moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.staffing.problem import Cell, StaffingProblem
from matching.staffing.result import Changes, changes_between, figures_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One ratio before and after; None where who it is about is in one month only.

    ``about`` is ``chantier`` or ``domain`` (coverage of demand) or ``officer`` (load as a share of capacity).
    """

    about: str
    id: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """After less before; 0 where there is nothing to compare."""
        return 0.0 if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Chantiers and domains that gain and lose, most first; every officer's load; half-days uncovered; what moves."""

    gains: tuple[Difference, ...]
    losses: tuple[Difference, ...]
    appearing: tuple[Difference, ...]
    loads: tuple[Difference, ...]
    uncovered: tuple[int, int]
    worst: tuple[float, float]
    changes: Changes


def compare(
    before: StaffingProblem, cells_before: Sequence[Cell], after: StaffingProblem, cells_after: Sequence[Cell]
) -> Comparison:
    """The month of one problem against the month of another."""
    then, now = figures_of(before, cells_before), figures_of(after, cells_after)
    covered = [
        *_differences("chantier", then.coverage, now.coverage),
        *_differences("domain", then.domains, now.domains),
    ]
    both = [each for each in covered if each.before is not None and each.after is not None]
    ordered = sorted(both, key=lambda each: (-abs(each.change), each.about, each.id))
    return Comparison(
        gains=tuple(each for each in ordered if each.change > 0),
        losses=tuple(each for each in ordered if each.change < 0),
        appearing=tuple(each for each in covered if each not in both),
        loads=tuple(_differences("officer", then.load, now.load)),
        uncovered=(then.uncovered, now.uncovered),
        worst=(min(then.coverage.values(), default=1.0), min(now.coverage.values(), default=1.0)),
        changes=changes_between(cells_before, cells_after),
    )


def _differences(about: str, before: Mapping[str, float], after: Mapping[str, float]) -> list[Difference]:
    return [Difference(about, each, before.get(each), after.get(each)) for each in sorted({*before, *after})]
