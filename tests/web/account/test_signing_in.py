"""Coming in by password or by one click, and leaving; what is refused says nothing of what exists."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from api.security.passwords import Passwords
from api.security.sessions import SessionRules
from api.security.throttling import ThrottlingRules
from network_data.database import transaction
from network_data.tables import Account, AuditEntry, SignInAttempt, WebSession
from tests.api.serving import application
from tests.web.account.surfing import PASSWORD, START, Clock, Surfer, actions, an_account, told

NewBrowser = Callable[..., Surfer]


def test_whoever_gives_the_right_password_comes_in_under_their_name(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    answer = surfer.sign_in("Amina ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Amina Test" in surfer.open("/compte").text
    assert actions(engine) == ["sign-in"]


def test_a_page_asked_for_before_signing_in_opens_after(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    asked = surfer.open("/partenaires?q=lit&page=2")
    assert asked.status_code == 303
    sign_in = surfer.open(asked.headers["location"])
    assert 'value="/partenaires?q=lit&amp;page=2"' in sign_in.text
    assert surfer.sign_in("amina", suite="/partenaires?q=lit&page=2").headers["location"] == "/partenaires?q=lit&page=2"


@pytest.mark.parametrize("suite", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_signing_in_never_leads_to_another_site(surfer: Surfer, engine: Engine, suite: str) -> None:
    an_account(engine)
    assert surfer.sign_in("amina", suite=suite).headers["location"] == "/"


def test_an_unknown_login_and_a_wrong_password_are_told_alike(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    wrong, unknown = surfer.sign_in("amina", "mauvais mot"), surfer.sign_in("personne", "mauvais mot")
    assert (wrong.status_code, told(wrong)) == (unknown.status_code, told(unknown)) == (401, told(wrong))
    assert "ne conviennent pas" in told(wrong)
    assert not surfer.is_signed_in()


def test_the_same_work_is_done_whether_or_not_the_account_exists(
    surfer: Surfer, engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(engine)
    an_account(engine, "invite", password_hash=None)
    an_account(engine, "parti", left_at=clock())
    checked: list[str] = []
    hasher = type(Passwords()._hash)
    really = hasher.verify

    def counted(self: object, password: str, kept: str) -> bool:
        checked.append(kept.split("$")[3])
        return really(self, password, kept)  # type: ignore[arg-type]  # the class is that of a private attribute

    monkeypatch.setattr(hasher, "verify", counted)
    for login in ("amina", "invite", "parti", "personne"):
        surfer.sign_in(login, "mauvais mot")
    assert len(checked) == 4
    assert len(set(checked)) == 1, "the cost of every verification is the same"


def test_the_trail_keeps_whose_sign_in_failed_and_nothing_that_was_typed(surfer: Surfer, engine: Engine) -> None:
    account = an_account(engine)
    surfer.sign_in("amina", "mauvais mot")
    surfer.sign_in("ceci est mon mot de passe", "mauvais mot")
    with transaction(engine) as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.number))).all()
        assert [(entry.actor, entry.details) for entry in entries] == [(account, {}), ("unknown", {})]


def test_an_account_without_a_password_or_whose_holder_left_stays_shut(
    surfer: Surfer, engine: Engine, clock: Clock
) -> None:
    an_account(engine, "invite", password_hash=None)
    an_account(engine, "parti", left_at=clock())
    for login in ("invite", "parti"):
        assert surfer.sign_in(login).status_code == 401


def test_the_holder_of_a_session_who_leaves_is_out_at_the_next_page(
    surfer: Surfer, engine: Engine, clock: Clock
) -> None:
    account = an_account(engine)
    surfer.sign_in("amina")
    with transaction(engine, writes=True) as session:
        session.get_one(Account, account).left_at = clock()
    assert not surfer.is_signed_in()


@pytest.mark.parametrize(("more", "still_in"), [(timedelta(seconds=-1), True), (timedelta(), False)])
def test_a_session_left_alone_ends(
    surfer: Surfer, engine: Engine, clock: Clock, more: timedelta, *, still_in: bool
) -> None:
    an_account(engine)
    surfer.sign_in("amina")
    clock.pass_time(SessionRules().idle + more)
    assert surfer.is_signed_in() is still_in


def test_a_session_ends_after_ten_hours_however_busy(surfer: Surfer, engine: Engine, clock: Clock) -> None:
    an_account(engine)
    surfer.sign_in("amina")
    for _ in range(29):
        clock.pass_time(timedelta(minutes=20))
        assert surfer.is_signed_in()
    clock.pass_time(timedelta(minutes=20))
    assert not surfer.is_signed_in()


def test_signing_out_ends_the_session_on_the_server(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    surfer.sign_in("amina")
    kept = dict(surfer.client.cookies)
    assert surfer.submit("/compte", "/deconnexion").headers["location"] == "/connexion"
    assert "maillage-session" not in surfer.client.cookies
    surfer.client.cookies.update(kept)
    assert not surfer.is_signed_in(), "the cookie kept aside opens nothing"
    assert actions(engine) == ["sign-in", "sign-out"]


def test_each_sign_in_opens_a_new_session(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    surfer.sign_in("amina")
    first = surfer.client.cookies["maillage-session"]
    surfer.submit("/compte", "/deconnexion")
    surfer.sign_in("amina")
    assert surfer.client.cookies["maillage-session"] != first


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    set_cookie = surfer.sign_in("amina").headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie


def test_outside_a_trial_cookies_travel_by_https_only(sqlite_url: str, engine: Engine) -> None:
    an_account(engine)
    app = application(sqlite_url, demonstration=False, insecure_cookies=False, secret_key="s" * 40)
    with Surfer.before(app) as surfer:
        surfer.client.base_url = "https://testserver"
        set_cookie = surfer.sign_in("amina").headers["set-cookie"]
    assert set_cookie.startswith("__Host-maillage-session=")
    assert "Secure" in set_cookie


def test_guessing_one_login_is_stopped_even_with_the_right_password(
    surfer: Surfer, engine: Engine, clock: Clock
) -> None:
    an_account(engine)
    for _ in range(ThrottlingRules().per_login):
        assert surfer.sign_in("AMINA", "mauvais mot").status_code == 401
    stopped = surfer.sign_in("amina")
    assert stopped.status_code == 429
    assert "Trop d’essais" in told(stopped)
    clock.pass_time(ThrottlingRules().window)
    assert surfer.sign_in("amina").status_code == 303


def test_guessing_a_login_that_does_not_exist_is_stopped_alike(surfer: Surfer) -> None:
    answers = [surfer.sign_in("personne", "x").status_code for _ in range(ThrottlingRules().per_login + 1)]
    assert answers == [401] * ThrottlingRules().per_login + [429]


def test_guessing_many_logins_from_one_address_is_stopped(
    surfer: Surfer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Passwords, "check", lambda *_: False)
    rules = ThrottlingRules()
    answers = [surfer.sign_in(f"personne-{number}", "x").status_code for number in range(rules.per_address + 1)]
    assert answers == [401] * rules.per_address + [429]


def test_coming_in_forgets_the_failures_before(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    for _ in range(ThrottlingRules().per_login - 1):
        surfer.sign_in("amina", "mauvais mot")
    assert surfer.sign_in("amina").status_code == 303
    with transaction(engine) as session:
        assert session.exec(select(SignInAttempt)).all() == []


def test_neither_logins_nor_addresses_are_kept_of_failures(surfer: Surfer, engine: Engine) -> None:
    surfer.sign_in("amina", "mauvais mot")
    with transaction(engine) as session:
        (kept,) = session.exec(select(SignInAttempt)).all()
        assert len(kept.login_digest) == len(kept.address_digest) == 64
        assert "amina" not in str(kept)
        assert "testclient" not in str(kept)


def test_a_demonstration_account_comes_in_at_a_click(surfer: Surfer, engine: Engine) -> None:
    account = an_account(engine, is_demonstration=True)
    page = surfer.open("/connexion")
    assert "tout est fictif" in told(page)
    assert "Administration de Maillage Amina Test" in told(page)
    answer = surfer.submit("/connexion", "/connexion/demonstration", account=account, suite="/compte")
    assert answer.headers["location"] == "/compte"
    assert surfer.is_signed_in()


def test_one_click_opens_no_account_of_a_real_person(surfer: Surfer, engine: Engine) -> None:
    account = an_account(engine)
    assert "Amina Test" not in surfer.open("/connexion").text
    assert surfer.submit("/connexion", "/connexion/demonstration", account=account).status_code == 404
    assert not surfer.is_signed_in()


def test_outside_the_demonstration_there_is_no_click_and_fictitious_accounts_stay_shut(
    sqlite_url: str, engine: Engine
) -> None:
    app = application(sqlite_url, demonstration=False, secret_key="s" * 40)
    with Surfer.before(app) as surfer:
        account = an_account(engine, is_demonstration=True)
        assert "/connexion/demonstration" not in surfer.open("/connexion").text
        assert surfer.submit("/connexion", "/connexion/demonstration", account=account).status_code == 404
        assert surfer.sign_in("amina", PASSWORD).status_code == 401


def test_whoever_is_signed_in_goes_straight_on_from_the_sign_in_page(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    surfer.sign_in("amina")
    assert surfer.open("/connexion?suite=/compte").headers["location"] == "/compte"


def test_the_session_remembers_the_browser_in_two_words_and_nothing_more(a_browser: NewBrowser, engine: Engine) -> None:
    an_account(engine)
    a_browser(**{"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}).sign_in(
        "amina"
    )
    with transaction(engine) as session:
        assert session.exec(select(col(WebSession.device))).one() == "Firefox, Linux"
        assert session.exec(select(col(WebSession.created_at))).one() == START
