"""The smallest reshuffle of the running month that keeps every chantier above a floor."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from matching.staffing.capacity import open_slots, present_slots
from matching.staffing.levels import Limits, Tell, go_on
from matching.staffing.problem import Cell, StaffingProblem
from matching.staffing.result import StaffingResult, figures_of


@dataclass(frozen=True, slots=True)
class Reshuffle:
    """The month after, and how much of the running one it moves.

    ``touched`` cells of the running month cannot stay whatever is done (somebody is away, a door is closed); of the
    ``untouched`` others, ``moved`` no longer stand. ``floors`` are in half-days by chantier.
    """

    result: StaffingResult
    touched: int
    untouched: int
    moved: int
    floors: dict[str, int]

    @property
    def share_moved(self) -> float:
        """Of the half-days not directly touched, those that move."""
        return self.moved / self.untouched if self.untouched else 0.0


def smallest_reshuffle(
    problem: StaffingProblem,
    floor: int = 80,
    limits: Limits | None = None,
    tell: Tell = go_on,
) -> Reshuffle:
    """Keeps each chantier at ``floor`` percent of its running coverage, or as near as can be, moving least.

    Levels: ``floor`` (half-days up to the floors), ``moves`` (half-days per officer and chantier that change, counted
    down), ``covered`` (half-days served), ``fit``, then the calendar.

    Raises:
        InfeasibleError: the hard constraints cannot all hold.
    """
    from matching.staffing.budget import Budget  # noqa: PLC0415 - OR-Tools takes seconds to import
    from matching.staffing.least_moves import least_moves  # noqa: PLC0415

    running = figures_of(problem, problem.running)
    floors = {each: ceil(served * floor / 100) for each, served in running.served.items()}
    result = least_moves(problem, floors, Budget(limits or Limits()), tell)
    stays = set(_standing(problem))
    seats = {(cell.officer, cell.chantier, cell.slot) for cell in result.cells}
    moved = sum((cell.officer, cell.chantier, cell.slot) not in seats for cell in stays)
    return Reshuffle(result, len(problem.running) - len(stays), len(stays), moved, floors)


def _standing(problem: StaffingProblem) -> Iterator[Cell]:
    """The running cells whose officer is there and whose chantier is open."""
    free = {each.id: present_slots(each, problem.weeks) for each in problem.officers}
    opened = {each.id: open_slots(each, problem.weeks) for each in problem.chantiers}
    for cell in problem.running:
        if cell.slot in free.get(cell.officer, ()) and cell.slot in opened.get(cell.chantier, ()):
            yield cell
