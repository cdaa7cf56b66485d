"""The network's graph shows what hangs on a single partner."""

import networkx as nx

from matching.graph import BARRIER, DOOR, network_graph, sole_door_of
from network_data.vocabulary import BARRIERS, AccessPath
from tests.unit.matching.builders import ADDICTIONS, CARE, HOUSING_TEMPORARY, network, service


def test_a_barrier_that_one_door_answers_names_it() -> None:
    graph = network_graph(
        network(
            [], [service("a-1", ADDICTIONS), service("a-2", ADDICTIONS), service("b-1", CARE), service("c-1", CARE)]
        )
    )
    assert sole_door_of(graph)["addictions"] == "a"
    assert "acces-soins" not in sole_door_of(graph)


def test_two_shelters_behind_one_gate_hang_on_that_gate() -> None:
    behind = [service(f"{name}-1", HOUSING_TEMPORARY, access_path=AccessPath.SIAO) for name in ("a", "b")]
    assert sole_door_of(network_graph(network([], behind)))["hebergement-precaire"] == "gate--siao"


def test_every_path_leads_from_a_barrier_through_a_service_to_a_door() -> None:
    graph = network_graph(network([], [service("a-1", ADDICTIONS, CARE)]))
    assert {node for node in graph if node[0] == BARRIER} == {(BARRIER, code) for code in BARRIERS}
    assert nx.shortest_path_length(graph, (BARRIER, "addictions"), (DOOR, "a")) == 2
