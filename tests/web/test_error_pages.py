"""What one reads when something is missing or broken: what happened, that nothing is lost, what to do."""

import pytest
from starlette.testclient import TestClient

from tests.api.serving import application
from tests.web.reading import Node, read
from tests.web.visiting import HTML, Visitor

SOMEONE = "Martine-Dupont"


def reassures(page: Node) -> bool:
    return all(words in page.one("main").text for words in ("Rien n’est perdu", "Que faire"))


@pytest.mark.parametrize(
    "address",
    [
        "/nulle-part",
        f"/personnes/{SOMEONE}",
        f"/personnes/{SOMEONE}/freins",
        f"/chantiers/{SOMEONE}",
        f"/partenaires/{SOMEONE}",
    ],
)
def test_what_does_not_exist_says_so_without_repeating_it(visitor: Visitor, address: str) -> None:
    page = visitor.page(address, 404)
    assert page.one("h1").text == "Cette page n’existe pas"
    assert reassures(page)
    assert SOMEONE not in page.text
    assert "/" in [link.attributes["href"] for link in page.one("main").all("a")]


def test_an_address_to_correct_says_so(visitor: Visitor) -> None:
    page = visitor.page("/partenaires?page=deux", 422)
    assert "pas juste" in page.one("h1").text
    assert reassures(page)


def test_a_defect_says_that_it_is_ours_even_when_the_database_is_what_fails() -> None:
    # A database without a single table: every page fails, and so does the look-up of the place.
    with TestClient(application("sqlite://")) as client:
        response = client.get("/connexion", headers=HTML)
    assert response.status_code == 500
    page = read(response.text)
    assert "de notre côté" in page.one("h1").text
    assert reassures(page)
    assert page.all(css="where") == []
