"""Half-days as a flow from officers to chantiers with rising costs: whole, nearly leximin, and found in milliseconds.

Each half-day delivered is worth more than any cost. Each next one of a chantier costs more with the share already
served, so that the flow is cheapest when chantiers are served alike (where half-days can be split, any strictly convex
cost gives the leximin vector: Fujishige, 1980); the same, weighing less, for officers; skill and the running allocation
break ties. What was promised (pins, accompaniments, floors, required pairs) is worth most of all. Numbers of sites and
classes of slots are not looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from math import ceil

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from matching.staffing.accompaniments import least_kept, reserved
from matching.staffing.capacity import Place, most_half_days, open_slots, present_slots
from matching.staffing.counts_model import CountsModel
from matching.staffing.measures import Counts, Key, Measured
from matching.staffing.problem import DOMAINS

PROMISED = 10**10
DELIVERED = 10**9
COVERAGE = 10**6
LOAD = 10**4
STEEPNESS = 5
"""The higher, the nearer whole half-days come to the leximin vector."""
SKILL = 10
RUNNING = 300
Numbers = npt.NDArray[np.int64]
EFFORT_OF_ARC = 3e-6
"""What a flow costs of a search's effort, per arc: about what it takes in seconds."""


class HalfDayFlow:
    """The network of one problem; only which pairs may be used changes from flow to flow."""

    def __init__(self, built: CountsModel, measured: Measured) -> None:
        self.built = built
        self._measured = measured
        self._nodes: dict[object, int] = {}
        self._arcs: list[tuple[int, int, int, int]] = []
        self._keys: dict[Key, list[int]] = defaultdict(list)
        self._pairs: dict[Place, list[int]] = defaultdict(list)
        self._add_officers()
        self._add_chantiers()
        self._add_keys()
        self._add("source", "sink", self.supply, DELIVERED)
        arcs = np.array(self._arcs, dtype=np.int64)
        self._tails, self._heads = arcs[:, 0].astype(np.int32), arcs[:, 1].astype(np.int32)
        self._capacities, self._costs = arcs[:, 2].copy(), arcs[:, 3].copy()
        self.effort = len(self._arcs) * EFFORT_OF_ARC

    def within(self, allowed: Collection[Place]) -> Counts:
        """The cheapest half-days between some pairs."""
        return self._counts(self._costs, {place for place in self._pairs if place in allowed})

    def most(self, worth: Callable[[Key], int]) -> int:
        """The most that half-days can be worth together, whatever the numbers of sites: no month is worth more."""
        costs = np.zeros(len(self._costs), dtype=np.int64)
        for key, arcs in self._keys.items():
            costs[arcs] = -worth(key)
        return sum(worth(key) * number for key, number in self._counts(costs, self._pairs.keys()).items())

    def _counts(self, costs: Numbers, allowed: AbstractSet[Place]) -> Counts:
        open_arcs = np.ones(len(costs), dtype=bool)
        open_arcs[[arc for place, arcs in self._pairs.items() if place not in allowed for arc in arcs]] = False
        chosen = np.flatnonzero(open_arcs)
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(
            self._tails[chosen], self._heads[chosen], self._capacities[chosen], costs[chosen]
        )
        solver.set_node_supply(self._nodes["source"], self.supply)
        solver.set_node_supply(self._nodes["sink"], -self.supply)
        solver.solve()
        flows = np.zeros(len(costs), dtype=np.int64)
        flows[chosen] = solver.flows(np.arange(len(chosen)))
        held = {key: int(flows[arcs].sum()) for key, arcs in self._keys.items() if key[:2] in allowed}
        return {key: number for key, number in held.items() if number}

    def _add(self, tail: object, head: object, capacity: int, cost: int) -> int:
        ends = [self._nodes.setdefault(end, len(self._nodes)) for end in (tail, head)]
        self._arcs.append((ends[0], ends[1], capacity, cost))
        return len(self._arcs) - 1

    def _add_rising(self, ends: tuple[object, object], most: int, whole: int, weight: int, promised: int = 0) -> None:
        for number in range(most):
            cost = round(weight * ((2 * number + 1) / (2 * whole)) ** STEEPNESS)
            self._add(*ends, 1, cost - PROMISED * (number < promised))

    def _add_officers(self) -> None:
        problem = self.built.problem
        self.supply = 0
        for who, officer in enumerate(problem.officers):
            most = min(most_half_days(officer, problem), len(present_slots(officer, problem.weeks)))
            self.supply += most
            self._add_rising(("source", ("officer", who)), most, self._measured.capacity[who], LOAD)

    def _add_chantiers(self) -> None:
        problem, demand = self.built.problem, self._measured.demand
        floors = floors_of(self._measured)
        theirs: Counter[tuple[int, int]] = Counter()
        for (_, at, of), number in reserved(problem).items():
            theirs[at, of] += number
        for at, chantier in enumerate(problem.chantiers):
            seats = len(open_slots(chantier, problem.weeks)) * chantier.room
            most, floor = min(demand[at], seats), floors.get(at, 0)
            self._add_rising((("chantier", at), "sink"), most, demand[at], COVERAGE, floor)
            for of, domain in enumerate(DOMAINS):
                self._add(("need", at, of), ("chantier", at), chantier.demand.get(domain, 0) - theirs[at, of], 0)

    def _add_keys(self) -> None:
        problem = self.built.problem
        officers = [present_slots(each, problem.weeks) for each in problem.officers]
        chantiers = [open_slots(each, problem.weeks) for each in problem.chantiers]
        for who, at in self.built.pair:
            common = len(officers[who] & chantiers[at])
            needed = int((problem.officers[who].id, problem.chantiers[at].id) in problem.required)
            if needed and common:
                self._pairs[who, at].append(self._add(("officer", who), (who, at), 1, -PROMISED))
            self._pairs[who, at].append(self._add(("officer", who), (who, at), max(0, common - needed), 0))
        own, least = reserved(problem), promised_half_days(self.built)
        for key in self.built.half_days:
            worth = self._worth(key)
            chantier, need = ("chantier", key[1]), ("need", key[1], key[2])
            theirs, promised = own.get(key, 0), least.get(key, 0)
            if theirs:
                kept = min(theirs, promised)
                self._add_key(key, chantier, kept, -PROMISED - worth)
                self._add_key(key, chantier, theirs - kept, -worth)
            self._add_key(key, need, max(0, promised - theirs), -PROMISED - worth)
            self._add_key(key, need, self._measured.demand[key[1]], -worth)

    def _add_key(self, key: Key, head: object, capacity: int, cost: int) -> None:
        if capacity:
            arc = self._add(key[:2], head, capacity, cost)
            self._keys[key].append(arc)
            self._pairs[key[:2]].append(arc)

    def _worth(self, key: Key) -> int:
        runs = RUNNING if key[:2] in self._measured.running_pairs else 0
        return SKILL * self.built.problem.officers[key[0]].skills.get(DOMAINS[key[2]], 0) + runs


def promised_half_days(built: CountsModel) -> Mapping[Key, int]:
    """What pins and accompaniments ask of each key."""
    least = dict(built.pinned)
    for key, number in least_kept(built.problem).items():
        least[key] = max(number, least.get(key, 0))
    return least


def floors_of(measured: Measured) -> Mapping[int, int]:
    """The half-days that a chantier must have at least, where there is such a floor."""
    floors = measured.problem.settings.floors
    return {
        at: ceil(floors[each.id] * measured.demand[at] / 100)
        for at, each in enumerate(measured.problem.chantiers)
        if floors.get(each.id)
    }
