"""The repository of the network: stable orders, whole pages, and the columns that matching reads."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from network_data.database import touch_network, transaction
from network_data.repositories import NetworkRepository
from network_data.repositories.network import SERVICE_COLUMNS
from tests.integration.storage.records import chantier, partner, service, store, territory


@contextmanager
def network_in(engine: Engine) -> Iterator[NetworkRepository]:
    with Session(engine) as session:
        yield NetworkRepository(session)


@pytest.fixture
def small_network(engine: Engine) -> Engine:
    """Three partners, two of the same name, and three services of one of them."""
    store(engine, territory("paris"), territory("lyon"), chantier("rejoue"), chantier("emmaus"))
    store(engine, partner("p3", name="Même nom"), partner("p1", name="Zèbre"), partner("p2", name="Même nom"))
    store(engine, service("s2", name="B"), service("s3", name="A"), service("s1", name="B"))
    return engine


def test_partners_come_by_name_then_id_in_pages_that_neither_overlap_nor_gap(small_network: Engine) -> None:
    with network_in(small_network) as network:
        pages = [network.partners_page(offset, 2) for offset in (0, 2, 4)]
    assert [[each.id for each in partners] for partners, _ in pages] == [["p2", "p3"], ["p1"], []]
    assert {total for _, total in pages} == {3}


def test_services_come_by_id_and_those_of_a_partner_by_name(small_network: Engine) -> None:
    with network_in(small_network) as network:
        services, total = network.services_page(1, 5)
        assert [each.id for each in services] == ["s2", "s3"]
        assert total == 3
        assert [each.id for each in network.services_of("p1")] == ["s3", "s1", "s2"]
        assert network.services_of("p2") == []


def test_territories_and_chantiers_come_in_a_stable_order(small_network: Engine) -> None:
    with network_in(small_network) as network:
        assert [each.slug for each in network.territories()] == ["lyon", "paris"]
        assert [each.id for each in network.chantiers()] == ["emmaus", "rejoue"]


def test_what_does_not_exist_is_none_or_left_out(small_network: Engine) -> None:
    with network_in(small_network) as network:
        assert network.partner("p9") is None
        assert network.service("s9") is None
        assert network.chantier("c9") is None
        assert set(network.partners_by_id(["p1", "p9", "p3"])) == {"p1", "p3"}


def test_the_columns_that_matching_reads_come_by_id_with_lists_and_unknowns_as_they_are(engine: Engine) -> None:
    store(engine, territory(), partner("p2", networks=["ccas-cias"], latitude=48.9), partner("p1"))
    store(engine, service("s2", thematiques=["numerique"], languages=[], places_open=0), service("s1"))
    with network_in(engine) as network:
        partners = [row._mapping for row in network.partner_columns()]
        services = [row._mapping for row in network.service_columns()]
    assert [(row["id"], row["networks"], row["latitude"]) for row in partners] == [
        ("p1", None, None),
        ("p2", ["ccas-cias"], 48.9),
    ]
    assert [row["id"] for row in services] == ["s1", "s2"]
    assert tuple(services[0]) == SERVICE_COLUMNS
    assert [row["thematiques"] for row in services] == [None, ["numerique"]]
    assert [row["languages"] for row in services] == [None, []]
    assert [row["places_open"] for row in services] == [None, 0]


def test_a_network_that_nothing_changed_has_a_version_too(engine: Engine) -> None:
    with network_in(engine) as network:
        assert network.version() == "empty"
    with transaction(engine) as session:
        touch_network(session)
    with network_in(engine) as network:
        assert network.version() != "empty"
