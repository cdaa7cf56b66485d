"""An installation that would protect nobody does not start, and says what to set."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_app
from api.security.installation import (
    UnsafeInstallationError,
    check_accounts,
    check_fiction,
    check_host,
    check_secrets,
)
from api.settings import DEMONSTRATION_SECRET, Settings
from network_data.database import transaction
from network_data.tables import Account, Territory

GOOD = "k" * 40


def settings(**told: object) -> Settings:
    return Settings.model_validate({"database_url": "sqlite://", **told})


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (None, "Il manque une clé secrète"),
        ("", "Il manque une clé secrète"),
        (",", "Il manque une clé secrète"),
        (DEMONSTRATION_SECRET, "Il manque une clé secrète"),
        (f"{GOOD},{DEMONSTRATION_SECRET}", "Il manque une clé secrète"),
        ("trop court", "au moins {count} caractères"),
        (f"{GOOD},trop court", "au moins {count} caractères"),
    ],
)
def test_outside_the_demonstration_a_secret_of_one_s_own_is_needed(secret: str | None, said: str) -> None:
    with pytest.raises(UnsafeInstallationError, match=said) as refused:
        create_app(settings(secret_key=secret))
    assert "MAILLAGE_SECRET_KEY" in refused.value.message.text


@pytest.mark.parametrize("told", [{"secret_key": GOOD}, {"secret_key": f"{GOOD}, {'f' * 40}"}, {"demonstration": True}])
def test_with_a_secret_or_in_the_demonstration_it_starts(told: dict[str, object]) -> None:
    check_secrets(settings(**told))


def test_with_demonstration_accounts_the_application_stops_before_it_answers(engine: Engine) -> None:
    account = Account(id="a", login="a", name="A", created_at=datetime.now(UTC), is_demonstration=True)
    with transaction(engine, writes=True) as session:
        session.add(account)
    real = settings(database_url=engine.url.render_as_string(hide_password=False), secret_key=GOOD)
    with pytest.raises(UnsafeInstallationError, match="comptes de démonstration"), TestClient(create_app(real)):
        pass
    check_accounts(engine, settings(demonstration=True))


def test_the_demonstration_does_not_open_a_real_territory(engine: Engine) -> None:
    check_fiction(engine, settings(demonstration=True))
    with transaction(engine, writes=True) as session:
        session.add(Territory(slug="reel", name="Réel"))
    with pytest.raises(UnsafeInstallationError, match="n’est pas fictive"):
        check_fiction(engine, settings(demonstration=True))
    check_fiction(engine, settings(secret_key=GOOD))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "example.org"])
@pytest.mark.parametrize("told", [{"demonstration": True}, {"insecure_cookies": True, "secret_key": GOOD}])
def test_without_https_only_cookies_no_other_machine_is_served(host: str, told: dict[str, object]) -> None:
    with pytest.raises(UnsafeInstallationError, match="Sans HTTPS"):
        check_host(host, settings(**told))
    check_host("127.0.0.1", settings(**told))


def test_cookies_are_https_only_unless_told() -> None:
    assert settings(secret_key=GOOD).secure_cookies
    assert not settings(secret_key=GOOD, insecure_cookies=True).secure_cookies
    check_host("0.0.0.0", settings(secret_key=GOOD))
