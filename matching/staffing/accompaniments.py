"""What running accompaniments ask of a month: half-days that their officer keeps, and that nobody else takes."""

from collections import defaultdict
from collections.abc import Mapping

from matching.staffing.capacity import present_slots
from matching.staffing.measures import Key
from matching.staffing.problem import DOMAINS, StaffingProblem
from matching.staffing.slots import every_week


def reserved(problem: StaffingProblem) -> Mapping[Key, int]:
    """The half-days that are somebody's alone."""
    officers = {each.id: number for number, each in enumerate(problem.officers)}
    chantiers = {each.id: number for number, each in enumerate(problem.chantiers)}
    return {
        (officers[each.officer], chantiers[each.chantier], DOMAINS.index(each.domain)): each.half_days
        for each in sorted(problem.accompaniments)
        if each.half_days
    }


def least_kept(problem: StaffingProblem) -> Mapping[Key, int]:
    """The half-days that officers hold in any case: the same part of what is theirs as of the month they are there."""
    there = []
    for officer in problem.officers:
        whole = len(every_week(officer.works, problem.weeks))
        there.append((len(present_slots(officer, problem.weeks)), max(whole, 1)))
    return {key: number * there[key[0]][0] // there[key[0]][1] for key, number in reserved(problem).items()}


def by_need(held: Mapping[Key, int]) -> Mapping[tuple[int, int], Mapping[int, int]]:
    """By chantier and domain, what each officer has."""
    needs: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for (who, at, of), number in held.items():
        needs[at, of][who] = number
    return needs
