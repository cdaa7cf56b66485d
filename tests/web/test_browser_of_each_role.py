"""The pages of each role in a real browser: accessible, and within a telephone's width."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from api.cli.demonstration import prepare
from network_data.asker import Role
from network_data.demo.team import demonstration_accounts
from tests.api.serving import TODAY
from tests.web.browsing import Reader, follow, served
from tests.web.test_browser import open_all_folds

pytestmark = pytest.mark.browser

PHONE = 360
PAGES = {
    Role.ADVISOR: (
        "/",
        "/ma-semaine",
        "/personnes/P-0417/notes",
        "/chantiers/rejoue/comites",
        "/chantiers/rejoue/relais",
        "/comites/demo-comite-tenu",
        "/comites/demo-comite-a-venir",
        "/comites/demo-comite-a-venir/personnes",
        "/chantiers/rejoue",
        "/personnes/P-0417",
        "/personnes/P-0417/acces",
        "/compte",
        "/compte/second-facteur",
    ),
    Role.DIRECTION: ("/", "/chantiers/rejoue"),
    Role.OFFICER: (
        "/",
        "/chantiers/rejoue",
        "/a-faire",
        "/demandes",
        "/demandes/relais",
        "/sollicitations",
        "/partenaires/demo--le-poele-a-bois",
        "/partenaires/demo--le-poele-a-bois/accueil",
    ),
    Role.COORDINATOR: (
        "/",
        "/chantiers/rejoue",
        "/territoires/paris-demo/couverture",
        "/territoires/paris-demo/couverture?diffusion=true",
        "/territoires/paris-demo/equite",
        "/territoires/paris-demo/places",
        "/territoires/paris-demo/equipes",
        "/territoires/paris-demo/equipes/postes",
        "/territoires/paris-demo/equipes/postes/poste-sante",
        "/territoires/paris-demo/equipes/accueil/rejoue",
        "/territoires/paris-demo/equipes/formule",
    ),
    Role.ADMINISTRATOR: (
        "/",
        "/administration",
        "/administration/comptes",
        "/administration/comptes/nouveau",
        "/administration/comptes/demo-conseil-rejoue",
        "/administration/lieux",
        "/administration/cles",
        "/administration/cles/demo-rejoue/webhook",
    ),
    Role.AUDITOR: ("/", "/trace"),
}


@pytest.fixture(scope="module")
def whole_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demonstration is served with its own accounts."""
    folder: Path = tmp_path_factory.mktemp("roles")
    url = f"sqlite:///{folder / 'demo.sqlite'}"
    prepare(url, TODAY)
    with served(url) as address:
        yield address


def holder(role: Role) -> str:
    """The name of someone who holds ``role`` at Rejoué, or everywhere."""
    found = [account for account in demonstration_accounts() if account.role is role]
    return next((account.name for account in found if account.chantier == "rejoue"), found[0].name)


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, whole_demonstration: str, role: Role) -> None:
    with Reader.at(browser, whole_demonstration, PHONE, who=holder(role)) as reader:
        for path in PAGES[role]:
            page = reader.open(path)
            open_all_folds(page)
            results = Axe().run(page)
            assert results.violations_count == 0, (path, results.generate_report())
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), path


def test_axe_finds_nothing_on_requests_wherever_they_stand(browser: Browser, whole_demonstration: str) -> None:
    with Reader.at(browser, whole_demonstration, PHONE, who=holder(Role.OFFICER)) as reader:
        page = reader.open("/demandes")
        links = page.locator("main a[href^='/demandes/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        requests = sorted({link for link in links if link != "/demandes/relais"})
        assert len(requests) > 4
        for path in requests:
            page = reader.open(path)
            open_all_folds(page)
            results = Axe().run(page)
            assert results.violations_count == 0, (path, results.generate_report())
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), path


