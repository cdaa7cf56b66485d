"""Pins that contradict what is: an absence, a closed door, another pin."""

from collections import Counter
from collections.abc import Iterator

from matching.staffing.capacity import may_go, open_slots, present_slots
from matching.staffing.conflict import Conflict
from matching.staffing.problem import Cell, StaffingProblem


def wrong_pins(problem: StaffingProblem) -> Iterator[Conflict]:
    """Each pin that cannot stand whatever the rest, with every reason why."""
    officers = {each.id: each for each in problem.officers}
    chantiers = {each.id: each for each in problem.chantiers}
    held = Counter((pin.officer, pin.slot) for pin in problem.pins)
    seated = Counter((pin.chantier, pin.slot) for pin in problem.pins)
    for pin in problem.pins:
        officer, chantier = officers[pin.officer], chantiers[pin.chantier]
        wrongs = {
            "pin-while-away": pin.slot not in present_slots(officer, problem.weeks),
            "pin-while-closed": pin.slot not in open_slots(chantier, problem.weeks),
            "pin-twice": held[pin.officer, pin.slot] > 1,
            "pin-without-room": seated[pin.chantier, pin.slot] > chantier.room,
            "pin-out-of-reach": not may_go(problem, officer, chantier),
            "pin-without-skill": not officer.skills.get(pin.domain, 0),
        }
        for reason, holds in wrongs.items():
            if holds:
                yield _about(reason, pin)


def _about(reason: str, pin: Cell) -> Conflict:
    return Conflict(reason, pin.officer, pin.chantier, pin.domain, pin.slot)
