"""What the tests of webhooks start from."""

from collections.abc import Iterator

import pytest

from tests.api.referring import Caller
from tests.webhooks.house import House
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """The programme on each kind of database."""
    made = House(database_url)
    yield made
    made.close()


@pytest.fixture
def advisor(house: House) -> Iterator[Caller]:
    """Whoever accompanies the person."""
    with house.asking("advisor") as caller:
        yield caller


@pytest.fixture
def software() -> Iterator[Receiver]:
    """The chantier's software, which takes everything."""
    with receiving() as made:
        yield made
