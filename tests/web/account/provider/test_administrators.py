"""Administrators who come in by the provider: our second factor, or a word of the provider's that was agreed on."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine

from api.security.links import make_link
from network_data.database import transaction
from network_data.tables import Account
from tests.web.account.provider.openid import OpenIdProvider
from tests.web.account.provider.test_coming_in import with_telephone
from tests.web.account.provider.travelling import Traveller
from tests.web.account.surfing import PASSWORD, Clock, actions, an_account, told
from tests.web.account.test_own_account import activate

DESK = "/administration"
FACTOR = "/compte/second-facteur"
TWO_FACTORS = "urn:example:two-factors"


@pytest.fixture
def trusting(settings: dict[str, Any]) -> None:
    """The operator takes the provider's word, in one of two."""
    settings["oidc_second_factor_acr"] = f"urn:example:card {TWO_FACTORS}"


def saying(provider: OpenIdProvider, acr: object) -> None:
    """Makes the provider sign that."""
    provider.tampering = lambda header, claims: claims.update(acr=acr)


def test_the_provider_is_one_factor_and_ours_is_still_owed(
    traveller: Traveller, provider: OpenIdProvider, clock: Clock, amina: str
) -> None:
    saying(provider, TWO_FACTORS)
    traveller.travel()
    assert "acr_values" not in provider.asked[0]
    assert traveller.open(DESK).headers["location"] == FACTOR
    activate(traveller, clock.moment)
    assert traveller.open(DESK).status_code == 200


def test_an_administrator_invited_comes_by_the_provider_and_needs_no_password_to_add_theirs(
    traveller: Traveller, engine: Engine, clock: Clock
) -> None:
    an_account(engine, login="basile", password_hash=None)
    with transaction(engine, writes=True) as session:
        invitation = make_link(session, session.get_one(Account, "id-basile"), clock()).path
    traveller.travel(invitation + "/fournisseur")
    assert traveller.is_signed_in()
    assert traveller.open("/").headers["location"] == FACTOR
    assert traveller.open(DESK).headers["location"] == FACTOR
    assert "rien d’autre ne vous est ouvert" in told(traveller.open(FACTOR))
    telephone = pyotp.TOTP(activate(traveller, clock.moment))
    assert traveller.open(DESK).status_code == 200

    traveller.submit("/compte", "/deconnexion")
    clock.pass_time(timedelta(seconds=60))
    assert traveller.travel().headers["location"] == "/connexion/code"
    assert traveller.open(DESK).headers["location"].startswith("/connexion?")
    traveller.submit("/connexion/code", "/connexion/code", code=telephone.at(clock()))
    assert traveller.open(DESK).status_code == 200
    assert actions(engine) == ["provider.link", "sign-in", "second-factor.set", "sign-out", "sign-in"]


@pytest.mark.usefixtures("trusting")
def test_the_provider_s_two_factors_are_asked_for_and_enough_where_its_word_is_taken(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    saying(provider, TWO_FACTORS)
    traveller.travel()
    assert provider.asked[0]["acr_values"] == f"urn:example:card {TWO_FACTORS}"
    assert traveller.open(DESK).status_code == 200


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("acr", ["urn:example:one-factor", "", f"{TWO_FACTORS} urn:example:card", [TWO_FACTORS], None])
def test_any_other_word_of_the_provider_leaves_our_code_owed(
    traveller: Traveller, provider: OpenIdProvider, amina: str, acr: object
) -> None:
    saying(provider, acr)
    traveller.travel()
    assert traveller.is_signed_in()
    assert traveller.open(DESK).headers["location"] == FACTOR


@pytest.mark.usefixtures("trusting")
def test_the_provider_s_word_is_for_its_own_sessions_not_for_passwords(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    saying(provider, TWO_FACTORS)
    traveller.travel()
    traveller.submit("/compte", "/deconnexion")
    traveller.sign_in("amina", PASSWORD)
    assert traveller.open(DESK).headers["location"] == FACTOR
    traveller.link()
    assert traveller.open(DESK).headers["location"] == FACTOR, "a link made from a session does not raise it"


@pytest.mark.usefixtures("trusting")
def test_whoever_has_a_code_of_ours_gives_it_all_the_same(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine, clock: Clock, amina: str
) -> None:
    with_telephone(engine, amina, clock)
    saying(provider, TWO_FACTORS)
    assert traveller.travel().headers["location"] == "/connexion/code"
    assert not traveller.is_signed_in()
