"""To the provider and back in a real browser, scripts off: each on a site of its own, under the strict policy."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from starlette.types import ASGIApp

from api.clock import Clock
from network_data.asker import Role
from network_data.database import transaction
from network_data.tables import Account
from tests.api.serving import application
from tests.web.account.provider import openid
from tests.web.account.provider.openid import OpenIdProvider
from tests.web.account.surfing import PASSWORD, actions, an_account
from tests.web.browsing import follow, served

pytestmark = pytest.mark.browser

WAY_IN = "Se connecter avec Fédération d’essai"


@dataclass
class Installation:
    """Where Maillage is, and the provider it trusts."""

    address: str
    provider: OpenIdProvider


@pytest.fixture
def installation(sqlite_url: str) -> Iterator[Installation]:
    """Maillage at 127.0.0.1 and the provider at localhost: for a browser, two sites."""
    with ExitStack() as running:
        found: list[OpenIdProvider] = []

        def make(url: str, address: str) -> ASGIApp:
            provider = running.enter_context(openid.running(address, "localhost"))
            found.append(provider)
            app = application(
                url,
                demonstration=False,
                secret_key="s" * 40,
                public_url=address,
                oidc_issuer=provider.issuer,
                oidc_client_id=openid.CLIENT_ID,
                oidc_client_secret=openid.CLIENT_SECRET,
                oidc_name="Fédération d’essai",
            )
            app.state.clock = Clock()
            return app

        address = running.enter_context(served(sqlite_url, make))
        yield Installation(address, found[0])


@pytest.fixture
def page(browser: Browser, installation: Installation) -> Iterator[Page]:
    """The sign-in page, in a browser that runs no script; what its policy forbids fails the test."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page, troubles = context.new_page(), list[str]()
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(installation.address + "/connexion")
    yield page
    context.close()
    assert troubles == []


def test_an_account_is_linked_left_and_entered_again(page: Page, installation: Installation, engine: Engine) -> None:
    an_account(engine, role=Role.ADVISOR)
    page.get_by_label("Identifiant").fill("amina")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter", exact=True))
    page.goto(installation.address + "/compte")
    link = page.get_by_role("region", name="Connexion avec Fédération d’essai")
    link.get_by_label("Votre mot de passe, pour confirmer").fill(PASSWORD)
    follow(link.get_by_role("button", name="Relier mon compte"))
    expect(link.get_by_role("status")).to_have_text(re.compile("C’est relié"))

    follow(page.get_by_role("button", name="Se déconnecter"))
    page.wait_for_url("**/connexion?state=*")
    installation.provider.user = "subject-1"
    follow(page.get_by_role("link", name=WAY_IN))
    expect(page.get_by_role("link", name="Amina Test")).to_be_visible()
    assert page.url == installation.address + "/"

    follow(page.get_by_role("button", name="Se déconnecter"))
    page.wait_for_url("**/connexion?state=*")
    assert installation.provider.signed_out == ["subject-1", "subject-1"]
    assert actions(engine) == ["sign-in", "provider.link", "sign-out", "sign-in", "sign-out"]


def test_a_provider_that_is_down_leaves_the_password(page: Page, installation: Installation) -> None:
    installation.provider.down = True
    follow(page.get_by_role("link", name=WAY_IN))
    expect(page.get_by_role("alert")).to_contain_text("ne répond pas pour le moment")
    expect(page.get_by_label("Mot de passe")).to_be_visible()


def test_its_pages_fit_a_telephone_and_are_accessible(
    browser: Browser, installation: Installation, engine: Engine
) -> None:
    account = an_account(engine)
    with transaction(engine, writes=True) as session:
        session.get_one(Account, account).oidc_subject = f"{installation.provider.issuer} subject-1"
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(installation.address + "/connexion?refus=inconnu")
    check(page)
    follow(page.get_by_role("link", name=WAY_IN))
    page.goto(installation.address + "/compte?fournisseur=relie")
    page.get_by_text("Ne plus l’utiliser").click()
    check(page)
    context.close()


def check(page: Page) -> None:
    """Nothing to scroll sideways for, and nothing that axe finds."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(page).response["violations"] == []
