"""At the next visit people read what changed in how their account is entered, and nothing of anybody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from network_data.asker import Role
from network_data.database import transaction
from network_data.tables import Chantier, Territory
from tests.web.account.surfing import PASSWORD, Clock, Surfer, an_account, told

NewBrowser = Callable[..., Surfer]
NEW = "lampe tranquille sept orages"


@pytest.fixture
def amina(surfer: Surfer, engine: Engine) -> Surfer:
    """Someone who works here, signed in."""
    an_account(engine, "amina", Role.OFFICER)
    surfer.sign_in("amina")
    return surfer


def home(surfer: Surfer) -> str:
    return told(surfer.open("/"))


def test_a_first_visit_tells_nothing(amina: Surfer) -> None:
    assert "depuis votre visite précédente" not in home(amina)


def test_a_password_changed_is_told_at_the_next_visit_and_not_for_ever(
    amina: Surfer, a_browser: NewBrowser, clock: Clock
) -> None:
    amina.submit("/compte", "/compte/mot-de-passe", current=PASSWORD, new=NEW)
    clock.pass_time(timedelta(days=3))
    later = a_browser()
    later.sign_in("amina", NEW)
    assert "Le 22 novembre 2026, votre mot de passe a été changé." in home(later)
    clock.pass_time(timedelta(days=1))
    last = a_browser()
    last.sign_in("amina", NEW)
    assert "a été changé" not in home(last)
    assert "Le 22 novembre 2026, votre mot de passe a été changé." in told(last.open("/compte"))
    clock.pass_time(timedelta(days=100))
    much_later = a_browser()
    much_later.sign_in("amina", NEW)
    assert "a été changé" not in told(much_later.open("/compte"))


def test_failed_attempts_are_counted_by_day(amina: Surfer, a_browser: NewBrowser, clock: Clock) -> None:
    clock.pass_time(timedelta(hours=1))
    stranger = a_browser()
    for _ in range(3):
        stranger.sign_in("amina", "pas le bon mot")
    later = a_browser()
    later.sign_in("amina")
    assert "a essayé sans succès de se connecter avec votre identifiant (3 fois)." in home(later)


def test_what_an_administrator_did_is_told_and_what_concerns_others_is_not(
    amina: Surfer, a_browser: NewBrowser, engine: Engine, clock: Clock
) -> None:
    an_account(engine, "chief", Role.ADMINISTRATOR)
    an_account(engine, "other", Role.OFFICER)
    with transaction(engine, writes=True) as session:
        session.add(Territory(slug="paris", name="Paris"))
        session.flush()
        session.add(Chantier(id="rejoue", name="Rejoué", territory_slug="paris"))
    clock.pass_time(timedelta(hours=1))
    chief = a_browser()
    chief.sign_in("chief")
    chief.submit("/compte", "/administration/comptes/id-amina/lien")
    chief.submit("/compte", "/administration/comptes/id-amina/sessions/fin")
    clock.pass_time(timedelta(hours=1))
    for login, told_of in (("amina", True), ("other", False)):
        browser = a_browser()
        browser.sign_in(login)
        assert ("l’administration a créé un lien pour choisir votre mot de passe" in home(browser)) is told_of
        assert ("vos sessions ont été fermées par l’administration" in home(browser)) is told_of
    assert "votre mot de passe" not in home(chief)
