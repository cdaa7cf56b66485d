"""Random users make random calls: at every step no state, place, referral or access that should not be."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test as run

from tests.api.living.programme import Living
from tests.api.living.questions import AskingMachine
from tests.depth import usually


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def living(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """The application on each kind of database."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    given = (tmp_path_factory.mktemp("living"),) if request.param == "sqlite" else ()
    with databases.fresh_url(*given) as url:
        programme = Living(url)
        yield programme
        programme.close()


@pytest.mark.hypothesis
def test_whatever_is_asked_by_whomever_all_that_must_hold_holds(living: Living) -> None:
    machine = type("Living", (AskingMachine,), {"programme": living})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    lives, steps = min(usually(4), 1_000), 50
    run(
        machine,
        settings=settings(max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=checks),
    )
