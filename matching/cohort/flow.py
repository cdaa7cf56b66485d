"""A minimum-cost flow, what its residual network says, and the flows that are as good."""

from dataclasses import dataclass

import numpy as np

from matching.columns import Ints

FAR = np.int64(1) << np.int64(62)
NO_ARC = -1


@dataclass(frozen=True, slots=True)
class Arcs:
    """A network: arcs from ``tail`` to ``head``, each with room and a cost per unit, and the supply of each node."""

    tail: Ints
    head: Ints
    room: Ints
    cost: Ints
    supply: Ints


def largest_cost(nodes: int) -> int:
    """The highest cost of an arc that the solver's 64 bits can bear with so many nodes."""
    return (1 << 60) // (nodes + 2)


def cheapest_flow(arcs: Arcs) -> Ints:
    """The units on each arc of a flow of least cost, exact for whole-number costs (OR-Tools' cost scaling).

    Raises:
        ArithmeticError: the network cannot carry its supply, or its costs are beyond ``largest_cost``.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - only when it is needed

    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, arcs.head, arcs.room, arcs.cost)
    solver.set_nodes_supplies(np.arange(len(arcs.supply)), arcs.supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"The flow has no optimum: {status}.")
    flow: Ints = np.asarray(solver.flows(np.arange(len(arcs.tail))), dtype=np.int64)
    return flow


@dataclass(frozen=True, slots=True)
class Residual:
    """Where one more unit could go: along an arc with room left, or back along one that carries something.

    ``arc``: which arc of the network each stems from, ``forward`` its direction.
    """

    nodes: int
    tail: Ints
    head: Ints
    cost: Ints
    arc: Ints
    forward: Ints
    start: Ints

    @classmethod
    def of(cls, arcs: Arcs, flow: Ints) -> "Residual":
        """The residual network of a flow."""
        onward, back = np.flatnonzero(flow < arcs.room), np.flatnonzero(flow > 0)
        tail = np.concatenate([arcs.tail[onward], arcs.head[back]])
        order = np.argsort(tail, kind="stable")
        nodes = len(arcs.supply)
        return cls(
            nodes=nodes,
            tail=tail[order],
            head=np.concatenate([arcs.head[onward], arcs.tail[back]])[order],
            cost=np.concatenate([arcs.cost[onward], -arcs.cost[back]])[order],
            arc=np.concatenate([onward, back])[order],
            forward=np.repeat([1, -1], [len(onward), len(back)])[order],
            start=np.searchsorted(tail[order], np.arange(nodes + 1)),
        )

    def distances(self, origin: int | None) -> tuple[Ints, Ints]:
        """The length of the shortest path from ``origin`` (None: from anywhere) to each node, and its last arc.

        ``FAR`` and ``NO_ARC`` where no path leads. Bellman and Ford's rounds over whole arrays, of the nodes that
        changed alone; the residual network of a flow of least cost has no cycle below nought, so they end.
        """
        distance = np.full(self.nodes, 0 if origin is None else FAR, dtype=np.int64)
        last = np.full(self.nodes, NO_ARC, dtype=np.int64)
        changed = np.arange(self.nodes)
        if origin is not None:
            distance[origin], changed = 0, np.array([origin])
        while len(changed):
            own = self._leaving(changed)
            head, reached = self.head[own], distance[self.tail[own]] + self.cost[own]
            better = reached < distance[head]
            own, head, reached = own[better], head[better], reached[better]
            np.minimum.at(distance, head, reached)
            first = reached == distance[head]
            last[head[first]] = own[first]
            changed = np.unique(head)
        return distance, last

    def _leaving(self, nodes: Ints) -> Ints:
        counts = self.start[nodes + 1] - self.start[nodes]
        ends = np.cumsum(counts)
        found: Ints = np.arange(int(ends[-1])) + np.repeat(self.start[nodes] - (ends - counts), counts)
        return found

    def path(self, last: Ints, node: int) -> list[int]:
        """The residual arcs of the shortest path to ``node``, the last first."""
        found = []
        while (arc := int(last[node])) != NO_ARC:
            found.append(arc)
            node = int(self.tail[arc])
        return found


def as_good(arcs: Arcs, flow: Ints, cost: Ints) -> tuple[Arcs, Ints]:
    """The network of the flows that cost as little as ``flow``, with other costs to choose among them.

    With potentials from shortest paths, an arc whose reduced cost is not nought carries the same in every optimum
    (complementary slackness). Those are left out, and what they carry is put into the supplies. Returns the network
    and which arcs it keeps.
    """
    potential, _ = Residual.of(arcs, flow).distances(None)
    reduced = arcs.cost + potential[arcs.tail] - potential[arcs.head]
    kept = np.flatnonzero(reduced == 0)
    fixed = np.flatnonzero(reduced != 0)
    supply = arcs.supply.copy()
    np.subtract.at(supply, arcs.tail[fixed], flow[fixed])
    np.add.at(supply, arcs.head[fixed], flow[fixed])
    return Arcs(arcs.tail[kept], arcs.head[kept], arcs.room[kept], cost[kept], supply), kept
