"""Gaps and losses equal a plain graph from which partners and services are removed one by one, or several at once."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.coverage import Coverage, analyse, uncovered_without
from matching.profile import Profile
from tests.reference.coverage import PARTNER, SERVICE, CoverageGraph
from tests.reference.networks import random_network, random_profile

EXAMPLES = max(1, settings().max_examples // 2)


class World:
    """A random network with some people before it."""

    def __init__(self, seed: int, services: int, people: int) -> None:
        random = Random(seed)
        network = random_network(random, services)
        self.random = random
        self.profiles: list[Profile] = [random_profile(random, network) for _ in range(people)]
        self.catalogue = compile_catalogue(network)
        self.graph = CoverageGraph(self.catalogue, self.profiles)

    def coverage(self) -> Coverage:
        return analyse(self.catalogue, self.profiles, default_weights())


worlds = st.builds(World, st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 6))


@settings(max_examples=EXAMPLES)
@given(worlds)
def test_everything_found_is_what_removal_finds(world: World) -> None:
    found = world.coverage()
    uncovered = world.graph.uncovered()
    assert found.total.uncovered == len(uncovered) == sum(gap.needs for gap in found.gaps)
    assert found.total.sure == len(world.graph.sure)
    assert found.total.needs - found.total.followed == len(world.graph.barrier)
    assert {loss.id: loss.needs for loss in found.partners} == world.graph.every_loss(PARTNER)
    assert {loss.id: loss.needs for loss in found.services} == world.graph.every_loss(SERVICE)
    assert found.total.single == sum(loss.needs for loss in found.partners)


@settings(max_examples=EXAMPLES)
@given(worlds, st.integers(1, 5))
def test_several_partners_lost_at_once_uncover_what_removal_says(world: World, count: int) -> None:
    partners = sorted(world.catalogue.network.partners)
    gone = world.random.sample(partners, min(count, len(partners)))
    lost = world.graph.lost_without(PARTNER, gone)
    found = uncovered_without(world.catalogue, world.profiles, default_weights(), gone)
    assert sum(found.values()) == len(lost)
    assert set(found) == {world.graph.barrier[node] for node in lost}


@settings(max_examples=EXAMPLES)
@given(worlds)
def test_prospects_promise_no_more_than_there_is(world: World) -> None:
    found = world.coverage()
    assert found.prospects.unlocks <= found.prospects.at_most <= found.total.uncovered
    assert all(prospect.unlocks + prospect.secures > 0 for prospect in found.prospects.found)
    assert sum(prospect.secures for prospect in found.prospects.found) <= found.total.single


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_people_changes_nothing(order: int) -> None:
    world = World(7, 60, 6)
    again = analyse(world.catalogue, world.profiles[::order], default_weights())
    assert again == world.coverage()
