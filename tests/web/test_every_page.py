"""What every page holds to: well formed, one look, nothing from elsewhere, nothing said twice under one name."""

from collections import Counter
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from network_data.asker import Role
from tests.api.serving import serving, signed_in
from tests.web.reading import Node
from tests.web.visiting import HTML, PAGES, STATUS, Visitor

every_page = pytest.mark.parametrize("kind", PAGES)


@pytest.fixture
def page(visitor: Visitor, kind: str) -> Node:
    return visitor.page(PAGES[kind], STATUS.get(kind, 200))


@every_page
def test_a_page_speaks_french_and_has_one_title(page: Node) -> None:
    assert page.one("html").attributes["lang"] == "fr"
    assert page.one("h1").text
    assert page.one("head").one("title").text.endswith("· Maillage")


@every_page
def test_a_page_says_where_it_stands_and_that_it_is_a_demonstration(page: Node) -> None:
    assert "Paris (démonstration)" in page.one(css="where").text
    assert "fictifs" in page.one("footer").text
    assert page.one("nav", "breadcrumb").all("li")


@every_page
def test_the_first_thing_to_reach_is_the_way_past_the_header(page: Node) -> None:
    first = page.one("body").all("a")[0]
    assert first.text == "Aller au contenu"
    assert page.one("main").attributes["id"] == first.attributes["href"].removeprefix("#")


@every_page
def test_identifiers_are_unique_and_every_reference_finds_its_element(page: Node) -> None:
    identifiers = Counter(node.attributes["id"] for node in page.walk() if "id" in node.attributes)
    assert [name for name, count in identifiers.items() if count > 1] == []
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for node in page.walk():
            assert set(node.attributes.get(attribute, "").split()) <= identifiers.keys(), node.attributes
    for link in [*page.all("a"), *page.all("use")]:
        href = link.attributes["href"]
        assert not href.startswith("#") or href[1:] in identifiers, href


@every_page
def test_a_page_carries_no_script_no_inline_style_and_nothing_from_elsewhere(page: Node) -> None:
    assert page.all("script") == page.all("style") == page.all("iframe") == page.all("img") == []
    for node in page.walk():
        assert "style" not in node.attributes
        assert not [name for name in node.attributes if name.startswith("on")]
    loaded = [link.attributes["href"] for link in page.all("link")]
    assert loaded
    assert all(href.startswith("/static/") for href in loaded)


@every_page
def test_headings_descend_one_level_at_a_time(page: Node) -> None:
    levels = [int(node.tag[1]) for node in page.walk() if node.tag in ("h1", "h2", "h3", "h4")]
    page_levels = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in pairwise(page_levels))


@every_page
def test_every_link_within_the_product_leads_somewhere(visitor: Visitor, page: Node) -> None:
    inner = {
        link.attributes["href"]: "download" in link.attributes
        for link in page.one("main").all("a")
        if link.attributes["href"].startswith("/")
    }
    for href, is_file in sorted(inner.items())[:40]:
        if is_file:
            assert visitor.client.get(href).status_code == 200, href
        else:
            visitor.page(href)


def test_what_a_page_loads_is_served_here(client: TestClient) -> None:
    assert client.get("/static/maillage.css").headers["content-type"].startswith("text/css")
    assert client.get("/static/maillage.svg").headers["content-type"] == "image/svg+xml"


def test_without_a_demonstration_no_page_says_it_is_one(sqlite_url: str) -> None:
    with serving(sqlite_url, **signed_in(sqlite_url, Role.ADMINISTRATOR, None)) as client:
        response = client.get("/", headers=HTML)
    assert response.status_code == 200
    assert "fictifs" not in response.text
    assert "maillage import" in response.text


def test_a_shared_computer_keeps_no_copy_of_a_page(client: TestClient) -> None:
    for address in ("/chantiers/rejoue", "/personnes/P-0417", "/personnes/P-0417/freins"):
        assert client.get(address, headers=HTML).headers["cache-control"] == "no-store"
