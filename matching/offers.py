"""What each door has to offer each need of a plan: its best service there, at what it is worth less what it costs."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.candidates import Candidates, Pairs, distances
from matching.columns import ABSENT, Bools, Floats, Ints, ServiceTable
from matching.eligibility import CAPACITY_TRUST_DAYS
from matching.problem import Problem
from matching.scoring import total
from matching.suggestions import judge
from matching.travel import hours_of


@dataclass(frozen=True, slots=True)
class Offers:
    """For each need to plan and each door, the service that stands for it; by need, then door.

    ``value``: what it brings to the plan. ``kept``: whether it is the step of the plan kept before.
    """

    pairs: Pairs
    value: Floats
    kept: Bools

    @property
    def needs(self) -> tuple[int, ...]:
        """The needs (positions in the profile) that have an offer, ascending."""
        return tuple(np.unique(self.pairs.need).tolist())


def best_offers(candidates: Candidates) -> Offers:
    """The offers for every need without référent, among all services that decisions leave.

    Moving a step of the plan kept before has its price, so its service stands for its door before one that is better by
    less. Among equals of one door the lower service id stands.
    """
    problem = candidates.problem
    pairs = open_pairs(candidates)
    value, was = step_values(problem, pairs), _kept(problem, pairs)
    rank = value + problem.weights.plan.move * was
    order = np.lexsort((pairs.row, -rank, pairs.door, pairs.need))
    pairs, value, was = pairs.take(order), value[order], was[order]
    _, first = np.unique(pairs.need * len(problem.catalogue.doors) + pairs.door, return_index=True)
    return Offers(pairs.take(first), value[first], was[first])


def step_values(problem: Problem, pairs: Pairs) -> Floats:
    """What each pair would bring to a plan: weight of the need x score, less what it costs."""
    return need_weights(problem, pairs.need) * pairs.score - step_costs(problem, pairs)


def step_costs(problem: Problem, pairs: Pairs) -> Floats:
    """What each pair costs, 0 or more, in units of weight x score: the way there, and waiting for a place.

    An hour on the way costs the same whatever it is for; a week of waiting costs more the more the need weighs.
    """
    prices = problem.weights.plan
    waiting = prices.waiting_week * weeks_of(problem, pairs.row)
    return prices.travel_hour * hours_of(problem, pairs) + need_weights(problem, pairs.need) * waiting


def weeks_of(problem: Problem, rows: Ints) -> Floats:
    """Weeks until a place of each service at ``rows`` is open; 0 where one is, or where that was not asked lately."""
    on = problem.profile.on
    weeks: Floats = problem.catalogue.once_a_day("weeks", on, lambda columns: _weeks(on, columns)).take(rows)
    return weeks


def _weeks(on: date, columns: ServiceTable) -> Floats:
    asked, days = columns.checked_on, columns.waiting_days
    lately = (asked != ABSENT) & (on.toordinal() - asked <= CAPACITY_TRUST_DAYS)
    waits = lately & (columns.places_open == 0) & (days != ABSENT)
    weeks: Floats = np.where(waits, days / 7.0, 0.0)
    return weeks


def need_weights(problem: Problem, needs: Ints) -> Floats:
    """What each of ``needs`` (positions in the profile) weighs by severity and priority."""
    plan = problem.weights.plan
    weights = [plan.of_need(need.severity, priority=need.priority) for need in problem.profile.needs]
    return np.array(weights)[needs]


def pinned_pairs(candidates: Candidates, number: int) -> Pairs | None:
    """Where a decision sends a need, as pairs; None when it sends it nowhere, or nowhere that exists any more.

    A service counts even where a criterion is not met: it was chosen knowing that. A partner must have one that may
    be used.
    """
    problem = candidates.problem
    barrier = problem.profile.needs[number].barrier
    pin = problem.decisions.pins.get(barrier)
    if pin is None:
        return None
    if pin.service_id is not None:
        return scored_pair(candidates, number, pin.service_id)
    eligible = candidates.eligible
    found = np.flatnonzero((eligible.need == number) & _at_partner(problem, eligible, pin.partner_id))
    return eligible.take(found) if len(found) else None


def refused_here(problem: Problem, pairs: Pairs) -> Bools:
    """The pairs that a decision refuses: that partner, for that need."""
    refused = np.zeros(len(pairs), dtype=np.bool_)
    for number, need in enumerate(problem.profile.needs):
        for barrier, partner_id in problem.decisions.refused:
            if barrier == need.barrier:
                refused |= (pairs.need == number) & _at_partner(problem, pairs, partner_id)
    return refused


def open_pairs(candidates: Candidates) -> Pairs:
    """Every pair that a plan may choose: eligible and not refused, or the pinned ones alone where a need has any."""
    problem, eligible = candidates.problem, candidates.eligible
    carried = problem.profile.needs
    pinned = {number: pinned_pairs(candidates, number) for number, need in enumerate(carried) if not need.followed_by}
    bound = {number: pairs for number, pairs in pinned.items() if pairs is not None}
    free = [number for number in pinned if number not in bound]
    pairs = eligible.take(np.isin(eligible.need, free))
    if problem.decisions.refused:
        pairs = pairs.take(~refused_here(problem, pairs))
    return joined([pairs, *bound.values()])


def joined(parts: list[Pairs]) -> Pairs:
    """All pairs of ``parts``, one after another."""
    if len(parts) == 1:
        return parts[0]
    names = ("need", "row", "score", "door", "km")
    return Pairs(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def scored_pair(candidates: Candidates, number: int, service_id: str) -> Pairs | None:
    """One service for one need, scored as any other; None when it is gone or no longer addresses the need."""
    problem, catalogue = candidates.problem, candidates.problem.catalogue
    row = catalogue.row_of.get(service_id)
    barrier = problem.profile.needs[number].barrier
    if row is None or catalogue.match_of(barrier, row) is None:
        return None
    pair = one_pair(problem, number, row)
    components = judge(candidates, barrier, row, float(pair.km[0])).components
    return replace(pair, score=np.array([total(components)]))


def one_pair(problem: Problem, number: int, row: int) -> Pairs:
    """One service for one need, eligible or not, without its score."""
    rows = np.array([row])
    return Pairs(
        need=np.array([number]),
        row=rows,
        score=np.zeros(1),
        door=problem.catalogue.door[rows],
        km=distances(problem.profile, problem.catalogue, rows),
    )


def _at_partner(problem: Problem, pairs: Pairs, partner_id: str) -> Bools:
    """Whether one asks that partner, or is sent to it."""
    catalogue = problem.catalogue
    partner, door = catalogue.partner_numbers.get(partner_id), catalogue.partner_doors.get(partner_id)
    at = np.zeros(len(pairs), dtype=np.bool_)
    if partner is not None:
        at |= catalogue.columns.partner_id.codes[pairs.row] == partner
    if door is not None:
        at |= pairs.door == door
    return at


def _kept(problem: Problem, pairs: Pairs) -> Bools:
    kept = problem.decisions.kept_services
    found = np.zeros(len(pairs), dtype=np.bool_)
    for number, need in enumerate(problem.profile.needs):
        row = problem.catalogue.row_of.get(kept.get(need.barrier, ""))
        if row is not None:
            found |= (pairs.need == number) & (pairs.row == row)
    return found
