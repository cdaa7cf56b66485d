"""A patched catalogue answers as one compiled from the changed network."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import ServiceTable
from matching.leading import find_leading
from matching.network import Network, Service
from matching.problem import Problem
from matching.profile import Profile
from matching.suggestions import BarrierSuggestions, explain_best, suggest
from matching.updating import updated
from tests.reference.networks import TODAY, random_network, random_profile
from tests.unit.matching.builders import ADDICTIONS, network, partner, person, service

seeds = st.integers(0, 2**32 - 1)


def of_partner(known: Network, partner_id: str) -> ServiceTable:
    return ServiceTable.of([each for each in known.services if each.partner_id == partner_id])


def patched(catalogue: Catalogue, known: Network, partner_id: str) -> Catalogue | None:
    return updated(catalogue, known.version, {partner_id: known.partners[partner_id]}, of_partner(known, partner_id))


def edited(random: Random, known: Network, partner_id: str) -> Network:
    """The network after ``partner_id`` was renamed and took over the words and terms of other services."""
    others = list(known.services)

    def change(each: Service) -> Service:
        settled = ("id", "partner_id", "insee_code", "latitude", "longitude", "access_path", "mobile")
        return replace(random.choice(others), **{name: getattr(each, name) for name in settled})

    services = tuple(change(each) if each.partner_id == partner_id else each for each in known.services)
    partners = {**known.partners, partner_id: replace(known.partners[partner_id], name="Rebaptisé")}
    return Network("after", partners, services)


def told(catalogue: Catalogue, profile: Profile) -> tuple[tuple[BarrierSuggestions, ...], ...]:
    problem = Problem(profile, catalogue, default_weights())
    return suggest(problem), explain_best(find_leading(problem, small=0, first=4))


@given(seeds, st.integers(2, 120))
def test_patching_equals_compiling(seed: int, size: int) -> None:
    random = Random(seed)
    before = random_network(random, size)
    profile = random_profile(random, before, needs=6)
    catalogue = compile_catalogue(before)
    told(catalogue, profile)
    changed = random.choice([each.partner_id for each in before.services])
    after = edited(random, before, changed)
    found = patched(catalogue, after, changed)
    assert found is not None
    assert found.version == "after"
    assert found.row_of is catalogue.row_of, "the rest is shared, not built again"
    assert told(found, profile) == told(compile_catalogue(after), profile)
    assert told(catalogue, profile) == told(compile_catalogue(before), profile), "the old one is untouched"


def test_a_filled_place_leaves_every_other_column_shared() -> None:
    before = network([], [service("a-1"), service("b-1")])
    catalogue = compile_catalogue(before)
    full = replace(before.services[0], capacity=before.services[0].capacity._replace(places_open=0, checked_on=TODAY))
    found = patched(catalogue, Network("after", before.partners, (full, before.services[1])), "a")
    assert found is not None
    assert found.columns.places_open.tolist() == [0, -1]
    assert found.columns.zone is catalogue.columns.zone
    assert found.columns.names is catalogue.columns.names


@pytest.mark.parametrize(
    "change",
    [
        lambda each: replace(each, latitude=48.0, longitude=2.0),
        lambda each: replace(each, insee_code="93001"),
        lambda each: replace(each, mobile=True),
        lambda each: replace(each, id="a-9"),
    ],
)
def test_what_moves_comes_or_goes_asks_for_compiling(change: Callable[[Service], Service]) -> None:
    before = network([], [service("a-1"), service("b-1")])
    after = Network("after", before.partners, (before.services[1], change(before.services[0])))
    assert patched(compile_catalogue(before), after, "a") is None


def test_a_new_partner_or_other_networks_ask_for_compiling() -> None:
    before = network([], [service("a-1")])
    catalogue = compile_catalogue(before)
    siao = Network("after", {"a": partner("a", networks=("siao",))}, before.services)
    new = network([], [service("a-1"), service("c-1")])
    assert patched(catalogue, siao, "a") is None
    assert patched(catalogue, new, "c") is None


def test_a_record_brought_up_to_date_counts_at_once() -> None:
    old = service("a-1", ADDICTIONS, updated_on=TODAY - timedelta(days=700))
    before = network([], [old, service("b-1", ADDICTIONS, updated_on=TODAY - timedelta(days=300))])
    catalogue, profile = compile_catalogue(before), person("addictions")
    (first,), _ = told(catalogue, profile)
    after = Network("after", before.partners, (replace(old, updated_on=TODAY), before.services[1]))
    found = patched(catalogue, after, "a")
    assert found is not None
    (then,), _ = told(found, profile)
    assert (first.suggestions[0].service.id, then.suggestions[0].service.id) == ("b-1", "a-1")
