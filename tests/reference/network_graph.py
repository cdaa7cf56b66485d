"""The network as a graph: barriers lead to the services that address them, and services to the door where one asks.

What the slow ways walk; suggestions run on the columns of ``matching.catalogue``, hundreds of times faster.
"""

import networkx as nx

from matching.channels import channels_of
from matching.doors import doors_of
from matching.network import Network
from network_data.vocabulary import BARRIERS

BARRIER, SERVICE, DOOR = "barrier", "service", "door"


def network_graph(network: Network) -> "nx.DiGraph[tuple[str, str]]":
    """The graph of ``network``; nodes are pairs of a kind and an id.

    Service nodes carry ``service`` and door nodes ``door``; edges from a barrier carry ``match``. Every barrier of
    the vocabulary is a node, so that one nobody addresses shows as a node without edges.
    """
    graph: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    graph.add_nodes_from((BARRIER, code) for code in BARRIERS)
    doors, numbers = doors_of(network)
    for service, number in zip(network.services, numbers, strict=True):
        node, door = (SERVICE, service.id), doors[number]
        graph.add_node(node, service=service)
        graph.add_node((DOOR, door.partner_id), door=door)
        graph.add_edge(node, (DOOR, door.partner_id))
        for barrier, match in channels_of(service, network.partners[service.partner_id]).items():
            graph.add_edge((BARRIER, barrier), node, match=match)
    return graph
