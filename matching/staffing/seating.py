"""Lays half-days on slots by urgency: for large months, where trying everything takes too long."""

from collections import Counter

from matching.staffing.calendar_model import Seat, Seats
from matching.staffing.capacity import Place, slot_classes
from matching.staffing.measures import Counts, by_pair, counted
from matching.staffing.problem import StaffingProblem


def seated_by_urgency(problem: StaffingProblem, counts: Counts) -> tuple[Counts, Seats]:
    """The half-days that find a slot, and their seats without pins.

    Each slot goes to the pairs with most left for the slots they still have. Mostly all find one, since officers hold
    about half of their half-days in chantiers: that proves that they fit.
    """
    left = by_pair(counts)
    left.subtract(by_pair(counted(problem, problem.pins)))
    slots = sorted(((slot, each) for each in slot_classes(problem) for slot in each.slots), key=lambda pair: pair[0])
    ahead: dict[Place, int] = Counter(
        place for _, each in slots for place in left if place[0] in each.officers and each.room[place[1]]
    )
    seats: set[Seat] = set()
    for slot, each in slots:
        able = [place for place in left if place[0] in each.officers and each.room[place[1]]]
        urgent = sorted(able, key=lambda place: (-left[place] / ahead[place], place))
        seats.update((who, at, slot) for who, at in _fill(urgent, left, list(each.room)))
        for place in able:
            ahead[place] -= 1
    return _without(counts, left), frozenset(seats)


def _fill(able: list[Place], left: Counter[Place], room: list[int]) -> list[Place]:
    """The pairs that take a seat of one slot, the most urgent first."""
    busy: set[int] = set()
    taken = []
    for who, at in able:
        if left[who, at] > 0 and room[at] and who not in busy:
            left[who, at] -= 1
            room[at] -= 1
            busy.add(who)
            taken.append((who, at))
    return taken


def _without(counts: Counts, left: Counter[Place]) -> Counts:
    kept: dict[tuple[int, int, int], int] = {}
    missing = Counter(left)
    for key, number in sorted(counts.items()):
        dropped = min(number, max(0, missing[key[:2]]))
        missing[key[:2]] -= dropped
        if number > dropped:
            kept[key] = number - dropped
    return kept
