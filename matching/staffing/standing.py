"""Whether the running month, as it is, breaks no rule: looked up cell by cell, for months too large to ask a solver."""

from collections import Counter
from collections.abc import Iterator

from matching.staffing.accompaniments import by_need, reserved
from matching.staffing.capacity import most_half_days, open_slots, present_slots
from matching.staffing.measures import Measured, by_pair
from matching.staffing.problem import DOMAINS, StaffingProblem


def seats_stand(problem: StaffingProblem) -> bool:
    """Whether everybody is there, in one place, and every chantier open with room."""
    officers = {each.id: present_slots(each, problem.weeks) for each in problem.officers}
    chantiers = {each.id: open_slots(each, problem.weeks) for each in problem.chantiers}
    rooms = {each.id: each.room for each in problem.chantiers}
    cells = [cell for cell in problem.running if cell.officer in officers and cell.chantier in chantiers]
    alone = Counter((cell.officer, cell.slot) for cell in cells)
    together = Counter((cell.chantier, cell.slot) for cell in cells)
    return (
        set(problem.pins) <= set(cells)
        and all(cell.slot in officers[cell.officer] and cell.slot in chantiers[cell.chantier] for cell in cells)
        and max(alone.values(), default=0) <= 1
        and all(number <= rooms[at] for (at, _), number in together.items())
    )


def totals_stand(measured: Measured) -> bool:
    """Whether nobody holds too much, and no chantier has more than it asks for or what is another officer's."""
    problem, running = measured.problem, measured.running
    loads = Counter[int]()
    for (who, _), number in by_pair(running).items():
        loads[who] += number
    return all(loads[who] <= most_half_days(each, problem) for who, each in enumerate(problem.officers)) and not any(
        _too_many(measured)
    )


def _too_many(measured: Measured) -> Iterator[tuple[int, int]]:
    """The chantiers and domains that have more than is theirs to have."""
    problem = measured.problem
    own = by_need(reserved(problem))
    for (at, of), held in by_need(measured.running).items():
        theirs = own.get((at, of), {})
        beyond = sum(max(0, number - theirs.get(who, 0)) for who, number in held.items())
        if beyond > problem.chantiers[at].demand.get(DOMAINS[of], 0) - sum(theirs.values()):
            yield at, of
