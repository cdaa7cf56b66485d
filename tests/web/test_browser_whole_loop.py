"""From a barrier to a barrier lifted, on a telephone: the plan, her agreement, the mail, the partner, an absence."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from api.clock import Clock
from api.services.mailing import Mailer
from api.settings import DEMONSTRATION_SECRET
from network_data.civil_time import day_of
from network_data.database import open_engine
from tests.api.serving import NOW, application
from tests.mail.postbox import Postbox, postbox, text_of
from tests.web.browsing import Reader, follow, served

pytestmark = pytest.mark.browser

PHONE = 360
BARRIER = "domiciliation"
NAME = "Zoé"
OPEN_FOLDS = """
() => {
  const closed = [...document.querySelectorAll('details:not([open])')]
  closed.forEach(fold => { fold.open = true })
  return closed
}
"""


@dataclass
class Machine:
    """The application, served to browsers, with its mail server; its clock goes on when a test says so."""

    url: str
    box: Postbox
    at: datetime = NOW
    address: str = ""

    def make(self, url: str, address: str) -> FastAPI:
        """The application as it is at ``at``."""
        app = application(url, public_url=address)
        app.state.clock = Clock(lambda: self.at, lambda: day_of(self.at))
        self.address = address
        return app

    def mail(self) -> str:
        """Has what waits leave; the words of the last message that arrived."""
        engine = open_engine(self.url)
        Mailer(engine, (DEMONSTRATION_SECRET,), self.box.terms, self.address).run(lambda: self.at)
        engine.dispose()
        return text_of(self.box.taken[-1])


@pytest.fixture
def machine(demonstration_url: str, advisor: dict[str, str], tmp_path: Path) -> Iterator[Machine]:
    """A copy of the demonstration that may be changed, served."""
    assert advisor, "the copy must know the tests' own advisor"
    copy = tmp_path / "demo.sqlite"
    with (
        closing(sqlite3.connect(demonstration_url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    with postbox() as box:
        made = Machine(f"sqlite:///{copy}", box)
        with served(made.url, made.make):
            yield made


def accessible(page: Page) -> None:
    """Nothing to reproach with every fold open, within the width of the telephone."""
    opened = page.evaluate_handle(OPEN_FOLDS)
    results = Axe().run(page)
    assert results.violations_count == 0, (page.url, results.generate_report())
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), page.url
    opened.evaluate("folds => folds.forEach(fold => { fold.open = false })")


def press(page: Page, button: str) -> None:
    """Presses a button; the page it leads to must hold to what every page holds to."""
    follow(page.get_by_role("button", name=button, exact=True))
    accessible(page)


def open_fold(page: Page, title: str) -> None:
    page.locator("summary", has_text=title).first.click()


def state(page: Page) -> str:
    """Where the referral of the page stands."""
    return page.locator(".state-name").inner_text().splitlines()[0]


def describe_someone(reader: Reader) -> str:
    """Enters someone with one barrier and a name; the address of their plan."""
    page = reader.open("/chantiers/rejoue")
    follow(page.get_by_role("link", name="Ajouter une personne"))
    accessible(page)
    follow(page.get_by_role("button", name="Ajouter, puis dire ses freins"))
    open_fold(page, "Administratif")
    page.locator(f"input[name='frein-{BARRIER}'][value='3']").check()
    press(page, "Enregistrer et voir le plan")
    plan = urlsplit(page.url).path
    page = reader.open(f"{plan}/identite")
    page.get_by_label("Prénom").fill(NAME)
    page.get_by_label("Téléphone").fill("06 99 00 12 34")
    press(page, "Enregistrer")
    return plan


def send(page: Page) -> str:
    """From the plan to a referral that has left, with her agreement; its address."""
    follow(page.locator(".step").first.get_by_role("button", name="Préparer"))
    accessible(page)
    assert state(page) == "Préparée"
    referral = urlsplit(page.url).path
    assert page.get_by_role("button", name="L’envoyer au partenaire").count() == 0
    follow(page.get_by_role("link", name="Demander son accord"))
    accessible(page)
    press(page, "Noter son accord")
    assert urlsplit(page.url).path == referral
    press(page, "L’envoyer au partenaire")
    assert state(page) == "Envoyée"
    return referral


def answer(page: Page, link: str, day: datetime) -> None:
    """The partner opens the mail on a telephone, sees what she agreed to share, and proposes a day."""
    page.goto(link)
    assert NAME not in page.locator("main").inner_text()
    accessible(page)
    press(page, "Voir la demande")
    assert NAME in page.locator("main").inner_text()
    page.get_by_label("Jour du rendez-vous").fill(day.date().isoformat())
    page.get_by_label("Heure").fill("14:30")
    press(page, "Proposer ce rendez-vous")
    assert "votre réponse est enregistrée" in page.locator("main").inner_text()


def test_the_whole_loop_on_a_telephone(browser: Browser, machine: Machine) -> None:
    with Reader.at(browser, machine.address, PHONE, touch=True) as advisor:
        plan = describe_someone(advisor)
        page = advisor.open(plan)
        assert page.locator(".step").count() == 1
        referral = send(page)
        words = machine.mail()
        assert NAME not in words
        link = re.search(rf"{machine.address}/reponse/\S+", words)
        assert link is not None
        first = machine.at + timedelta(days=3)
        partner = browser.new_context(viewport={"width": PHONE, "height": 740}, is_mobile=True, has_touch=True)
        answer(partner.new_page(), link[0], first)
        partner.close()

        page = advisor.open(referral)
        assert state(page).startswith("Rendez-vous fixé")
        accessible(page)
        page = advisor.open(f"{plan}/feuille")
        assert "14 h 30" in page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
        accessible(page)

        machine.at = first + timedelta(days=1)
        advisor.come_in()
        page = advisor.open(referral)
        press(page, "Rendez-vous manqué, à redater")
        assert "redater" in state(page)
        open_fold(page, "Une autre date")
        second = machine.at + timedelta(days=6)
        page.get_by_label("Quel jour").fill(second.date().isoformat())
        page.get_by_label("À quelle heure").fill("09:00")
        press(page, "Noter la nouvelle date")
        assert state(page).startswith("Rendez-vous fixé")

        machine.at = second + timedelta(days=1)
        advisor.come_in()
        page = advisor.open(referral)
        open_fold(page, "C’est abouti")
        page.locator(f"input[name='resultat-{BARRIER}'][value='lifted']").check()
        press(page, "Noter ce qui en est sorti")
        assert state(page) == "Aboutie"
        follow(page.get_by_role("button", name="Oui, c’est levé"))
        accessible(page)
        page = advisor.open(plan)
        assert "Aucun frein" in page.locator("main").inner_text()
        accessible(page)
        page = advisor.open(f"{plan}/orientations")
        assert page.locator("svg.timeline").is_visible()
        accessible(page)
