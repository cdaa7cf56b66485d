"""An installation of two territories, and administrators before it: of all of it, and of Paris alone."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from network_data.asker import Role
from network_data.database import transaction
from network_data.tables import Chantier, Person, Territory
from tests.web.account.conftest import a_browser, clock, engine
from tests.web.account.surfing import Surfer
from tests.web.administration.staff import staff

__all__ = ["a_browser", "clock", "engine"]


@pytest.fixture(autouse=True)
def places(engine: Engine) -> None:
    """Paris with Rejoué and Prélude, Lyon with Atelier; one person at Rejoué."""
    with transaction(engine, writes=True) as session:
        session.add_all([Territory(slug="paris", name="Paris"), Territory(slug="lyon", name="Lyon")])
        session.flush()
        for chantier, territory in (("rejoue", "paris"), ("prelude", "paris"), ("atelier", "lyon")):
            session.add(Chantier(id=chantier, name=chantier.title(), territory_slug=territory))
        session.flush()
        session.add(Person(id="P-1", chantier_id="rejoue"))


@pytest.fixture
def chief(engine: Engine, a_browser: Callable[..., Surfer]) -> Surfer:
    """Whoever administers the whole installation."""
    staff(engine, "chief", Role.ADMINISTRATOR)
    surfer = a_browser()
    surfer.sign_in("chief")
    return surfer


@pytest.fixture
def parisian(engine: Engine, a_browser: Callable[..., Surfer]) -> Surfer:
    """Whoever administers Paris."""
    staff(engine, "parisian", Role.ADMINISTRATOR, territory="paris")
    surfer = a_browser()
    surfer.sign_in("parisian")
    return surfer
