"""The pages in a real browser: by keyboard alone, without script, on narrow screens, for every reader."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.browsing import Reader
from tests.web.visiting import PAGES

pytestmark = pytest.mark.browser

SCREENSHOTS = "MAILLAGE_SCREENSHOTS"
README_PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "plan.png"
PHONES_AND_ZOOM = (320, 360, 640)
"""The narrowest screen, a telephone, and a computer at 200 %."""

every_page = pytest.mark.parametrize("kind", PAGES)


def open_all_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def walk_to_why(reader: Reader) -> None:
    """Home, chantier, person, why: with Tab and Enter alone."""
    page = reader.open("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Aller au contenu"
    for link, arrives in (("Rejoué", "**/chantiers/rejoue"), ("P-0417", "**/personnes/P-0417")):
        reader.tab_to(page.locator("main").get_by_role("link", name=link))
        page.keyboard.press("Enter")
        page.wait_for_url(arrives)
    why = page.locator(".step").first.locator("details.why")
    assert not why.locator(".criteria").is_visible()
    reader.tab_to(why.locator("> summary"))
    page.keyboard.press("Enter")
    why.locator(".criteria").wait_for(state="visible")
    assert why.locator("svg.waterfall").is_visible()


def test_from_home_to_why_by_keyboard_alone(reader: Reader) -> None:
    walk_to_why(reader)


def test_from_home_to_why_with_scripts_off(browser: Browser, address: str) -> None:
    with Reader.at(browser, address, script=False) as reader:
        walk_to_why(reader)


def test_a_search_by_keyboard_finds_despite_a_typing_mistake(reader: Reader) -> None:
    page = reader.open("/")
    reader.tab_to(page.get_by_role("searchbox"))
    page.keyboard.type("domicilliation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partenaires?q=domicilliation")
    assert page.locator(".result").count() > 3


@every_page
def test_axe_finds_nothing_to_reproach_with_every_fold_open(reader: Reader, kind: str) -> None:
    page = reader.open(PAGES[kind])
    open_all_folds(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@every_page
def test_no_page_scrolls_sideways(reader: Reader, kind: str) -> None:
    for width in PHONES_AND_ZOOM:
        reader.narrow(width)
        page = reader.open(PAGES[kind])
        open_all_folds(page)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize("kind", ["home", "chantier", "plan", "partners", "partner"])
def test_fingers_have_44_pixels(browser: Browser, address: str, kind: str) -> None:
    with Reader.at(browser, address, 360, touch=True) as reader:
        page = reader.open(PAGES[kind])
        open_all_folds(page)
        small = page.evaluate(
            """[...document.querySelectorAll('button, input, select, summary, .button, a.tile, .door, .brand,'
              + '.person-name, .orders a, .breadcrumb a, .step-partner a, .result h3 a')]
              .filter(target => target.getClientRects().length)
              .filter(target => (target.closest('.choice') ?? target).getBoundingClientRect().height < 43.9)
              .map(target => target.outerHTML.slice(0, 120))"""
        )
        assert small == []


def test_the_plan_prints_every_step_and_no_control(reader: Reader) -> None:
    page = reader.open("/personnes/P-0417")
    page.emulate_media(media="print")
    steps = page.locator(".step")
    assert steps.count() == 6
    assert all(step.locator(".step-title").is_visible() for step in steps.all())
    for gone in (".site-search", ".breadcrumb", ".why > summary"):
        assert not page.locator(gone).first.is_visible()
    assert "10 novembre 2026" in page.evaluate("getComputedStyle(document.querySelector('time'), '::after').content")


def test_the_readme_shows_a_plan_on_a_first_screen(reader: Reader, tmp_path: Path) -> None:
    reader.page.set_viewport_size({"width": 1280, "height": 1360})
    page = reader.open("/personnes/P-0417")
    for seen in (page.locator("h1"), page.locator("svg.map"), page.locator(".step").nth(1).locator(".actions")):
        box = seen.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 1360
    picture = README_PICTURE if os.environ.get(SCREENSHOTS) else tmp_path / "plan.png"
    page.screenshot(path=picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
