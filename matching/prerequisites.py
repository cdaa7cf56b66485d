"""The prerequisite graph: which barriers block or ease which others for one person, and what the waves follow from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import networkx as nx

from matching.profile import Profile
from network_data.vocabulary import BARRIERS, PREREQUISITES, Prerequisite, Strength

Pair = tuple[str, str]
"""Two barriers: first, then."""
_PLACES = {(edge.before, edge.after): place for place, edge in enumerate(PREREQUISITES)}


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

    ``wave`` of a barrier: 1 + the longest chain of blocking, still carried barriers before it, or of those that a
    decision put before it (``decided``). ``depth``: the same with easing edges too, for the order within a wave.
    """

    wave: dict[str, int]
    depth: dict[str, int]
    blocking: dict[str, tuple[Prerequisite, ...]]
    easing: dict[str, tuple[Prerequisite, ...]]
    together: dict[str, tuple[Prerequisite, ...]]
    decided: dict[str, tuple[str, ...]]

    def waits_for(self, barrier: str) -> list[str]:
        """The barriers right before it: those that block it, and those that a decision put first."""
        return [*(edge.before for edge in self.blocking[barrier]), *self.decided[barrier]]


def order_of(profile: Profile, after: Collection[tuple[str, str]] = ()) -> Order:
    """The order of the profile's barriers.

    An edge counts only if the person carries both barriers; a blocking one not at all when an equivalent paper is
    held. Decisions ``after`` (pairs: first, then) count where they close no circle with what blocks; an easing edge
    that contradicts one counts no more. Cost: proportional to the edges between the carried barriers.
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
    firm = [(edge.before, edge.after) for edge in blocking]
    decided = _without_circles(firm, sorted(pair for pair in after if set(pair) <= set(carried)))
    firm += decided
    gentle = [(edge.before, edge.after) for edge in easing]
    return Order(
        wave=_longest_chains(carried, firm),
        depth=_longest_chains(carried, firm + (_without_circles(firm, gentle) if decided else gentle)),
        blocking=_by_barrier(carried, blocking),
        easing=_by_barrier(carried, easing),
        together=_by_barrier(carried, together),
        decided={code: tuple(first for first, then in decided if then == code) for code in carried},
    )


def _without_circles(firm: Sequence[Pair], wanted: Sequence[Pair]) -> list[Pair]:
    """Of the edges ``wanted``, in their order, those that close no circle with the ``firm`` ones and each other."""
    graph = nx.DiGraph(firm)
    kept: list[Pair] = []
    for first, then in wanted:
        graph.add_nodes_from((first, then))
        if not nx.has_path(graph, then, first):
            graph.add_edge(first, then)
            kept.append((first, then))
    return kept


def _lifted(profile: Profile, edge: Prerequisite) -> bool:
    return any(profile.holds(paper) for paper in edge.equivalent_papers)


def _longest_chains(barriers: list[str], edges: list[Pair]) -> dict[str, int]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(barriers)
    graph.add_edges_from(edges)
    length: dict[str, int] = {}
    for barrier in nx.topological_sort(graph):
        length[barrier] = 1 + max((length[before] for before in graph.predecessors(barrier)), default=0)
    return length


def _by_barrier(barriers: list[str], edges: list[Prerequisite]) -> dict[str, tuple[Prerequisite, ...]]:
    """The edges into each barrier, in the vocabulary's order."""
    into: dict[str, list[Prerequisite]] = {barrier: [] for barrier in barriers}
    for edge in sorted(edges, key=lambda edge: _PLACES[edge.before, edge.after]):
        into[edge.after].append(edge)
    return {barrier: tuple(found) for barrier, found in into.items()}
