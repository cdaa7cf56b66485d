"""Day by day: which officer takes a new request of a chantier, by skill, relation and room, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.staffing.capacity import capacity, present_slots
from matching.staffing.problem import Officer, StaffingProblem

SKILL, RELATION, ROOM = 0.5, 0.3, 0.2
"""What each component weighs; they add up to 1."""
PER_HALF_DAY = 0.5
"""Open requests that an officer can bear per half-day held in chantiers in the month: ten for five a week."""
GOES_THERE = 0.6
"""Of a relation, what holding hours in the chantier is worth; accompanying the person already is a whole one."""


@dataclass(frozen=True, slots=True)
class RequestToShare:
    """A request of a chantier in a domain, for a week; ``known_to`` are officers who accompany the person."""

    chantier: str
    domain: str
    week: int = 0
    known_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its figure.

    For: ``skill`` (percent), ``knows-person``, ``goes-there`` (half-days of the month), ``room`` (requests that still
    fit). Against: ``no-skill``, ``away``, ``full`` (requests held), ``no-hours`` (none in chantiers this month).
    """

    code: str
    figure: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """An officer for a request: components that add up to ``score``, reasons, and whether they can take it at all."""

    officer: str
    able: bool
    components: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    @property
    def score(self) -> float:
        """Between 0 and 1."""
        return sum(self.components.values())


def share_request(
    problem: StaffingProblem, request: RequestToShare, held: Mapping[str, int], per_half_day: float = PER_HALF_DAY
) -> tuple[Share, ...]:
    """Every officer for the request: the best first, those who cannot take it last, with why.

    Args:
        problem: the month; its ``running`` allocation tells who goes where, and how many half-days each holds.
        request: what is asked.
        held: open requests by officer.
        per_half_day: open requests that an officer can bear per half-day of the month: those of the running
            allocation, or what their contract gives to chantiers while there is none.
    """
    shares = [
        _share(problem, officer, request, held.get(officer.id, 0), int(half_days(problem, officer) * per_half_day))
        for officer in problem.officers
    ]
    return tuple(sorted(shares, key=lambda share: (not share.able, -round(share.score, 9), share.officer)))


def transfer(
    problem: StaffingProblem, requests: Sequence[RequestToShare], giver: str, held: Mapping[str, int]
) -> tuple[tuple[RequestToShare, Share | None], ...]:
    """Who takes over each request of ``giver``, one by one so that nobody is overfilled; None when nobody can."""
    load = dict(held)
    taken: list[tuple[RequestToShare, Share | None]] = []
    for request in requests:
        others = [share for share in share_request(problem, request, load) if share.able and share.officer != giver]
        best = others[0] if others else None
        if best is not None:
            load[best.officer] = load.get(best.officer, 0) + 1
        taken.append((request, best))
    return tuple(taken)


def half_days(problem: StaffingProblem, officer: Officer) -> int:
    """What an officer holds in chantiers in the month: as allocated, or by contract where nothing is."""
    if not problem.running:
        return capacity(officer, problem.weeks)
    return sum(cell.officer == officer.id for cell in problem.running)


def _share(problem: StaffingProblem, officer: Officer, request: RequestToShare, held: int, most: int) -> Share:
    skill = officer.skills.get(request.domain, 0)
    against = [
        *([Reason("no-skill")] if not skill else []),
        *([Reason("away")] if _away(problem, officer, request.week) else []),
        *([Reason("no-hours")] if not most else [Reason("full", held)] if held >= most else []),
    ]
    if against:
        return Share(officer.id, able=False, reasons=tuple(against))
    visits = sum(cell.officer == officer.id and cell.chantier == request.chantier for cell in problem.running)
    knows = officer.id in request.known_to
    relation = 1.0 if knows else GOES_THERE if visits else 0.0
    return Share(
        officer.id,
        able=True,
        components={
            "skill": SKILL * skill / 100,
            "relation": RELATION * relation,
            "room": ROOM * (most - held) / most,
        },
        reasons=(
            Reason("skill", skill),
            *([Reason("knows-person")] if knows else []),
            *([Reason("goes-there", visits)] if visits else []),
            Reason("room", most - held),
        ),
    )


def _away(problem: StaffingProblem, officer: Officer, week: int) -> bool:
    return not any(slot.week == week for slot in present_slots(officer, problem.weeks))
