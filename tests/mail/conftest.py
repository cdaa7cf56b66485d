"""What the tests of mail start from."""

from collections.abc import Iterator

import pytest

from tests.api.referring import Caller
from tests.mail.office import Office
from tests.mail.postbox import Postbox, postbox


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """The programme on each kind of database."""
    made = Office(database_url)
    yield made
    made.close()


@pytest.fixture
def advisor(office: Office) -> Iterator[Caller]:
    """Whoever accompanies the person."""
    with office.asking("advisor") as caller:
        yield caller


@pytest.fixture
def box() -> Iterator[Postbox]:
    """A mail server that takes everything."""
    with postbox() as made:
        yield made
