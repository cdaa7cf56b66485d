"""A first answer for large months, where CP-SAT alone finds none worth having: a flow of half-days with rising costs.

Half-days flow from officers through what they can do to chantiers. Each one delivered is worth more than any cost. Each
next one of a chantier costs more with the share already served, so that the flow is cheapest when chantiers are served
alike (where half-days can be split, any strictly convex cost gives the leximin vector: Fujishige, 1980); the same,
weighing less, for officers; skill and the running allocation break ties. Whoever has too many sites gives up the one
they hold least of, and the flow is found again.
"""

from collections.abc import Collection

from ortools.graph.python import min_cost_flow

from matching.staffing.capacity import Place, most_half_days, open_slots, present_slots
from matching.staffing.counts_model import CountsModel
from matching.staffing.measures import Counts, Key, Measured, by_pair
from matching.staffing.problem import DOMAINS, StaffingProblem

DELIVERED = 10**9
COVERAGE = 10**6
LOAD = 10**4
STEEPNESS = 5
"""The higher, the nearer whole half-days come to the leximin vector."""
SKILL = 10
RUNNING = 300


def flow_start(built: CountsModel, measured: Measured, allowed: Collection[Place] | None = None) -> Counts:
    """Half-days within demands, loads and numbers of sites, between ``allowed`` pairs.

    Pins, required pairs, floors and classes of slots are not looked at.
    """
    allowed = set(built.pair if allowed is None else allowed)
    while True:
        counts = _flow(built, measured, allowed)
        crowded = _crowded(built.problem, counts, measured)
        if not crowded:
            return counts
        allowed -= crowded


def _crowded(problem: StaffingProblem, counts: Counts, measured: Measured) -> set[Place]:
    """For each officer with too many sites, the one they hold least of."""
    pairs = by_pair(counts)
    places: dict[int, list[Place]] = {}
    for place in pairs:
        places.setdefault(place[0], []).append(place)
    weakest = set()
    for who, held in places.items():
        if len(held) > problem.officers[who].most_sites:
            weakest.add(min(held, key=lambda place: (pairs[place], measured.running_pairs.get(place, 0), place)))
    return weakest


class _Network:
    """Arcs are added by the names of their ends."""

    def __init__(self) -> None:
        self.solver = min_cost_flow.SimpleMinCostFlow()
        self.numbers: dict[object, int] = {}

    def add(self, tail: object, head: object, capacity: int, cost: int) -> int:
        """The arc's number."""
        ends = [self.numbers.setdefault(end, len(self.numbers)) for end in (tail, head)]
        return int(self.solver.add_arc_with_capacity_and_unit_cost(ends[0], ends[1], capacity, cost))


def _flow(built: CountsModel, measured: Measured, allowed: set[Place]) -> Counts:
    problem, network = built.problem, _Network()
    supply = 0
    for who, officer in enumerate(problem.officers):
        most = min(most_half_days(officer, problem), len(present_slots(officer, problem.weeks)))
        supply += most
        _rising(network, ("source", ("officer", who)), most, measured.capacity[who], LOAD)
    for at, chantier in enumerate(problem.chantiers):
        seats = len(open_slots(chantier, problem.weeks)) * chantier.room
        _rising(network, (("chantier", at), "sink"), min(measured.demand[at], seats), measured.demand[at], COVERAGE)
        for of, domain in enumerate(DOMAINS):
            network.add(("need", at, of), ("chantier", at), chantier.demand.get(domain, 0), 0)
    for place in sorted(allowed):
        network.add(("officer", place[0]), place, _in_common(problem, place), 0)
    arcs = {
        key: network.add(key[:2], ("need", key[1], key[2]), measured.demand[key[1]], -_worth(problem, measured, key))
        for key in built.half_days
        if key[:2] in allowed
    }
    network.add("source", "sink", supply, DELIVERED)
    network.solver.set_node_supply(network.numbers["source"], supply)
    network.solver.set_node_supply(network.numbers["sink"], -supply)
    network.solver.solve()
    return {key: flow for key, arc in arcs.items() if (flow := network.solver.flow(arc))}


def _rising(network: _Network, ends: tuple[object, object], most: int, whole: int, weight: int) -> None:
    for number in range(most):
        network.add(*ends, 1, round(weight * ((2 * number + 1) / (2 * whole)) ** STEEPNESS))


def _in_common(problem: StaffingProblem, place: Place) -> int:
    officer, chantier = problem.officers[place[0]], problem.chantiers[place[1]]
    return len(present_slots(officer, problem.weeks) & open_slots(chantier, problem.weeks))


def _worth(problem: StaffingProblem, measured: Measured, key: Key) -> int:
    runs = RUNNING if key[:2] in measured.running_pairs else 0
    return SKILL * problem.officers[key[0]].skills.get(DOMAINS[key[2]], 0) + runs
