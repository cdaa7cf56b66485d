"""Suggestions by walking a networkx graph from barrier to services, one service at a time.

It calls the engine's scalar eligibility and score functions, and shares nothing else with it: no columns, no
candidates, no sort over arrays.
"""

from collections.abc import Mapping
from heapq import nsmallest

import networkx as nx

from matching.channels import ChannelMatch, channels_of, keyword_finder
from matching.doors import Door, doors_of
from matching.eligibility import Status, assess, overall
from matching.geography import UnitVector, distance_km, unit_vector
from matching.network import Network, Partner, Service
from matching.profile import Profile
from matching.scoring import Standing, score_components
from matching.weights import Weights

Found = tuple[str, str, float]
"""Service id, partner id of the door, score."""


class Walk:
    """A network as a graph whose edges lead from barriers to the services that address them."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        doors, numbers = doors_of(network)
        finder = keyword_finder()
        for service, number in zip(network.services, numbers, strict=True):
            partner = network.partners[service.partner_id]
            place = _place(network, service, partner, doors[number])
            self.graph.add_node(service.id, service=service, door=doors[number], place=place)
            for barrier, match in channels_of(service, partner, finder).items():
                self.graph.add_edge(barrier, service.id, match=match)

    def suggest(self, profile: Profile, weights: Weights, here: UnitVector | None) -> list[list[Found]]:
        """For each need, its ``per_barrier`` best services, one per door."""
        return [self._of_need(profile, weights, here, need.barrier, profile.per_barrier) for need in profile.needs]

    def candidates(self, profile: Profile, weights: Weights, here: UnitVector | None) -> list[list[Found]]:
        """For each need, every eligible service that is the best of its door, best first."""
        return [self._of_need(profile, weights, here, need.barrier, None) for need in profile.needs]

    def _of_need(
        self, profile: Profile, weights: Weights, here: UnitVector | None, barrier: str, top: int | None
    ) -> list[Found]:
        best_of_door: dict[str, Found] = {}
        for service_id, edge in self.graph.adj.get(barrier, {}).items():
            node = self.graph.nodes[service_id]
            score = _score(profile, weights, here, node, edge["match"])
            if score is None:
                continue
            found = (service_id, node["door"].partner_id, score)
            standing = best_of_door.get(found[1])
            if standing is None or _rank(found) < _rank(standing):
                best_of_door[found[1]] = found
        return nsmallest(len(best_of_door) if top is None else top, best_of_door.values(), key=_rank)


def _rank(found: Found) -> tuple[float, str]:
    return (-found[2], found[0])


def _score(
    profile: Profile, weights: Weights, here: UnitVector | None, node: Mapping[str, object], match: ChannelMatch
) -> float | None:
    service, door, place = node["service"], node["door"], node["place"]
    assert isinstance(service, Service)
    assert isinstance(door, Door)
    km = distance_km(here, place) if here is not None and isinstance(place, tuple) else None
    criteria = assess(profile, service, km)
    if overall(criteria) is Status.NOT_MET:
        return None
    strength = weights.channel.of(match.channel, confirmed=match.confirmed)
    known = door.partner_id in profile.known_partners
    return sum(score_components(profile, Standing(service, strength, criteria, km, known), weights).values())


def _place(network: Network, service: Service, partner: Partner, door: Door) -> UnitVector | None:
    places: list[Partner | Service | None] = [service, partner]
    if door.gate is not None and door.partner_id != partner.id:
        places = [network.partners.get(door.partner_id)]
    for place in places:
        if place is not None and place.latitude is not None and place.longitude is not None:
            return unit_vector(place.latitude, place.longitude)
    return None
