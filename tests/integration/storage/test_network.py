"""The repository of the network: stable orders, whole pages, and the columns that matching reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from network_data.database import touch_network, transaction
from network_data.repositories import NetworkRepository
from network_data.repositories.network import SERVICE_COLUMNS, WORDS_COLUMNS
from network_data.tables import PastRequest
from network_data.vocabulary import EndedBy
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


def test_the_columns_that_matching_reads_come_by_id_as_stored(engine: Engine) -> None:
    store(engine, territory(), partner("p2", networks=["ccas-cias"], latitude=48.9), partner("p1"))
    store(engine, service("s2", thematiques=["numerique"], languages=[], places_open=0), service("s1"))
    with network_in(engine) as network:
        partners, services = network.partner_columns(), network.service_columns()
    assert partners["id"] == ["p1", "p2"]
    assert partners["networks"] == [None, '["ccas-cias"]']
    assert partners["latitude"] == [None, 48.9]
    assert tuple(services) == (*SERVICE_COLUMNS, *WORDS_COLUMNS)
    assert services["id"] == ["s1", "s2"]
    assert services["thematiques"] == [None, '["numerique"]']
    assert services["languages"] == [None, "[]"]
    assert services["places_open"] == [None, 0]
    assert services["updated_on"] == ["2026-03-02", "2026-03-02"]
    assert services["access_path"] == ["unknown", "unknown"]


def test_past_requests_come_in_the_order_recorded_and_the_old_ones_not_at_all(engine: Engine) -> None:
    store(engine, territory(), partner("p1"), service("s1"))
    day = date(2026, 11, 1)
    store(
        engine,
        PastRequest(service_id="s1", barrier="sante-mentale", asked_on=day, ended_on=day, ended_by=EndedBy.PERSON),
        PastRequest(service_id="s1", barrier="addictions", asked_on=day, answered_on=day, accepted=True, started=False),
        PastRequest(service_id="s1", barrier="addictions", asked_on=day - timedelta(days=31)),
    )
    with network_in(engine) as network:
        assert [tuple(row) for row in network.past_requests(30)] == [
            ("s1", "sante-mentale", day, None, None, day, EndedBy.PERSON, None),
            ("s1", "addictions", day, day, True, None, None, False),
        ]
        assert len(network.past_requests(31)) == 3


def test_a_network_that_was_never_asked_has_no_requests(engine: Engine) -> None:
    with network_in(engine) as network:
        assert list(network.past_requests(30)) == []


def test_a_network_that_nothing_changed_has_a_version_too(engine: Engine) -> None:
    with network_in(engine) as network:
        assert network.version() == "empty"
    with transaction(engine) as session:
        touch_network(session)
    with network_in(engine) as network:
        assert network.version() != "empty"