def test_a_comite_is_held_in_the_page_and_its_record_is_one_sheet_and_so_is_a_week(
    browser: Browser, whole_demonstration: str
) -> None:
    with Reader.at(browser, whole_demonstration, PHONE, who=holder(Role.ADVISOR)) as reader:
        page = reader.open("/chantiers/rejoue/comites")
        follow(page.get_by_role("button", name="Préparer le comité de ce jour"))
        follow(page.get_by_role("button", name="Parler de ces personnes"))
        people = page.locator(".meeting-person").evaluate_all("all => all.map(each => each.id)")
        assert len(people) == 8
        for person in people:
            page.locator(f"#{person} summary").click()
            page.fill(f"#dit-{person}", "Elle vient chaque jour ; la dette de loyer l’inquiète. " * 5)
            for decided in ("Demander l’état des dettes au bailleur", "Préparer le dossier de logement social"):
                page.fill(f"#quoi-{person}", decided)
                page.fill(f"#jour-{person}", "2026-12-03")
                page.keyboard.press("Enter")
                page.locator(f"#{person} .meeting-record", has_text=decided).wait_for()
                expect(page.locator(f"#quoi-{person}"), "the next is typed at once").to_be_focused()
        assert _sheets(page) == 1
        assert _sheets(reader.open("/ma-semaine")) == 1


def _sheets(page: Page) -> int:
    """How many sheets a page prints on."""
    return len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_the_sign_in_page_is_accessible_and_narrow(browser: Browser, whole_demonstration: str) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 900})
    page = context.new_page()
    page.goto(f"{whole_demonstration}/connexion")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    context.close()


def test_an_administrator_invites_someone_by_keyboard_alone(browser: Browser, whole_demonstration: str) -> None:
    with Reader.at(browser, whole_demonstration, who=holder(Role.ADMINISTRATOR)) as reader:
        page, main = reader.page, reader.page.locator("main")
        for link, arrives in (
            ("Administration", "**/administration"),
            ("Comptes", "**/administration/comptes"),
            ("Inviter quelqu’un", "**/administration/comptes/nouveau"),
        ):
            reader.tab_to(main.get_by_role("link", name=link))
            page.keyboard.press("Enter")
            page.wait_for_url(arrives)
        for label, typed in (
            ("Prénom et nom", "Nouvelle Collègue"),
            ("Identifiant", "nouvelle@exemple.fr"),
            ("Rôle", "Accompagnement"),
            ("Où", "Rejoué"),
        ):
            reader.tab_to(main.get_by_label(label, exact=True))
            page.keyboard.type(typed)
        reader.tab_to(main.get_by_role("button", name="Créer le compte"))
        page.keyboard.press("Enter")
        main.get_by_role("heading", name="Remettez-lui ce lien maintenant").wait_for()
        assert "/invitation/" in main.inner_text()
        assert "Accompagnement social" in main.inner_text()
        assert Axe().run(page).violations_count == 0


def test_a_proposal_of_places_is_accessible_narrow_and_confirmed(browser: Browser, whole_demonstration: str) -> None:
    with Reader.at(browser, whole_demonstration, PHONE, who=holder(Role.COORDINATOR), script=False) as reader:
        page = reader.open("/territoires/paris-demo/places")
        follow(page.get_by_role("button", name="Calculer"))
        page.get_by_role("heading", name="Qui attend, et pourquoi").wait_for()
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    with Reader.at(browser, whole_demonstration, PHONE, who=holder(Role.COORDINATOR)) as reader:
        page = reader.open("/territoires/paris-demo/places")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        follow(page.get_by_role("button", name="Confirmer"))
        page.get_by_role("heading", name="préparées").wait_for()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_an_administrator_has_software_told_of_changes(browser: Browser, whole_demonstration: str) -> None:
    with Reader.at(browser, whole_demonstration, PHONE, who=holder(Role.ADMINISTRATOR)) as reader:
        page = reader.open("/administration/cles")
        follow(page.get_by_role("link", name="Prévenir ce logiciel des changements : Logiciel de Prélude"))
        page.get_by_label("Adresse du logiciel").fill("https://10.0.0.1/maillage")
        follow(page.get_by_role("button", name="Prévenir à cette adresse"))
        assert "n’est pas ouverte à tous" in page.get_by_role("alert").inner_text()
        assert Axe().run(page).violations_count == 0
        page.get_by_label("Adresse du logiciel").fill("https://logiciel.example.org/maillage")
        follow(page.get_by_role("button", name="Prévenir à cette adresse"))
        assert "whsec_" in page.get_by_role("status").inner_text()
        follow(page.get_by_role("button", name="Envoyer un essai"))
        open_all_folds(page)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        assert "whsec_" not in page.content()
        assert page.locator("#annonces ~ ul li", has_text="attend").count() == 1, "the trial waits for its turn"
        follow(page.get_by_role("button", name="Ne plus prévenir"))
        assert page.get_by_label("Adresse du logiciel").is_visible()
