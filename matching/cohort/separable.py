"""The separable form as a minimum-cost flow: exact, with every aim of fairness in its order.

Source -> person -> need -> pool -> pool around it -> ... -> sink, and a way past for what finds no place. Aims in
their order are one whole-number cost: a unit of the higher aim outweighs whatever one cycle of the residual network
can change of the lower ones, and a flow without a cycle below nought is a flow of least cost. docs/cohort.md proves it.
"""

from dataclasses import dataclass

import numpy as np

from matching.cohort.draw import lots
from matching.cohort.flow import Arcs, as_good, cheapest_flow, largest_cost
from matching.cohort.problem import NO_POOL, CohortProblem
from matching.columns import Bools, Floats, Ints

SOURCE, SINK = 0, 1
NOBODY = -1
_FINEST = 10**6
"""Values are told apart to a millionth of the highest, or to what 64 bits allow."""
_LOTS = 1 << 10


@dataclass(frozen=True, slots=True)
class Model:
    """A problem's network. ``unit``: what one unit of value costs in it."""

    problem: CohortProblem
    arcs: Arcs
    unit: float

    @property
    def first_need_arc(self) -> int:
        """Arcs stand so: of people, of needs, of options, of pools, the way past."""
        return len(self.arcs.tail) - 1 - self.problem.pools - self.problem.options - self.problem.needs

    @property
    def first_option_arc(self) -> int:
        """The first of the options' arcs."""
        return self.first_need_arc + self.problem.needs

    def pool_node(self, pool: int) -> int:
        """The node of a pool."""
        return 2 + self.problem.persons + self.problem.needs + pool

    def chosen(self, flow: Ints) -> Ints:
        """The option that each need takes in a flow, or ``NOBODY``."""
        first = self.first_option_arc
        taken = np.flatnonzero(flow[first : first + self.problem.options])
        found = np.full(self.problem.needs, NOBODY, dtype=np.int64)
        found[self.problem.option_need[taken]] = taken
        return found


def model_of(problem: CohortProblem, value: Floats, *, fair: bool) -> Model:
    """The network of a problem whose options are worth ``value``; not ``fair``: by value alone."""
    people, needs, pools = problem.persons, problem.needs, problem.pools
    first_need, first_pool = 2 + people, 2 + people + needs
    nodes = first_pool + pools
    person, rank = _units(problem, fair=fair)
    highest_rank = int(rank.max(initial=0))
    length = 2 * (min(needs, pools) + 1)
    finest = largest_cost(nodes) // ((length + 1) * (highest_rank + 2))
    scaled, unit = _scaled(value, min(_FINEST, finest))
    per_rank = length * (int(np.abs(scaled).max(initial=0)) + 1)
    per_urgent = per_rank * (highest_rank + 1) if fair else 0
    parent = problem.pool_parent
    one_each = np.ones(len(person), dtype=np.int64)
    most = np.minimum(problem.person_most, problem.needs_of_person)
    supply = np.zeros(nodes, dtype=np.int64)
    supply[SOURCE], supply[SINK] = needs, -needs
    tails = [np.full(len(person), SOURCE), 2 + problem.need_person, first_need + problem.option_need]
    heads = [2 + person, first_need + np.arange(needs), first_pool + problem.option_pool]
    rooms = [one_each if fair else most, np.ones(needs, dtype=np.int64), np.ones(problem.options, dtype=np.int64)]
    costs = [-per_rank * rank, -per_urgent * problem.need_urgent.astype(np.int64), -scaled]
    tails += [first_pool + np.arange(pools), np.array([SOURCE])]
    heads += [np.where(parent == NO_POOL, SINK, first_pool + parent), np.array([SINK])]
    rooms += [np.minimum(problem.pool_room, needs), np.array([needs])]
    costs += [np.zeros(pools, dtype=np.int64), np.array([0])]
    tail, head, room, cost = (np.concatenate(part).astype(np.int64) for part in (tails, heads, rooms, costs))
    return Model(problem, Arcs(tail, head, room, cost, supply), unit)


def best_flow(model: Model) -> Ints:
    """The best flow of a model."""
    return cheapest_flow(model.arcs)


def settled(model: Model, flow: Ints, seed: int) -> Ints:
    """Of all flows as good as ``flow``, one that serves those who waited longest; then as lots are drawn."""
    problem = model.problem
    cost = np.zeros(len(flow), dtype=np.int64)
    day = _LOTS * 2 * (min(problem.needs, problem.pools) + 1)
    longest = largest_cost(len(model.arcs.supply)) // day - 1
    drawn = (lots(seed, problem.needs) >> np.uint64(64 - 10)).astype(np.int64)
    first = model.first_need_arc
    cost[first : first + problem.needs] = -(np.minimum(problem.need_waiting, longest) * day + drawn)
    arcs, kept = as_good(model.arcs, flow, cost)
    found = flow.copy()
    if len(kept):
        found[kept] = cheapest_flow(arcs)
    return found


def solve_separable(problem: CohortProblem, seed: int, *, fair: bool = True) -> tuple[Model, Ints]:
    """The model of a separable problem and its best flow, ties settled."""
    model = model_of(problem, problem.option_value, fair=fair)
    return model, settled(model, best_flow(model), seed)


def served_of_person(problem: CohortProblem, served: Bools) -> Ints:
    """How many needs of each person are served."""
    return np.bincount(problem.need_person[served], minlength=problem.persons)


def _units(problem: CohortProblem, *, fair: bool) -> tuple[Ints, Ints]:
    """For each arc to a person, who and its rank: the worse one stands covered without that place, the higher.

    The k-th place of someone with n needs ranks by (k - 1) / n, lowest first, and then by n, fewest first: it lifts
    them furthest.
    """
    if not fair:
        return np.arange(problem.persons), np.zeros(problem.persons, dtype=np.int64)
    most = np.minimum(problem.person_most, problem.needs_of_person)
    person = np.repeat(np.arange(problem.persons), most)
    already = np.arange(len(person)) - np.repeat(np.cumsum(most) - most, most)
    needs = problem.needs_of_person[person]
    keys = np.stack([already / np.maximum(needs, 1), needs.astype(np.float64)])
    distinct, rank = np.unique(keys, axis=1, return_inverse=True)
    return person, distinct.shape[1] - rank.reshape(-1).astype(np.int64)


def _scaled(value: Floats, finest: int) -> tuple[Ints, float]:
    highest = float(np.abs(value).max(initial=0.0))
    whole = bool(np.all(value == np.rint(value))) and highest <= finest
    unit = 1.0 if whole or not highest else finest / highest
    return np.rint(value * unit).astype(np.int64), unit
