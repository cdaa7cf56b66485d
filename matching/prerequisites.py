"""The prerequisite graph: which barriers block or ease which others for one person, and what the waves follow from."""

from dataclasses import dataclass
from functools import cache

import networkx as nx

from matching.profile import Profile
from network_data.vocabulary import BARRIERS, PREREQUISITES, Prerequisite, Strength


@cache
def prerequisite_graph() -> "nx.DiGraph[str]":
    """Barriers as nodes and prerequisites as edges (``data``: the ``Prerequisite``), ``parallele`` edges left out.

    Acyclic: a vocabulary test holds it so.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(BARRIERS)
    for edge in PREREQUISITES:
        if edge.strength is not Strength.TOGETHER:
            graph.add_edge(edge.before, edge.after, data=edge)
    return graph


@dataclass(frozen=True, slots=True)
class Order:
    """How one person's barriers stand to each other.

    ``wave`` of a barrier: 1 + the longest chain of blocking, still carried barriers before it. ``depth``: the same
    over blocking and easing edges, for the order within a wave.
    """

    wave: dict[str, int]
    depth: dict[str, int]
    blocking: dict[str, tuple[Prerequisite, ...]]
    easing: dict[str, tuple[Prerequisite, ...]]
    together: dict[str, tuple[Prerequisite, ...]]


def order_of(profile: Profile) -> Order:
    """The order of the profile's barriers.

    An edge counts only if the person carries both barriers; a blocking one not at all when an equivalent paper is
    held. Cost: proportional to the edges between the carried barriers.
    """
    carried = [need.barrier for need in profile.needs]
    part = prerequisite_graph().subgraph(carried)
    edges: list[Prerequisite] = [part.edges[pair]["data"] for pair in part.edges]
    blocking = [edge for edge in edges if edge.strength is Strength.BLOCKING and not _lifted(profile, edge)]
    easing = [edge for edge in edges if edge.strength is Strength.EASING]
    together = [
        edge
        for edge in PREREQUISITES
        if edge.strength is Strength.TOGETHER and {edge.before, edge.after} <= set(carried)
    ]
    return Order(
        wave=_longest_chains(carried, blocking),
        depth=_longest_chains(carried, blocking + easing),
        blocking=_by_barrier(carried, blocking),
        easing=_by_barrier(carried, easing),
        together=_by_barrier(carried, together),
    )


def _lifted(profile: Profile, edge: Prerequisite) -> bool:
    return any(profile.holds(paper) for paper in edge.equivalent_papers)


def _longest_chains(barriers: list[str], edges: list[Prerequisite]) -> dict[str, int]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(barriers)
    graph.add_edges_from((edge.before, edge.after) for edge in edges)
    length: dict[str, int] = {}
    for barrier in nx.topological_sort(graph):
        length[barrier] = 1 + max((length[before] for before in graph.predecessors(barrier)), default=0)
    return length


def _by_barrier(barriers: list[str], edges: list[Prerequisite]) -> dict[str, tuple[Prerequisite, ...]]:
    """The edges into each barrier, in the vocabulary's order."""
    return {
        barrier: tuple(edge for edge in PREREQUISITES if edge in edges and edge.after == barrier)
        for barrier in barriers
    }
