"""What each door has to offer each need of a plan: its best service there, at what it is worth less what it costs."""

from dataclasses import dataclass

import numpy as np

from matching.candidates import Candidates, Pairs
from matching.columns import ABSENT, Floats, Ints
from matching.eligibility import CAPACITY_TRUST_DAYS
from matching.problem import Problem
from matching.travel import hours_of


@dataclass(frozen=True, slots=True)
class Offers:
    """For each need to plan and each door, the service of the highest ``value``; by need, then door."""

    pairs: Pairs
    value: Floats


def best_offers(candidates: Candidates, needs: tuple[int, ...]) -> Offers:
    """The offers for ``needs`` (positions in the profile) among all eligible services.

    A service's value to a plan is that of ``step_values``; among equals of one door the lower service id stands.
    """
    problem = candidates.problem
    pairs = candidates.eligible.take(np.isin(candidates.eligible.need, needs))
    value = step_values(problem, pairs)
    order = np.lexsort((pairs.row, -value, pairs.door, pairs.need))
    pairs, value = pairs.take(order), value[order]
    _, first = np.unique(pairs.need * len(problem.catalogue.doors) + pairs.door, return_index=True)
    return Offers(pairs.take(first), value[first])


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
    columns, profile = problem.catalogue.columns, problem.profile
    asked, days = columns.checked_on[rows], columns.waiting_days[rows]
    lately = (asked != ABSENT) & (profile.on.toordinal() - asked <= CAPACITY_TRUST_DAYS)
    waits = lately & (columns.places_open[rows] == 0) & (days != ABSENT)
    weeks: Floats = np.where(waits, days / 7.0, 0.0)
    return weeks


def need_weights(problem: Problem, needs: Ints) -> Floats:
    """What each of ``needs`` (positions in the profile) weighs by severity and priority."""
    plan = problem.weights.plan
    weights = [plan.of_need(need.severity, priority=need.priority) for need in problem.profile.needs]
    return np.array(weights)[needs]
