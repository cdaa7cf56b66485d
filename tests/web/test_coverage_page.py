"""What the network of a territory is missing, as its coordinator reads it: what was planted comes first."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from network_data.asker import Role
from network_data.demo import BEST_NEW_PARTNER, PLANTED_GAPS, SINGLE_POINTS
from network_data.demo.partners import TERRITORY
from tests.api.serving import serving, signed_in
from tests.web.reading import Node
from tests.web.visiting import Visitor

PAGE = f"/territoires/{TERRITORY}/couverture"
SHORT = {
    "garde-enfants": "Garde d’enfants",
    "sante-mentale": "Santé mentale",
    "discrimination": "Discrimination",
    "diplome-etranger": "Diplôme étranger",
    "protection-juridique": "Protection juridique",
}


@pytest.fixture(scope="module")
def coordinator(demonstration_url: str) -> Iterator[Visitor]:
    with serving(demonstration_url, **signed_in(demonstration_url, Role.COORDINATOR, territory=TERRITORY)) as client:
        yield Visitor(client)


@pytest.fixture(scope="module")
def page(coordinator: Visitor) -> Node:
    return coordinator.page(PAGE)


def test_the_planted_gaps_come_first_each_with_its_cause(page: Node) -> None:
    said = [gap.text for gap in page.all("p", "gap-said")]
    assert len(said) == len(PLANTED_GAPS)
    for sentence, gap in zip(sorted(said), sorted(PLANTED_GAPS, key=lambda gap: gap.barrier), strict=False):
        assert sum(SHORT[gap.barrier] in each for each in said) == 1, sentence
    assert "tout est complet" in said[0]
    assert "tigrigna" in said[1]
    assert "à distance" in said[2]


def test_the_planted_single_points_come_first_and_say_that_they_are_alone(page: Node) -> None:
    alone, others = page.all("li", "loss")[:2], page.all("li", "loss")[2:]
    assert {loss.one("a").attributes["href"].rpartition("/")[2] for loss in alone} == set(SINGLE_POINTS.values())
    assert all("Seul de son espèce" in loss.text for loss in alone)
    assert all(any(SHORT[barrier] in loss.text for loss in alone) for barrier in SINGLE_POINTS)
    assert not any("Seul de son espèce" in loss.text for loss in others)


def test_the_planted_best_new_partner_comes_first_with_what_it_would_change(page: Node) -> None:
    first, *others = page.one("ol", "prospects").all("li")
    assert SHORT[BEST_NEW_PARTNER] in first.text
    assert "besoins trouveraient quelqu’un" in first.text
    assert not any(SHORT[BEST_NEW_PARTNER] in other.text for other in others)
    assert "C’est prouvé" in page.text


def test_every_picture_says_what_it_shows_and_has_its_table(page: Node) -> None:
    pictures = [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]
    assert [svg.all("title")[0].text for svg in pictures if svg.all("desc")] == [
        "Ce qui tient à peu de partenaires",
        "Où sont les besoins et les partenaires",
        "Les besoins de chaque frein",
    ]
    assert len(page.all("table", "coverage-table")) == 4
    assert page.all("path", "mesh-fragile")


def test_the_page_names_nobody(coordinator: Visitor, page: Node) -> None:
    pseudonyms = [node.text for node in coordinator.page("/chantiers/rejoue").all("span", "person-name")]
    assert pseudonyms
    assert not [pseudonym for pseudonym in pseudonyms if pseudonym in page.text]


def test_the_version_to_share_shows_no_small_number_and_says_so(coordinator: Visitor) -> None:
    shared = coordinator.page(f"{PAGE}?diffusion=true")
    assert "Version à diffuser" in shared.text
    figures = [cell.text for cell in shared.all("td", "number")]
    assert "—caché" in [figure.replace(" ", "") for figure in figures]
    assert not {"1", "2", "3", "4"} & set(figures)
    assert not any("tigrigna" in one.text for one in shared.all("li"))


def test_the_exact_page_does_not_print_its_figures(coordinator: Visitor, page: Node) -> None:
    assert "inside-only" in page.one("div", "coverage").classes
    assert page.one("p", "print-only").text.startswith("Cette page montre des nombres exacts")
    assert "inside-only" not in coordinator.page(f"{PAGE}?diffusion=true").one("div", "coverage").classes


def test_the_coordinator_finds_the_way_there_from_home(coordinator: Visitor) -> None:
    assert PAGE in [link.attributes["href"] for link in coordinator.page("/").all("a")]


def test_headings_descend_one_level_at_a_time(page: Node) -> None:
    levels = [int(node.tag[1]) for node in page.walk() if node.tag in {"h1", "h2", "h3"}]
    assert all(after <= before + 1 for before, after in pairwise(levels))
