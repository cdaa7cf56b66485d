"""What tests of use cases start from."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.integration.services.replays import CARE, WHO
from tests.integration.storage.records import DAY, chantier, need, partner, person, service, store, territory


@pytest.fixture
def programme(engine: Engine) -> Engine:
    """Someone who needs care, and two services for it, the second's record older."""
    store(engine, territory(), chantier(), person(WHO), need("acces-soins"))
    store(engine, partner("p1"), partner("p2"))
    store(engine, service("s1", thematiques=CARE))
    store(engine, service("s2", partner_id="p2", thematiques=CARE, updated_on=DAY - timedelta(days=400)))
    return engine
