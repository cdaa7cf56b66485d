"""What the loss of a partner, a service or a gate would leave without anybody: exact, on the graph of what holds what.

Needs that the same holders (partners, services or gates) can take are one node: it is joined to each of them, and
they to the network's root. A need is lost with its holder exactly when that holder is an articulation point of this
graph (Hopcroft and Tarjan, Efficient algorithms for graph manipulation, CACM 16(6), 1973), and the link between them
is then a bridge.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from matching.coverage.reach import Reach

ROOT = "network"
Holders = tuple[str, ...]
Node = tuple[str, Hashable]


@dataclass(frozen=True, slots=True)
class Loss:
    """What would have nobody left without ``id``: how many needs, of which barriers, the most first.

    ``sole``: those of the barriers for which it is the last resort of every need that anybody can take.
    """

    id: str
    needs: int
    barriers: tuple[tuple[str, int], ...]
    sole: tuple[str, ...]

    @property
    def sole_needs(self) -> int:
        """How many needs are of barriers that nobody else answers for anyone."""
        return sum(count for barrier, count in self.barriers if barrier in self.sole)


@dataclass(frozen=True, slots=True)
class Dependence:
    """The losses to fear: first whoever answers a whole barrier alone, then by needs.

    ``alone``: the needs (by position) that hang on one holder.
    """

    losses: tuple[Loss, ...]
    alone: frozenset[int]


def holders_by_partner(reach: Reach) -> list[Holders]:
    """The partners that can take each need."""
    services = reach.catalogue.services
    return [tuple(sorted({services[row].partner_id for row in rows})) for rows in reach.rows_by_need()]


def holders_by_service(reach: Reach) -> list[Holders]:
    """The services that can take each need."""
    services = reach.catalogue.services
    return [tuple(services[row].id for row in rows) for rows in reach.rows_by_need()]


def holders_by_gate(reach: Reach) -> list[Holders]:
    """The doors through which each need can be taken."""
    return [tuple(sorted({reach.catalogue.door_of(row).partner_id for row in rows})) for rows in reach.rows_by_need()]


def find_dependence(reach: Reach, holders: Sequence[Holders]) -> Dependence:
    """The losses among the ``holders`` of each need. Cost: linear in the pairs of a group of needs and a holder."""
    groups: dict[tuple[str, Holders], list[int]] = defaultdict(list)
    for at, held_by in enumerate(holders):
        if held_by:
            groups[reach.needs[at].need.barrier, held_by].append(at)
    critical = articulation_points(groups)
    lost = {key: members for key, members in groups.items() if len(key[1]) == 1}
    reachable: Counter[str] = Counter()
    for (barrier, _), members in groups.items():
        reachable[barrier] += len(members)
    losses = [_loss(holder, lost, reachable) for holder in critical]
    return Dependence(
        tuple(sorted(losses, key=_rank)),
        frozenset(at for members in lost.values() for at in members),
    )


def articulation_points(groups: Collection[tuple[str, Holders]]) -> frozenset[str]:
    """The holders without whom some group of needs would be cut off from the network."""
    graph: nx.Graph[Node] = nx.Graph()
    for group in groups:
        for holder in group[1]:
            graph.add_edge(("group", group), ("holder", holder))
            graph.add_edge(("holder", holder), ("root", ROOT))
    return frozenset(str(name) for kind, name in nx.articulation_points(graph) if kind == "holder")


def _rank(loss: Loss) -> tuple[int, int, str]:
    return -loss.sole_needs, -loss.needs, loss.id


def _loss(holder: str, lost: Mapping[tuple[str, Holders], list[int]], reachable: Mapping[str, int]) -> Loss:
    barriers = Counter({barrier: len(members) for (barrier, (only,)), members in lost.items() if only == holder})
    ordered = tuple(sorted(barriers.items(), key=lambda each: (-each[1], each[0])))
    sole = tuple(barrier for barrier, count in ordered if count == reachable[barrier])
    return Loss(holder, barriers.total(), ordered, sole)


def lost_without(holders: Sequence[Holders], gone: Collection[str]) -> list[int]:
    """The needs (by position) that would have nobody left if all of ``gone`` went at once."""
    absent = set(gone)
    return [at for at, held_by in enumerate(holders) if held_by and absent.issuperset(held_by)]
