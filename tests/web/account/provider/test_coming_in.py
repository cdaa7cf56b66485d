"""Signing in by a real provider, with the telephone's code where there is one, and signing out of both."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from api.security.provider.trips import LONGEST
from api.security.second_factor import SecondFactors
from network_data.database import transaction
from network_data.tables import Account, AuditEntry, ProviderReturn, WebSession
from tests.web.account.provider.openid import CLIENT_SECRET, OpenIdProvider
from tests.web.account.provider.travelling import (
    COOKIE,
    WAY_OUT,
    Traveller,
    at_provider,
    led_to,
    refused,
)
from tests.web.account.surfing import Clock, actions, told

NewTraveller = Callable[[], Traveller]
Tampering = Callable[[dict[str, Any], dict[str, Any]], None]


def test_whoever_is_linked_comes_in(traveller: Traveller, engine: Engine, amina: str) -> None:
    assert "Se connecter avec Fédération d’essai" in told(traveller.open("/connexion?suite=/compte"))
    answer = traveller.travel(f"{WAY_OUT}?suite=/compte")
    assert answer.headers["location"] == "/compte"
    assert traveller.is_signed_in()
    assert actions(engine) == ["sign-in"]
    with transaction(engine) as session:
        assert session.exec(select(col(AuditEntry.details))).one() == {"means": "provider"}


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_we_say_who_we_are_as_the_provider_wants(
    traveller: Traveller, provider: OpenIdProvider, amina: str, method: str
) -> None:
    provider.auth_method = method
    traveller.travel()
    assert traveller.is_signed_in()


def test_the_least_is_asked_for_and_proved(traveller: Traveller, provider: OpenIdProvider, amina: str) -> None:
    traveller.travel()
    (asked,) = provider.asked
    assert asked["scope"] == "openid"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["redirect_uri"] == "http://testserver/connexion/fournisseur/retour"
    assert "prompt" not in asked


def test_a_provider_without_pkce_is_not_sent_what_it_may_refuse(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    provider.published = {"code_challenge_methods_supported": []}
    traveller.travel()
    assert "code_challenge" not in provider.asked[0]
    assert traveller.is_signed_in()


def test_a_session_from_before_is_not_kept(traveller: Traveller, engine: Engine, amina: str) -> None:
    traveller.travel()
    first = traveller.client.cookies["maillage-session"]
    traveller.client.cookies.delete("maillage-session")
    traveller.travel()
    assert traveller.client.cookies["maillage-session"] != first


def test_neither_addresses_nor_the_database_keep_a_token(traveller: Traveller, engine: Engine, amina: str) -> None:
    answer = traveller.travel()
    assert "code" not in answer.headers["location"]
    assert COOKIE not in traveller.client.cookies
    with transaction(engine) as session:
        (kept,) = session.exec(select(WebSession)).all()
        assert kept.provider_token is not None
        assert b"eyJ" not in kept.provider_token
        (used,) = session.exec(select(ProviderReturn)).all()
        assert used.sealed is None


def test_the_cookie_of_a_trip_is_out_of_reach(traveller: Traveller, amina: str) -> None:
    set_cookie = traveller.open(WAY_OUT).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"} <= set(set_cookie.split("; "))


def test_the_code_of_the_telephone_is_still_asked(
    traveller: Traveller, engine: Engine, clock: Clock, amina: str
) -> None:
    telephone = with_telephone(engine, amina, clock)
    answer = traveller.travel(f"{WAY_OUT}?suite=/partenaires")
    assert answer.headers["location"] == "/connexion/code"
    assert not traveller.is_signed_in()
    wrong = traveller.submit("/connexion/code", "/connexion/code", code="000000")
    assert wrong.status_code == 401
    assert "Ce code n’est pas" in told(wrong)
    assert not traveller.is_signed_in()
    clock.pass_time(timedelta(seconds=60))
    right = traveller.submit("/connexion/code", "/connexion/code", code=telephone.at(clock()))
    assert right.headers["location"] == "/partenaires"
    assert traveller.is_signed_in()
    assert actions(engine) == ["sign-in-failed", "sign-in"]
    assert traveller.open("/connexion/code").headers["location"] == "/connexion"


def test_codes_are_not_guessed_without_end(traveller: Traveller, engine: Engine, clock: Clock, amina: str) -> None:
    telephone = with_telephone(engine, amina, clock)
    traveller.travel()
    token = traveller.token("/connexion/code")
    for _ in range(8):
        traveller.client.post("/connexion/code", data={"csrf": token, "code": "000000"})
    clock.pass_time(timedelta(seconds=60))
    stopped = traveller.client.post("/connexion/code", data={"csrf": token, "code": telephone.at(clock())})
    refused(traveller, stopped, "trop")


def test_a_code_is_owed_ten_minutes_at_most(traveller: Traveller, engine: Engine, clock: Clock, amina: str) -> None:
    telephone = with_telephone(engine, amina, clock)
    traveller.travel()
    token = traveller.token("/connexion/code")
    clock.pass_time(LONGEST)
    late = traveller.client.post("/connexion/code", data={"csrf": token, "code": telephone.at(clock())})
    refused(traveller, late)


def with_telephone(engine: Engine, account: str, clock: Clock) -> pyotp.TOTP:
    """Adds a second factor; the telephone that holds it."""
    factors = SecondFactors(["s" * 40])
    with transaction(engine, writes=True) as session:
        found = session.get_one(Account, account)
        offer = factors.offer(found)
        telephone = pyotp.TOTP(offer.secret)
        assert factors.accept(found, offer.sealed, telephone.at(clock() - timedelta(seconds=30)), clock())
    return telephone


def test_signing_out_ends_the_provider_s_session_too(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine, amina: str
) -> None:
    traveller.travel()
    page = traveller.submit("/compte", "/deconnexion")
    assert "Vous êtes déconnecté de Maillage" in told(page)
    assert not traveller.is_signed_in()
    after = at_provider(led_to(page))
    assert provider.signed_out == ["subject-1"]
    assert after.startswith("http://testserver/connexion?state=")
    with transaction(engine) as session:
        assert session.exec(select(col(WebSession.provider_token))).all() == [None]


def test_signing_out_is_possible_when_the_provider_offers_no_way_or_is_down(
    traveller: Traveller, provider: OpenIdProvider, clock: Clock, amina: str
) -> None:
    provider.published = {"end_session_endpoint": None}
    traveller.travel()
    assert traveller.submit("/compte", "/deconnexion").headers["location"] == "/connexion"
    traveller.travel()
    provider.down = True
    clock.pass_time(timedelta(minutes=25))
    traveller.open("/compte")
    clock.pass_time(timedelta(minutes=25))
    traveller.open("/compte")
    clock.pass_time(timedelta(minutes=25))
    assert traveller.submit("/compte", "/deconnexion").headers["location"] == "/connexion"
    assert not traveller.is_signed_in()


def test_whoever_is_signed_in_goes_on_and_whoever_another_site_sends_is_asked(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    sent = traveller.client.get(WAY_OUT, headers={"sec-fetch-site": "cross-site"})
    assert sent.headers["location"] == "/connexion"
    traveller.travel()
    assert traveller.open(f"{WAY_OUT}?suite=/compte").headers["location"] == "/compte"
    assert len(provider.asked) == 1


def test_after_signing_in_nobody_is_led_elsewhere(traveller: Traveller, amina: str) -> None:
    assert traveller.travel(f"{WAY_OUT}?suite=//evil.example").headers["location"] == "/"


def test_the_secret_shared_with_the_provider_is_shown_nowhere(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    pages = [traveller.open("/connexion").text, str(traveller.travel().headers), traveller.open("/compte").text]
    assert not any(CLIENT_SECRET in page for page in pages)
