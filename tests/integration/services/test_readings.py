"""What the words of services say is kept, and read again when the words or the rules change."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.services import readings
from api.services.network_loading import load_network
from api.services.readings import keep_readings, parse_reading, write_reading
from matching.reading import Reading, read_text
from network_data.database import transaction
from network_data.repositories import NetworkRepository
from network_data.tables import Service
from network_data.vocabulary import BARRIERS
from tests.integration.storage.records import partner, service, store, territory

WORDS = sorted({word for barrier in BARRIERS.values() for word in barrier.keywords})


@pytest.fixture
def stored(engine: Engine) -> Engine:
    store(engine, territory("paris"), partner("p1"))
    store(engine, service("s1", name="Domiciliation"), service("s2", name="Permanence retraite"))
    return engine


def kept(engine: Engine) -> int:
    with transaction(engine, writes=True) as session:
        return keep_readings(session)


def loaded(engine: Engine) -> list[Reading]:
    with transaction(engine) as session:
        return [each.reading for each in load_network(NetworkRepository(session)).services]


def test_words_are_read_once(stored: Engine) -> None:
    assert [kept(stored), kept(stored)] == [2, 0]


def test_a_network_loads_the_same_from_kept_readings_as_from_words(stored: Engine) -> None:
    from_words = loaded(stored)
    kept(stored)
    assert loaded(stored) == from_words
    assert [mention.barrier for mention in from_words[0]] == ["domiciliation"]


def test_other_words_are_read_at_once_and_kept_by_the_next_round(stored: Engine) -> None:
    kept(stored)
    with transaction(stored, writes=True) as session:
        session.get_one(Service, "s1").name = "Permanence retraite"
    first, second = loaded(stored)
    assert first == second
    assert [kept(stored), kept(stored)] == [1, 0]


def test_other_rules_make_everything_stale(stored: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(stored)
    monkeypatch.setattr(readings, "RULES", b"others")
    assert kept(stored) == 2


@given(st.integers(0, 2**32 - 1))
def test_a_kept_reading_reads_back(seed: int) -> None:
    random = Random(seed)
    found = read_text(random.choice(WORDS), ". ".join(random.sample(WORDS, 3)))
    assert parse_reading(write_reading(found)) == found
