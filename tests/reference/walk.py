"""Suggestions by walking a networkx graph from barrier to services, one service at a time.

It calls the engine's scalar eligibility and score functions, and shares nothing else with it: no columns, no
candidates, no sort over arrays.
"""

from heapq import nsmallest

from matching.channels import ChannelMatch
from matching.doors import Door
from matching.eligibility import Status, assess, overall
from matching.geography import UnitVector, distance_km, unit_vector
from matching.learning.estimates import Estimate
from matching.network import Network, Partner, Service
from matching.profile import Profile
from matching.scoring import Standing, score_components, settled_components, total
from matching.weights import Weights
from tests.reference.learning import SlowLearning
from tests.reference.network_graph import BARRIER, SERVICE, network_graph

Node = tuple[str, str]
Found = tuple[str, str, float]
"""Service id, partner id of the door, score."""


class Walk:
    """The network's graph, walked from each barrier to the services that address it."""

    def __init__(self, network: Network) -> None:
        self.graph = network_graph(network)
        self.network = network
        self.place = {
            node: _place(network, self.graph.nodes[node]["service"], self._door(node))
            for node in self.graph
            if node[0] == SERVICE
        }

    def _door(self, service: Node) -> Door:
        (door,) = self.graph.successors(service)
        found: Door = self.graph.nodes[door]["door"]
        return found

    def suggest(self, profile: Profile, weights: Weights, here: UnitVector | None) -> list[list[Found]]:
        """For each need, its ``per_barrier`` best services, one per door."""
        learning = SlowLearning(self.network, profile.on)
        top = profile.per_barrier
        return [self._of_need(profile, weights, here, learning, need.barrier, top) for need in profile.needs]

    def candidates(self, profile: Profile, weights: Weights, here: UnitVector | None) -> list[list[Found]]:
        """For each need, every eligible service that is the best of its door, best first."""
        learning = SlowLearning(self.network, profile.on)
        return [self._of_need(profile, weights, here, learning, need.barrier, None) for need in profile.needs]

    def _of_need(
        self,
        profile: Profile,
        weights: Weights,
        here: UnitVector | None,
        learning: SlowLearning,
        barrier: str,
        top: int | None,
    ) -> list[Found]:
        best_of_door: dict[str, Found] = {}
        for node, edge in self.graph.adj[BARRIER, barrier].items():
            door, place = self._door(node), self.place[node]
            service: Service = self.graph.nodes[node]["service"]
            km = None if here is None or place is None else distance_km(here, place)
            learned = learning.estimate(service.id, barrier)
            score = _score(profile, weights, service, door, km, edge["match"], learned)
            if score is None:
                continue
            found = (service.id, door.partner_id, score)
            standing = best_of_door.get(door.partner_id)
            if standing is None or _rank(found) < _rank(standing):
                best_of_door[door.partner_id] = found
        return nsmallest(len(best_of_door) if top is None else top, best_of_door.values(), key=_rank)


def _rank(found: Found) -> tuple[float, str]:
    return (-found[2], found[0])


def _score(
    profile: Profile,
    weights: Weights,
    service: Service,
    door: Door,
    km: float | None,
    match: ChannelMatch,
    learned: Estimate,
) -> float | None:
    criteria = assess(profile, service, km, door.partner_id)
    if overall(criteria) is Status.NOT_MET:
        return None
    fit = weights.fit.of(match.tag, match.grade)
    known = door.partner_id in profile.known_partners
    standing = Standing(service, settled_components(service, fit, learned, profile.on, weights), criteria, km, known)
    return total(score_components(profile, standing, weights))


def _place(network: Network, service: Service, door: Door) -> UnitVector | None:
    places: list[Partner | Service | None] = [service, network.partners[service.partner_id]]
    if door.gate is not None and door.partner_id != service.partner_id:
        places = [network.partners.get(door.partner_id)]
    elif service.mobile:
        places = []
    for place in places:
        if place is not None and place.latitude is not None and place.longitude is not None:
            return unit_vector(place.latitude, place.longitude)
    return None
