"""Coverage by the plainest way: a networkx graph of needs, services and partners; remove nodes, look who is left."""

from collections.abc import Collection, Sequence
from itertools import combinations

import networkx as nx
import numpy as np

from matching.catalogue import Catalogue
from matching.columns import Bools, Ints
from matching.eligibility import Status, assess, overall
from matching.geography import distance_km
from matching.profile import Profile
from tests.reference.walk import Walk

NEED, SERVICE, PARTNER = "need", "service", "partner"
Node = tuple[str, str]


class CoverageGraph:
    """Every need without référent, the services that can take it (one criterion at a time), and their partners."""

    def __init__(self, catalogue: Catalogue, profiles: Sequence[Profile]) -> None:
        self.graph: nx.Graph[Node] = nx.Graph()
        self.barrier: dict[Node, str] = {}
        self.sure: set[Node] = set()
        walk = Walk(catalogue.network)
        for person, profile in enumerate(profiles):
            here = catalogue.place_of(profile)
            for number, need in enumerate(profile.needs):
                if need.followed_by:
                    continue
                node = (NEED, f"{person}.{number}")
                self.graph.add_node(node)
                self.barrier[node] = need.barrier
                for service in walk.graph.successors(("barrier", need.barrier)):
                    place = walk.place[service]
                    km = None if here is None or place is None else distance_km(here, place)
                    found = catalogue.services[catalogue.row_of[service[1]]]
                    (door,) = walk.graph.successors(service)
                    status = overall(assess(profile, found, km, door[1]))
                    if status is not Status.NOT_MET:
                        self.graph.add_edge(node, service)
                        self.graph.add_edge(service, (PARTNER, found.partner_id))
                    if status is Status.MET:
                        self.sure.add(node)

    def uncovered(self) -> set[Node]:
        """The needs with no service at all."""
        return {node for node in self.barrier if not any(True for _ in self.graph.neighbors(node))}

    def lost_without(self, kind: str, gone: Collection[str]) -> set[Node]:
        """The needs that have a service today and none once ``gone`` are removed, partners with their services."""
        left = self.graph.copy()
        for name in gone:
            if (kind, name) in left:
                if kind == PARTNER:
                    left.remove_nodes_from([node for node in left.neighbors((kind, name)) if node[0] == SERVICE])
                left.remove_node((kind, name))
        return {node for node in self.barrier if not any(True for _ in left.neighbors(node))} - self.uncovered()

    def every_loss(self, kind: str) -> dict[str, int]:
        """How many needs each partner or service would take with it, those that would take any."""
        names = sorted(name for node_kind, name in self.graph if node_kind == kind)
        losses = {name: len(self.lost_without(kind, [name])) for name in names}
        return {name: count for name, count in losses.items() if count}


def best_coverage(covers: Bools, weights: Ints, picks: int) -> int:
    """The most weight that ``picks`` sets cover, over every choice."""
    sets = range(len(covers))
    choices = combinations(sets, min(picks, len(covers)))
    return max((int(weights[np.any(covers[list(kept)], axis=0)].sum()) for kept in choices if kept), default=0)
