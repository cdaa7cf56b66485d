"""The shared catalogue follows the stored network: patched when a partner changed, compiled when more did."""

import pytest
from sqlalchemy import Engine

from api.services.catalogues import Catalogues
from matching.catalogue import Catalogue
from network_data.database import KEPT_CHANGES, touch_network, transaction
from network_data.repositories import NetworkRepository
from network_data.tables import Service
from tests.integration.storage.records import DAY, partner, service, store, territory


@pytest.fixture
def stored(engine: Engine) -> Engine:
    store(engine, territory("paris"), partner("p1"), partner("p2"))
    store(engine, service("s1", partner_id="p1"), service("s2", partner_id="p2"))
    with transaction(engine, writes=True) as session:
        touch_network(session)
    return engine


def current(catalogues: Catalogues, engine: Engine) -> Catalogue:
    with transaction(engine) as session:
        return catalogues.current(session, DAY)


def fill_up(engine: Engine, service_id: str, *partners: str) -> None:
    with transaction(engine, writes=True) as session:
        session.get_one(Service, service_id).places_open = 0
        touch_network(session, partners or None)


def test_a_catalogue_serves_until_the_network_changes(stored: Engine) -> None:
    catalogues = Catalogues()
    assert current(catalogues, stored) is current(catalogues, stored)


def test_a_partner_that_changed_is_patched_in(stored: Engine) -> None:
    catalogues = Catalogues()
    before = current(catalogues, stored)
    fill_up(stored, "s2", "p2")
    after = current(catalogues, stored)
    assert after.columns.places_open.tolist() == [-1, 0]
    assert after.row_of is before.row_of, "the rest is shared"
    assert before.columns.places_open.tolist() == [-1, -1]


def test_a_change_of_unknown_reach_is_compiled(stored: Engine) -> None:
    catalogues = Catalogues()
    before = current(catalogues, stored)
    fill_up(stored, "s1")
    after = current(catalogues, stored)
    assert after.columns.places_open.tolist() == [0, -1]
    assert after.row_of is not before.row_of


def test_several_changes_are_caught_up_with_at_once(stored: Engine) -> None:
    catalogues = Catalogues()
    current(catalogues, stored)
    fill_up(stored, "s1", "p1")
    fill_up(stored, "s2", "p2")
    assert current(catalogues, stored).columns.places_open.tolist() == [0, 0]


def test_changes_are_forgotten_in_the_end_and_then_cannot_be_told(stored: Engine) -> None:
    with transaction(stored) as session:
        first = NetworkRepository(session).version()
    with transaction(stored, writes=True) as session:
        for _ in range(KEPT_CHANGES):
            touch_network(session, ["p1"])
    with transaction(stored) as session:
        network = NetworkRepository(session)
        assert network.partners_changed_since(first) is None
        assert network.partners_changed_since(network.version()) == frozenset()
