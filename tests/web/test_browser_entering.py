"""An advisor enters someone with the keyboard alone, on a telephone too, and reads their plan."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from api.cli.demonstration import prepare
from network_data.asker import Role
from tests.api.serving import TODAY
from tests.web.browsing import Reader, follow, served
from tests.web.test_browser_of_each_role import holder

pytestmark = pytest.mark.browser

PHONE = 360
FORMS = ("evaluation", "situation", "identite", "referents", "referents/nouveau", "depart")


@pytest.fixture(scope="module")
def own_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a demonstration that may be changed is served with its own accounts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('entering') / 'demo.sqlite'}"
    prepare(url, TODAY)
    with served(url) as address:
        yield address


def accessible(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    results = Axe().run(page)
    assert results.violations_count == 0, (page.url, results.generate_report())
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), page.url


def test_an_advisor_enters_someone_with_the_keyboard_alone(browser: Browser, own_demonstration: str) -> None:
    with Reader.at(browser, own_demonstration, script=False, who=holder(Role.ADVISOR)) as reader:
        page = reader.open("/chantiers/rejoue")
        reader.tab_to(page.get_by_role("link", name="Ajouter une personne"))
        reader.enter()
        reader.tab_to(page.get_by_role("button", name="Ajouter, puis dire ses freins"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/evaluation")
        plan = page.url.removesuffix("/evaluation")
        reader.tab_to(page.get_by_label("Trouver un frein par un mot"))
        page.keyboard.type("dettes")
        reader.enter()
        choose(reader, "frein-endettement", 3)
        for domain, barrier, severity in (("Administratif", "identite", 2), ("Logement", "acces-logement", 3)):
            reader.tab_to(page.locator("summary", has_text=domain))
            page.keyboard.press("Enter")
            choose(reader, f"frein-{barrier}", severity)
        reader.tab_to(page.get_by_role("button", name="Enregistrer et voir le plan"))
        page.keyboard.press("Enter")
        page.wait_for_url(plan)
        assert "3 freins" in page.locator(".counts").inner_text()
        reader.tab_to(page.get_by_role("link", name="Nom et contact"))
        reader.enter()
        reader.tab_to(page.get_by_label("Prénom"))
        page.keyboard.type("Zoé")
        reader.tab_to(page.get_by_role("button", name="Enregistrer"))
        page.keyboard.press("Enter")
        page.wait_for_url(plan)
        reader.tab_to(page.locator("summary", has_text="Tout son dossier"))
        page.keyboard.press("Enter")
        reader.tab_to(page.get_by_role("link", name="Situation", exact=True))
        reader.enter()
        reader.tab_to(page.get_by_label("Commune", exact=True))
        page.keyboard.type("75119")
        reader.tab_to(page.get_by_role("button", name="Enregistrer et voir le plan"))
        page.keyboard.press("Enter")
        page.wait_for_url(plan)
        assert "Zoé" in page.locator("h1").inner_text()
        assert page.locator(".step").count() == 3


def choose(reader: Reader, name: str, severity: int) -> None:
    """Picks a severity with the arrows, from the first of the answers."""
    reader.tab_to(reader.page.locator(f"input[name='{name}']").first)
    for _ in range(severity):
        reader.page.keyboard.press("ArrowRight")
    assert reader.page.locator(f"input[name='{name}'][value='{severity}']").is_checked()


@pytest.mark.parametrize("width", [320, PHONE, 1280])
def test_axe_finds_nothing_in_the_forms(browser: Browser, own_demonstration: str, width: int, tmp_path: Path) -> None:
    with Reader.at(browser, own_demonstration, width, who=holder(Role.ADVISOR)) as reader:
        for form in FORMS:
            page = reader.open(f"/personnes/P-0417/{form}")
            page.screenshot(path=tmp_path / f"{form.replace('/', '-')}.png", full_page=True)
            accessible(page)
        page = reader.open("/personnes/P-0417/identite")
        page.get_by_label("Téléphone").fill("12")
        follow(page.get_by_role("button", name="Enregistrer"))
        assert page.get_by_role("alert").is_visible()
        accessible(page)
        accessible(reader.open("/chantiers/rejoue/nouvelle-personne"))
