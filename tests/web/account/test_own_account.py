"""Looking after one's own account: sessions, password, second factor; and nobody else's."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine

from api.security.throttling import ThrottlingRules
from network_data.database import transaction
from network_data.tables import Account
from tests.web.account.surfing import PASSWORD, Clock, Surfer, actions, an_account, told

NewBrowser = Callable[..., Surfer]
NEW = "lampe tranquille sept orages"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/126.0 Safari/537.36"


@pytest.fixture
def amina(surfer: Surfer, engine: Engine) -> Surfer:
    """A browser where someone is signed in."""
    an_account(engine)
    surfer.sign_in("amina")
    return surfer


def code_of(page: str, moment: datetime) -> str:
    """What the telephone shows that has read the page."""
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    return pyotp.TOTP(found[1]).at(moment)


def offer_of(page: str) -> str:
    found = re.search(r'name="offer" value="([^"]+)"', page)
    assert found
    return found[1]


def activate(surfer: Surfer, moment: datetime) -> str:
    """Adds a second factor; the secret that the telephone holds."""
    page = surfer.open("/compte/second-facteur").text
    sent = {"csrf": surfer.token("/compte"), "offer": offer_of(page), "code": code_of(page, moment)}
    assert surfer.client.post("/compte/second-facteur", data=sent).status_code == 303
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    return found[1]


def test_one_s_sessions_are_listed_with_their_browser(amina: Surfer, a_browser: NewBrowser) -> None:
    a_browser(**{"user-agent": CHROME}).sign_in("amina")
    page = told(amina.open("/compte"))
    assert "Chrome, Windows" in page
    assert page.count("cette session") == 1


def test_a_session_elsewhere_is_ended_from_here(amina: Surfer, a_browser: NewBrowser, engine: Engine) -> None:
    elsewhere = a_browser(**{"user-agent": CHROME})
    elsewhere.sign_in("amina")
    (other,) = re.findall(r'name="session" value="(\w+)"', amina.open("/compte").text)
    assert amina.submit("/compte", "/compte/sessions/fin", session=other).status_code == 303
    assert not elsewhere.is_signed_in()
    assert amina.is_signed_in()
    assert actions(engine)[-1] == "session.end"


def test_all_others_end_at_once(amina: Surfer, a_browser: NewBrowser) -> None:
    others = [a_browser(), a_browser()]
    for other in others:
        other.sign_in("amina")
    amina.submit("/compte", "/compte/sessions/fin-des-autres")
    assert [other.is_signed_in() for other in others] == [False, False]
    assert amina.is_signed_in()


def test_nobody_ends_the_session_of_someone_else(amina: Surfer, a_browser: NewBrowser, engine: Engine) -> None:
    an_account(engine, "basile")
    basile = a_browser()
    basile.sign_in("basile")
    basile_again = a_browser()
    basile_again.sign_in("basile")
    (theirs,) = re.findall(r'name="session" value="(\w+)"', basile.open("/compte").text)
    amina.submit("/compte", "/compte/sessions/fin", session=theirs)
    assert basile_again.is_signed_in()


def test_a_session_too_old_is_not_listed(amina: Surfer, a_browser: NewBrowser, clock: Clock) -> None:
    a_browser(**{"user-agent": CHROME}).sign_in("amina")
    clock.pass_time(timedelta(minutes=20))
    amina.open("/compte")
    clock.pass_time(timedelta(minutes=20))
    assert "Chrome" not in told(amina.open("/compte"))


def test_the_password_is_changed_and_other_sessions_end(amina: Surfer, a_browser: NewBrowser, engine: Engine) -> None:
    elsewhere = a_browser()
    elsewhere.sign_in("amina")
    page = amina.submit("/compte", "/compte/mot-de-passe", current=PASSWORD, new=NEW)
    assert "Votre mot de passe est changé" in told(page)
    assert amina.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert a_browser().sign_in("amina").status_code == 401
    assert a_browser().sign_in("amina", NEW).status_code == 303
    assert "password.set" in actions(engine)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("court", "au moins 12 caractères"),
        ("password1234", "parmi les plus courants"),
        ("aminaaminaamina", "répète les mêmes signes"),
        ("a" * 129, "au plus 128"),
    ],
)
def test_a_password_easily_guessed_is_refused(amina: Surfer, a_browser: NewBrowser, new: str, said: str) -> None:
    page = amina.submit("/compte", "/compte/mot-de-passe", current=PASSWORD, new=new)
    assert page.status_code == 422
    assert said in told(page)
    assert new not in page.text or new == "court"
    assert a_browser().sign_in("amina").status_code == 303


def test_whoever_finds_a_session_open_cannot_guess_the_password_for_long(amina: Surfer) -> None:
    said = [
        told(amina.submit("/compte", "/compte/mot-de-passe", current="mauvais mot", new=NEW))
        for _ in range(ThrottlingRules().per_login + 1)
    ]
    assert all("Ce n’est pas votre mot de passe actuel" in page for page in said[:-1])
    assert "Trop d’essais" in said[-1]


def test_with_a_second_factor_the_password_alone_is_not_enough(
    amina: Surfer, a_browser: NewBrowser, engine: Engine, clock: Clock
) -> None:
    secret = activate(amina, clock())
    assert "second-factor.set" in actions(engine)
    clock.pass_time(timedelta(seconds=30))
    newcomer = a_browser()
    assert newcomer.sign_in("amina").status_code == 401
    assert newcomer.sign_in("amina", code="000000").status_code == 401
    assert newcomer.sign_in("amina", "mauvais mot", code=pyotp.TOTP(secret).at(clock())).status_code == 401
    assert newcomer.sign_in("amina", code=pyotp.TOTP(secret).at(clock())).status_code == 303


def test_a_code_serves_once(amina: Surfer, a_browser: NewBrowser, clock: Clock) -> None:
    totp = pyotp.TOTP(activate(amina, clock()))
    assert a_browser().sign_in("amina", code=totp.at(clock())).status_code == 401, "spent when it was added"
    clock.pass_time(timedelta(seconds=30))
    code = totp.at(clock())
    assert a_browser().sign_in("amina", code=code).status_code == 303
    assert a_browser().sign_in("amina", code=code).status_code == 401


@pytest.mark.parametrize(("late", "accepted"), [(30, True), (60, False), (-30, True), (-60, False)])
def test_a_telephone_may_be_half_a_minute_off(
    amina: Surfer, a_browser: NewBrowser, clock: Clock, late: int, *, accepted: bool
) -> None:
    totp = pyotp.TOTP(activate(amina, clock()))
    clock.pass_time(timedelta(minutes=5))
    code = totp.at(clock() - timedelta(seconds=late))
    assert (a_browser().sign_in("amina", code=code).status_code == 303) is accepted


def test_the_secret_is_kept_sealed(amina: Surfer, engine: Engine, clock: Clock) -> None:
    secret = activate(amina, clock())
    with transaction(engine) as session:
        kept = session.get_one(Account, "id-amina").totp_sealed
    assert kept is not None
    assert secret.encode() not in kept


def test_a_wrong_code_adds_nothing(amina: Surfer, a_browser: NewBrowser) -> None:
    offer = offer_of(amina.open("/compte/second-facteur").text)
    answer = amina.submit("/compte", "/compte/second-facteur", offer=offer, code="000000")
    assert answer.status_code == 422
    assert "n’est pas, ou n’est plus, le bon" in told(answer)
    assert a_browser().sign_in("amina").status_code == 303


def test_a_secret_offered_to_someone_else_or_made_up_is_refused(
    amina: Surfer, a_browser: NewBrowser, engine: Engine, clock: Clock
) -> None:
    an_account(engine, "basile")
    basile = a_browser()
    basile.sign_in("basile")
    page = basile.open("/compte/second-facteur").text
    for offer in (offer_of(page), "made up", "é"):
        sent = {"offer": offer, "code": code_of(page, clock())}
        assert amina.submit("/compte", "/compte/second-facteur", **sent).status_code == 422


def test_removing_the_second_factor_asks_for_the_password(
    amina: Surfer, a_browser: NewBrowser, engine: Engine, clock: Clock
) -> None:
    activate(amina, clock())
    refused = amina.submit("/compte", "/compte/second-facteur/retirer", password="mauvais mot")
    assert refused.status_code == 422
    assert a_browser().sign_in("amina").status_code == 401
    assert amina.submit("/compte", "/compte/second-facteur/retirer", password=PASSWORD).status_code == 200
    assert a_browser().sign_in("amina").status_code == 303
    assert actions(engine).count("second-factor.remove") == 1


@pytest.mark.parametrize("page", ["/compte", "/compte/second-facteur"])
def test_without_signing_in_the_account_leads_to_the_sign_in_page(surfer: Surfer, page: str) -> None:
    answer = surfer.open(page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion?suite=%2Fcompte")
