"""One plan for all barriers: a partner for every need that can be covered, in waves, each with a plan B.

Every need that can be covered is covered. The choice maximises the sum of weight x score, less what the steps cost
(``matching.offers``), minus a price per new partner (``matching.assignment``, exact). Then, without changing the
choice: waves along the prerequisite graph, what can be opened today, and the best alternative at another partner.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.candidates import Candidates, Pair
from matching.choice import Choice, choose
from matching.offers import pinned_pairs
from matching.prerequisites import Order, order_of
from matching.problem import Problem
from matching.profile import Need
from matching.suggestions import Suggestion, Uncovered, explain, why_uncovered
from matching.travel import Trip, trip_to
from matching.waves import Chosen, Placed, most_appointments, place
from matching.weights import Weights
from network_data.vocabulary import BARRIERS, Prerequisite

OTHER_ROUTES = 2
"""How many further routes a barrier with parallel routes shows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One need, the suggestion chosen for it, and its place in time.

    ``alternative`` is the best suggestion at another partner; ``also`` further routes to take at the same time;
    ``blocked_by`` the blocking prerequisites still carried; ``shared_with`` the other barriers given to that partner.
    By decision: ``after`` other barriers, or ``pinned`` where it is. ``postponed``: only so as not to begin too much at
    once. ``trip``: the way there, estimated; None when there is none or nobody knows.
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
    after: tuple[str, ...]
    postponed: bool
    pinned: bool
    trip: Trip | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order to take them. ``objective`` is the value maximised; ``followed`` needs have their référent.

    ``unkept``: barriers whose decided service or partner cannot be had any more; they go where the rest goes.
    """

    steps: tuple[Step, ...]
    uncovered: tuple[Uncovered, ...]
    followed: tuple[Need, ...]
    objective: float
    optimal: bool
    new_partners: int = 0
    unkept: tuple[str, ...] = ()

    @property
    def partners(self) -> int:
        """How many distinct partners the plan calls on."""
        return len({step.chosen.partner_id for step in self.steps})


def make_plan(candidates: Candidates) -> Plan:
    """The plan of a problem over its ``candidates``, within what was decided.

    Cost: 3^n elementary steps for n needs to cover (about 1 ms for 7), then the explanations shown.
    """
    return plan_of(candidates, choose(candidates))


def plan_of(candidates: Candidates, choice: Choice) -> Plan:
    """The plan that a choice makes: its steps in their waves, and what it leaves."""
    problem = candidates.problem
    chosen, order = choice.chosen(), order_of(problem.profile, problem.decisions.after)
    standing = _Standing(candidates, order, chosen, _waves(problem, order, chosen))
    steps = [_step(standing, number) for number in choice.needs]
    left = [
        number for number, need in enumerate(problem.profile.needs) if number not in chosen and not need.followed_by
    ]
    return Plan(
        steps=tuple(sorted(steps, key=lambda step: (step.wave, *_urgency(step.need, problem.weights, order)))),
        uncovered=tuple(_left(candidates, number) for number in left),
        followed=tuple(need for need in problem.profile.needs if need.followed_by),
        objective=choice.objective,
        optimal=choice.assignment.optimal,
        new_partners=choice.faces,
        unkept=tuple(barrier for barrier in problem.decisions.pins if _unkept(candidates, barrier)),
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a step is told from."""

    candidates: Candidates
    order: Order
    chosen: dict[int, Pair]
    waves: Mapping[str, Placed]


def _waves(problem: Problem, order: Order, chosen: dict[int, Pair]) -> Mapping[str, Placed]:
    profile, doors = problem.profile, problem.catalogue.doors
    steps = [
        Chosen(
            profile.needs[number].barrier,
            pair.door,
            doors[pair.door].partner_id not in profile.known_partners,
            _urgency(profile.needs[number], problem.weights, order),
        )
        for number, pair in chosen.items()
    ]
    return place(steps, order, most_appointments(profile, problem.weights.plan))


def _step(standing: _Standing, number: int) -> Step:
    candidates, order, chosen = standing.candidates, standing.order, standing.chosen
    problem = candidates.problem
    need, own = problem.profile.needs[number], chosen[number]
    others = [at for at in candidates.of_need(number) if candidates.best.door[at] != own.door]
    barrier, placed = BARRIERS[need.barrier], standing.waves[need.barrier]
    shown = others[: 1 + OTHER_ROUTES] if barrier.parallel_routes else others[:1]
    alternatives = tuple(explain(candidates, candidates.best.at(at)) for at in shown)
    sharing = [other for other in chosen if other != number and chosen[other].door == own.door]
    return Step(
        need=need,
        wave=placed.wave,
        chosen=explain(candidates, own),
        alternative=alternatives[0] if alternatives else None,
        also=alternatives[1:],
        open_now=barrier.open_now if order.wave[need.barrier] > 1 else None,
        blocked_by=order.blocking[need.barrier],
        eased_by=order.easing[need.barrier],
        together_with=order.together[need.barrier],
        shared_with=tuple(problem.profile.needs[other].barrier for other in sharing),
        known_partner=problem.catalogue.doors[own.door].partner_id in problem.profile.known_partners,
        only_option=not others,
        after=order.decided[need.barrier],
        postponed=placed.postponed,
        pinned=pinned_pairs(candidates, number) is not None,
        trip=trip_to(problem, own),
    )


def _left(candidates: Candidates, number: int) -> Uncovered:
    need = candidates.problem.profile.needs[number]
    able = candidates.of_need(number)
    return Uncovered(need.barrier, "all-refused", len(able)) if able else why_uncovered(candidates.problem, need)


def _unkept(candidates: Candidates, barrier: str) -> bool:
    """Whether a decision about a carried need can no longer be followed."""
    needs = enumerate(candidates.problem.profile.needs)
    number = next((at for at, need in needs if need.barrier == barrier and not need.followed_by), None)
    return number is not None and pinned_pairs(candidates, number) is None


def _urgency(need: Need, weights: Weights, order: Order) -> tuple[float, int, str]:
    """What weighs most first, then what eases the rest."""
    weight = weights.plan.of_need(need.severity, priority=need.priority)
    return (-weight, order.depth[need.barrier], need.barrier)
