"""What might happen, as another problem: an absence, more hands, more people, one more chantier."""

from collections.abc import Iterable
from dataclasses import replace

from matching.staffing.demand import whole_half_days
from matching.staffing.problem import Chantier, Officer, StaffingProblem
from matching.staffing.slots import every_week

HALF_A_POST = 5
"""Half-days of a week."""
NEW_SKILL = 80


def officer_away(problem: StaffingProblem, officer_id: str, weeks: Iterable[int]) -> StaffingProblem:
    """The officer is away for whole weeks; their pins in these weeks are lifted."""
    gone = frozenset(weeks)
    officers = tuple(
        replace(each, away=each.away | {slot for slot in every_week(each.works, problem.weeks) if slot.week in gone})
        if each.id == officer_id
        else each
        for each in problem.officers
    )
    pins = tuple(pin for pin in problem.pins if pin.officer != officer_id or pin.slot.week not in gone)
    return replace(problem, officers=officers, pins=pins)


def another_officer(problem: StaffingProblem, officer: Officer) -> StaffingProblem:
    """One more officer."""
    return replace(problem, officers=(*problem.officers, officer))


def half_a_post_more(problem: StaffingProblem, domain: str, officer_id: str) -> StaffingProblem:
    """Someone new for five half-days a week in one domain."""
    return another_officer(problem, Officer(officer_id, {domain: NEW_SKILL}, HALF_A_POST))


def more_people(problem: StaffingProblem, chantier_id: str, people: int) -> StaffingProblem:
    """More people at a chantier, with as many needs each as those who are there.

    Raises:
        ValueError: nobody is there yet, so that nothing tells what the new ones need.
    """
    return replace(
        problem,
        chantiers=tuple(_grown(each, people) if each.id == chantier_id else each for each in problem.chantiers),
    )


def another_chantier(problem: StaffingProblem, chantier: Chantier) -> StaffingProblem:
    """One more chantier."""
    return replace(problem, chantiers=(*problem.chantiers, chantier))


def _grown(chantier: Chantier, people: int) -> Chantier:
    if chantier.people < 1:
        raise ValueError(f"Chantier {chantier.id} has nobody to judge the needs of new people by.")
    factor = (chantier.people + people) / chantier.people
    demand = whole_half_days({domain: asked * factor for domain, asked in chantier.demand.items()})
    return replace(chantier, people=chantier.people + people, demand=demand)
