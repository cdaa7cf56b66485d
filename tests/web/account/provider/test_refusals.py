"""Everything that lets nobody in: forged returns, tokens that are not right, unknown accounts, no provider."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from api.security.provider.trips import LONGEST
from network_data.database import transaction
from network_data.tables import Account
from tests.web.account.provider.openid import OpenIdProvider
from tests.web.account.provider.travelling import (
    COOKIE,
    RETURN,
    WAY_OUT,
    Traveller,
    at_provider,
    linked,
    local,
    query_of,
    refused,
)
from tests.web.account.surfing import Clock, actions, an_account

NewTraveller = Callable[[], Traveller]
Tampering = Callable[[dict[str, Any], dict[str, Any]], None]


def test_a_forged_state_is_refused_and_the_provider_is_not_even_asked(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine, amina: str
) -> None:
    back = query_of(at_provider(traveller.leave()))
    answer = traveller.open(f"{RETURN}?code={back['code']}&state={'x' * 43}")
    assert "n’a pas abouti" in refused(traveller, answer)
    assert "/token" not in provider.paths
    assert actions(engine) == []


def test_the_return_of_another_browser_is_refused(traveller: Traveller, a_traveller: NewTraveller, amina: str) -> None:
    """An attacker who is let in by the provider sends their own return to someone else."""
    attackers = local(at_provider(a_traveller().leave()))
    refused(traveller, traveller.open(attackers))
    traveller.leave()
    refused(traveller, traveller.open(attackers))


@pytest.mark.parametrize("cookie", ["", "anything", "gAAAAA" + "x" * 200])
def test_a_made_up_cookie_is_refused(traveller: Traveller, amina: str, cookie: str) -> None:
    back = local(at_provider(traveller.leave()))
    traveller.client.cookies.clear()
    traveller.client.cookies.set(COOKIE, cookie)
    refused(traveller, traveller.open(back))


def test_a_trip_serves_once_even_with_its_cookie_kept(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    back = local(at_provider(traveller.leave()))
    cookie = traveller.client.cookies[COOKIE]
    traveller.open(back)
    traveller.client.cookies.clear()
    traveller.client.cookies.set(COOKIE, cookie)
    before = provider.paths.count("/token")
    refused(traveller, traveller.open(back))
    assert provider.paths.count("/token") == before


def test_a_code_that_was_used_is_refused(traveller: Traveller, provider: OpenIdProvider, amina: str) -> None:
    code = query_of(at_provider(traveller.leave()))["code"]
    provider.codes.clear()
    state = query_of(traveller.leave())["state"]
    refused(traveller, traveller.open(f"{RETURN}?code={code}&state={state}"))


def test_a_code_of_another_trip_is_refused(traveller: Traveller, a_traveller: NewTraveller, amina: str) -> None:
    """PKCE: the code is good, and was given for another verifier."""
    stolen = query_of(at_provider(a_traveller().leave()))["code"]
    state = query_of(traveller.leave())["state"]
    refused(traveller, traveller.open(f"{RETURN}?code={stolen}&state={state}"))


def test_whoever_comes_back_too_late_is_refused(traveller: Traveller, clock: Clock, amina: str) -> None:
    back = local(at_provider(traveller.leave()))
    clock.pass_time(LONGEST)
    refused(traveller, traveller.open(back))


def change(**changes: Any) -> Tampering:
    """A token with other claims."""
    return lambda header, claims: claims.update(changes)


def without(claim: str) -> Tampering:
    return lambda header, claims: claims.pop(claim)


def signed(**changes: Any) -> Tampering:
    """A token with another header."""
    return lambda header, claims: header.update(changes)


LIES: dict[str, Tampering] = {
    "another nonce": change(nonce="another"),
    "no nonce": without("nonce"),
    "another audience": change(aud="another client"),
    "no audience": without("aud"),
    "meant for another among several": change(aud=["another client", "maillage tests"], azp="another client"),
    "several audiences and nobody named": change(aud=["another client", "maillage tests"]),
    "another issuer": change(iss="https://another.example"),
    "expired": change(exp=int(time.time()) - 120),
    "never expires": without("exp"),
    "made tomorrow": change(iat=int(time.time()) + 86_400),
    "of another access token": change(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "about nobody": change(sub=""),
    "about a number": change(sub=1),
    "about nothing": without("sub"),
    "unsigned": signed(alg="none"),
    "signed with the shared secret": signed(alg="HS256"),
    "signed with another key under the name of ours": signed(**{"signed with": "forger"}),
    "signed with a key that the provider does not show": signed(kid="forger", **{"signed with": "forger"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_token_that_is_not_right_lets_nobody_in(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine, amina: str, lie: Tampering
) -> None:
    provider.tampering = lie
    page = refused(traveller, traveller.travel())
    assert "La connexion avec Fédération d’essai n’a pas abouti." in page
    assert actions(engine) == ["sign-in-failed"]
    provider.tampering = lambda header, claims: None
    traveller.travel()
    assert traveller.is_signed_in()


def test_a_return_in_the_name_of_another_provider_is_refused(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    back = local(at_provider(traveller.leave()))
    refused(traveller, traveller.open(f"{back}&iss=https://another.example"))


def test_a_provider_that_says_it_names_itself_must(traveller: Traveller, provider: OpenIdProvider, amina: str) -> None:
    provider.published = {"authorization_response_iss_parameter_supported": True}
    back = local(at_provider(traveller.leave()))
    refused(traveller, traveller.open(back))
    back = local(at_provider(traveller.leave()))
    traveller.open(f"{back}&iss={provider.issuer}")
    assert traveller.is_signed_in()


def test_new_keys_of_the_provider_are_read_when_they_appear(
    traveller: Traveller, provider: OpenIdProvider, clock: Clock, amina: str
) -> None:
    traveller.travel()
    provider.kid, provider.shown_keys = "second", ("second", "first")
    traveller.client.cookies.clear()
    clock.pass_time(timedelta(minutes=1))
    traveller.travel()
    assert traveller.is_signed_in()
    assert provider.paths.count("/jwks") == 2
    assert provider.paths.count("/.well-known/openid-configuration") == 1


def test_unknown_keys_do_not_make_us_ask_without_end(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    provider.tampering = LIES["signed with a key that the provider does not show"]
    for _ in range(5):
        refused(traveller, traveller.travel())
    assert provider.paths.count("/jwks") == 1


def test_whoever_refuses_at_the_provider_is_told_in_plain_words(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    provider.user = None
    assert "utilisez votre mot de passe" in refused(traveller, traveller.travel())


def test_an_identity_that_nobody_has_creates_no_account(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine, amina: str
) -> None:
    provider.user = "subject-2"
    page = refused(traveller, traveller.travel(), "inconnu")
    assert "Aucun compte de Maillage n’est relié à celui-ci" in page
    with transaction(engine) as session:
        assert session.exec(select(col(Account.id))).all() == [amina]
    assert actions(engine) == ["sign-in-failed"]


def test_the_same_subject_of_another_issuer_is_someone_else(traveller: Traveller, engine: Engine) -> None:
    linked(engine, an_account(engine), "https://another.example")
    refused(traveller, traveller.travel(), "inconnu")


def test_whoever_has_left_does_not_come_in(traveller: Traveller, engine: Engine, clock: Clock, amina: str) -> None:
    with transaction(engine, writes=True) as session:
        session.get_one(Account, amina).left_at = clock()
    refused(traveller, traveller.travel(), "inconnu")


def test_a_fictitious_account_does_not_come_in_outside_the_demonstration(
    traveller: Traveller, engine: Engine, provider: OpenIdProvider
) -> None:
    linked(engine, an_account(engine, login="basile"), provider.issuer)
    with transaction(engine, writes=True) as session:
        session.get_one(Account, "id-basile").is_demonstration = True
    refused(traveller, traveller.travel(), "inconnu")


def test_returning_without_end_is_stopped(traveller: Traveller, provider: OpenIdProvider, amina: str) -> None:
    provider.user = "subject-2"
    for _ in range(40):
        refused(traveller, traveller.travel(), "inconnu")
    assert "Trop d’essais" in refused(traveller, traveller.travel(), "trop")


def test_a_provider_that_is_down_leaves_the_password(
    traveller: Traveller, provider: OpenIdProvider, clock: Clock, amina: str
) -> None:
    provider.down = True
    for _ in range(3):
        answer = traveller.open(WAY_OUT)
        assert "ne répond pas pour le moment" in refused(traveller, answer, "indisponible")
    assert len(provider.paths) == 1, "who waits in vain waits once, not each time"
    assert traveller.sign_in("amina").status_code == 303
    provider.down = False
    clock.pass_time(timedelta(minutes=1))
    traveller.client.cookies.clear()
    traveller.travel()
    assert traveller.is_signed_in()


def test_a_provider_that_goes_down_meanwhile_is_told(
    traveller: Traveller, provider: OpenIdProvider, amina: str
) -> None:
    back = local(at_provider(traveller.leave()))
    provider.down = True
    assert "ne répond pas" in refused(traveller, traveller.open(back), "indisponible")


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://another.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "http://another.example/end"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": None},
    ],
)
def test_a_discovery_document_that_is_not_to_be_believed_is_not(
    traveller: Traveller, provider: OpenIdProvider, amina: str, published: dict[str, Any]
) -> None:
    provider.published = published
    refused(traveller, traveller.open(WAY_OUT), "indisponible")
