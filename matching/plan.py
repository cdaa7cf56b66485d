"""One plan for all barriers: a partner for every need that can be covered, in waves, each with a plan B.

Every need that can be covered is covered. The choice maximises the sum of weight x score, less what the steps cost
(``matching.offers``), minus a price per new partner (``matching.assignment``, exact). Then, without changing the
choice: waves along the prerequisite graph, what can be opened today, and the best alternative at another partner.
"""

from dataclasses import dataclass

import numpy as np

from matching.assignment import Assignment, AssignmentProblem, assign
from matching.candidates import Candidates, Pair
from matching.offers import Offers, best_offers
from matching.prerequisites import Order, order_of
from matching.profile import Need
from matching.suggestions import Suggestion, Uncovered, explain, why_uncovered
from matching.weights import Weights
from network_data.vocabulary import BARRIERS, Prerequisite

OTHER_ROUTES = 2
"""How many further routes a barrier with parallel routes shows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One need, the suggestion chosen for it, and its place in time.

    ``alternative`` is the best suggestion at another partner; ``also`` further routes to take at the same time;
    ``blocked_by`` the blocking prerequisites still carried; ``shared_with`` the other barriers given to that partner.
    """

    need: Need
    wave: int
    chosen: Suggestion
    alternative: Suggestion | None
    also: tuple[Suggestion, ...]
    open_now: str | None
    blocked_by: tuple[Prerequisite, ...]
    eased_by: tuple[Prerequisite, ...]
    together_with: tuple[Prerequisite, ...]
    shared_with: tuple[str, ...]
    known_partner: bool
    only_option: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order to take them. ``objective`` is the value maximised; ``followed`` needs have their référent."""

    steps: tuple[Step, ...]
    uncovered: tuple[Uncovered, ...]
    followed: tuple[Need, ...]
    objective: float
    optimal: bool

    @property
    def partners(self) -> int:
        """How many distinct partners the plan calls on."""
        return len({step.chosen.partner_id for step in self.steps})


@dataclass(frozen=True, slots=True)
class Choice:
    """The assignment problem of a profile, its solution, and the offers both speak of.

    ``doors``: the door of each row of the problem; ``needs``: the profile's positions of its columns.
    """

    problem: AssignmentProblem
    doors: tuple[int, ...]
    needs: tuple[int, ...]
    assignment: Assignment
    offers: Offers

    def chosen(self) -> dict[int, Pair]:
        """For each need of the plan, the service chosen."""
        doors = dict(zip(self.needs, (self.doors[row] for row in self.assignment.partner), strict=True))
        pairs = map(self.offers.pairs.at, range(len(self.offers.pairs)))
        return {pair.need: pair for pair in pairs if doors[pair.need] == pair.door}


def make_plan(candidates: Candidates) -> Plan:
    """The plan of a problem over its ``candidates``.

    Cost: 3^n elementary steps for n needs to cover (about 1 ms for 7), then the explanations shown.
    """
    problem = candidates.problem
    choice, order = choose(candidates), order_of(problem.profile)
    chosen = choice.chosen()
    steps = [_step(candidates, order, chosen, number) for number in choice.needs]
    needs = enumerate(problem.profile.needs)
    uncovered = [need for number, need in needs if not candidates.of_need(number) and not need.followed_by]
    return Plan(
        steps=tuple(sorted(steps, key=lambda step: _urgency(step, problem.weights, order))),
        uncovered=tuple(why_uncovered(problem, need) for need in uncovered),
        followed=tuple(need for need in problem.profile.needs if need.followed_by),
        objective=choice.assignment.objective,
        optimal=choice.assignment.optimal,
    )


def choose(candidates: Candidates) -> Choice:
    """The exact choice of a door for every need that can be covered and has no référent yet."""
    problem = candidates.problem
    needs = tuple(
        number
        for number, need in enumerate(problem.profile.needs)
        if candidates.of_need(number) and not need.followed_by
    )
    offers = best_offers(candidates, needs)
    doors, rows = np.unique(offers.pairs.door, return_inverse=True)
    value = np.full((len(doors), len(needs)), -np.inf)
    value[rows, np.searchsorted(needs, offers.pairs.need)] = offers.value
    partners = [problem.catalogue.doors[door].partner_id for door in doors.tolist()]
    known = [partner in problem.profile.known_partners for partner in partners]
    assignment = AssignmentProblem(value, np.where(known, 0.0, problem.weights.plan.new_partner))
    return Choice(assignment, tuple(doors.tolist()), needs, assign(assignment), offers)


def _step(candidates: Candidates, order: Order, chosen: dict[int, Pair], number: int) -> Step:
    profile, catalogue = candidates.problem.profile, candidates.problem.catalogue
    need, own = profile.needs[number], chosen[number]
    doors = candidates.best.door
    others = [at for at in candidates.of_need(number) if doors[at] != own.door]
    barrier, wave = BARRIERS[need.barrier], order.wave[need.barrier]
    shown = others[: 1 + OTHER_ROUTES] if barrier.parallel_routes else others[:1]
    alternatives = tuple(explain(candidates, candidates.best.at(at)) for at in shown)
    sharing = [other for other in chosen if other != number and chosen[other].door == own.door]
    return Step(
        need=need,
        wave=wave,
        chosen=explain(candidates, own),
        alternative=alternatives[0] if alternatives else None,
        also=alternatives[1:],
        open_now=barrier.open_now if wave > 1 else None,
        blocked_by=order.blocking[need.barrier],
        eased_by=order.easing[need.barrier],
        together_with=order.together[need.barrier],
        shared_with=tuple(profile.needs[other].barrier for other in sharing),
        known_partner=catalogue.doors[own.door].partner_id in profile.known_partners,
        only_option=not others,
    )


def _urgency(step: Step, weights: Weights, order: Order) -> tuple[int, float, int, str]:
    """Earlier waves first, then what weighs most, then what eases the rest."""
    weight = weights.plan.of_need(step.need.severity, priority=step.need.priority)
    return (step.wave, -weight, order.depth[step.need.barrier], step.need.barrier)
