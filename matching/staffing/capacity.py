"""What officers and chantiers have to give: half-days of the month, slots in common, and slots that are all alike."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

from matching.staffing.problem import Cell, Chantier, Officer, Pair, StaffingProblem
from matching.staffing.slots import Slot, every_week

Place = tuple[int, int]
"""The numbers of an officer and of a chantier in the problem."""


def present_slots(officer: Officer, weeks: int) -> frozenset[Slot]:
    """When the officer works and is not away."""
    return every_week(officer.works, weeks) - officer.away


def open_slots(chantier: Chantier, weeks: int) -> frozenset[Slot]:
    """When the chantier receives officers."""
    return every_week(chantier.opening, weeks) - chantier.closed


def capacity(officer: Officer, weeks: int) -> int:
    """Whole half-days of the month that go to chantiers: the share of the contract, less what absences take of it."""
    if not officer.works:
        return 0
    present = Fraction(len(present_slots(officer, weeks)), len(officer.works))
    return int(present * officer.half_days * Fraction(str(officer.field_share)))


def most_half_days(officer: Officer, problem: StaffingProblem) -> int:
    """The half-days that the upper bound of load allows."""
    return capacity(officer, problem.weeks) * problem.settings.most_load // 100


def may_go(problem: StaffingProblem, officer: Officer, chantier: Chantier) -> bool:
    """Whether the officer may be sent to the chantier at all."""
    reached = officer.reaches is None or chantier.id in officer.reaches
    return reached and (officer.id, chantier.id) not in problem.forbidden


@dataclass(frozen=True, slots=True)
class SlotClass:
    """Slots on which the same officers are free and the same chantiers have the same room left, apart from pins."""

    slots: tuple[Slot, ...]
    officers: frozenset[int]
    room: tuple[int, ...]


def slot_classes(problem: StaffingProblem) -> tuple[SlotClass, ...]:
    """The slots left by pins, gathered by who is free and what is open, in order of time.

    Within a class of n slots, half-days per officer and chantier can be laid out exactly when no officer has
    more than n and no chantier more than n times its room (König's theorem on colouring the edges of bipartite graphs).
    """
    free = [present_slots(officer, problem.weeks) for officer in problem.officers]
    opened = [open_slots(chantier, problem.weeks) for chantier in problem.chantiers]
    busy = {(cell.officer, cell.slot) for cell in problem.pins}
    seated = Counter((cell.chantier, cell.slot) for cell in problem.pins)
    gathered: dict[tuple[frozenset[int], tuple[int, ...]], list[Slot]] = defaultdict(list)
    for each in sorted(frozenset().union(*free) & frozenset().union(*opened)):
        officers = frozenset(
            number
            for number, officer in enumerate(problem.officers)
            if each in free[number] and (officer.id, each) not in busy
        )
        room = tuple(
            max(0, chantier.room - seated[chantier.id, each]) if each in opened[number] else 0
            for number, chantier in enumerate(problem.chantiers)
        )
        gathered[officers, room].append(each)
    return tuple(SlotClass(tuple(slots), officers, room) for (officers, room), slots in gathered.items())


def pairs_of(cells: tuple[Cell, ...]) -> Counter[Pair]:
    """Half-days per officer and chantier."""
    return Counter((cell.officer, cell.chantier) for cell in cells)
