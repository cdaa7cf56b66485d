"""A provider, and an installation that trusts it: people with browsers before the one, sent to the other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.api.serving import application
from tests.web.account.provider import openid
from tests.web.account.provider.openid import OpenIdProvider
from tests.web.account.provider.travelling import Traveller, linked
from tests.web.account.surfing import Clock, an_account

HERE = "http://testserver"


@pytest.fixture
def clock() -> Clock:
    """The provider's tokens are of this very moment: so is the application."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    """A provider that lets ``subject-1`` in."""
    with openid.running(HERE) as provider:
        yield provider


@pytest.fixture
def settings(provider: OpenIdProvider) -> dict[str, Any]:
    """What the installation is told of the provider."""
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": openid.CLIENT_ID,
        "oidc_client_secret": openid.CLIENT_SECRET,
        "oidc_name": "Fédération d’essai",
        "public_url": HERE,
        "demonstration": False,
        "secret_key": "s" * 40,
    }


@pytest.fixture
def a_traveller(sqlite_url: str, settings: dict[str, Any], clock: Clock) -> Iterator[Callable[[], Traveller]]:
    """Makes browsers before one installation."""
    app = application(sqlite_url, **settings)
    app.state.clock = replace(app.state.clock, now=clock)
    with ExitStack() as closing:
        yield lambda: closing.enter_context(Traveller.before(app))


@pytest.fixture
def traveller(a_traveller: Callable[[], Traveller]) -> Traveller:
    """One browser, not signed in."""
    return a_traveller()


@pytest.fixture
def amina(engine: Engine, provider: OpenIdProvider) -> str:
    """An account that the provider's user is linked to."""
    account = an_account(engine)
    linked(engine, account, provider.issuer)
    return account
