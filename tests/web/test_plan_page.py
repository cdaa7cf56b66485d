"""The page of a person's plan: what one reads first, why, and what remains without an answer."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine
from network_data.repositories import PersonFile
from network_data.tables import Person
from network_data.vocabulary import BARRIERS
from tests.api.serving import load, serving, signed_in
from tests.web.reading import Node, read
from tests.web.visiting import HTML, Visitor, plan_of
from tests.web.visiting import everyone as files_of

DISTANCE = re.compile(r"\d\s(?:km|m)\b")


@pytest.fixture(scope="module")
def people(demonstration_url: str) -> dict[str, PersonFile]:
    """Everyone of the demonstration."""
    return {file.person.id: file for file in files_of(demonstration_url)}


@pytest.fixture(scope="module")
def everyone(visitor: Visitor) -> dict[str, Node]:
    """The plans of a whole chantier."""
    return {person: visitor.page(f"/personnes/{person}") for person in visitor.people_of("rejoue")}


def test_at_most_three_steps_are_unfolded_and_they_can_start_now(everyone: dict[str, Node]) -> None:
    for person, page in everyone.items():
        unfolded = [step for step in page.all("li", "step") if not step.within("details")]
        assert 1 <= len(unfolded) <= 3, person
        first_wave = page.all("section", "wave")[0]
        assert [step.attributes["id"] for step in unfolded] == [
            step.attributes["id"] for step in first_wave.all("li", "step") if not step.within("details")
        ]


def test_every_step_of_the_plan_is_on_the_page_in_order(client: TestClient, everyone: dict[str, Node]) -> None:
    for person, page in everyone.items():
        steps = plan_of(client, person)["steps"]
        cards = page.all("li", "step")
        assert [card.attributes["id"] for card in cards] == [f"frein-{step['barrier']}" for step in steps]
        assert [card.one(css="step-number").text for card in cards] == [str(n) for n in range(1, len(steps) + 1)]


def test_every_barrier_has_a_tile_that_leads_to_its_place(
    everyone: dict[str, Node], people: dict[str, PersonFile]
) -> None:
    for person, page in everyone.items():
        tiles = [tile for tile in page.all("a", "tile") if tile.attributes["href"].startswith("#frein-")]
        assert [tile.attributes["href"] for tile in tiles] == [
            f"#frein-{need.barrier}" for need in people[person].needs
        ]
        for tile in tiles:
            assert page.one("li", id=tile.attributes["href"].removeprefix("#"))


def test_the_counts_add_up(everyone: dict[str, Node], people: dict[str, PersonFile]) -> None:
    for person, page in everyone.items():
        total, *parts = [int(number) for number in re.findall(r"\d+", page.one("p", "counts").text)]
        assert total == sum(parts) == len(people[person].needs), person


def test_a_card_says_whom_how_far_what_to_ask_and_what_else(visitor: Visitor) -> None:
    card = visitor.page("/personnes/P-0417").one("li", id="frein-soins-dentaires")
    assert card.one(css="step-partner").text == "PASS de l'hôpital Montreval (fictif)"
    assert card.one(css="step-partner").one("a").attributes["href"] == "/partenaires/demo--pass-de-l-hopital-montreval"
    assert "1,9 km" in card.one(css="facts").text.replace("\u00a0", " ")
    assert card.one("blockquote").text.startswith("Urgences et soins dentaires")
    assert "À vérifier : Reste-t-il des places ?" in card.one(css="note-ask").text
    assert "Sinon : Le Bus aux Sourires (500 m)" in card.text.replace("\u00a0", " ")
    assert card.one(css="actions").all("a")[0].attributes["href"] == "tel:+33199008816"


def test_why_opens_beneath_with_criteria_questions_and_the_score(client: TestClient, visitor: Visitor) -> None:
    match = client.get("/api/v1/persons/P-0417/suggestions").json()
    found = {entry["code"]: entry["suggestions"] for entry in match["barriers"]}
    suggestion = next(
        each for each in found["soins-dentaires"] if each["partner"].startswith("PASS de l'hôpital Montreval")
    )
    why = visitor.page("/personnes/P-0417").one("li", id="frein-soins-dentaires").one("details", "why")
    assert why.one("ul", "criteria").parent is not None
    lines = why.all("li", "criterion")
    statuses = [next(css.removeprefix("is-") for css in line.classes if css.startswith("is-")) for line in lines]
    assert statuses == [criterion["status"] for criterion in suggestion["eligibility"]["criteria"]]
    assert all(
        bool(line.all("p", "ask")) == (status == "unknown") for line, status in zip(lines, statuses, strict=True)
    )
    figures = why.one("table")
    total = f"{suggestion['score']:.2f}".replace(".", ",")
    assert figures.one("tfoot").one("td").text == total
    assert len(figures.one("tbody").all("tr")) == len(suggestion["components"])
    assert total in why.one("svg", "waterfall").one("title").text


def test_what_waits_says_for_what_and_what_can_open_today(visitor: Visitor) -> None:
    page = visitor.page("/personnes/P-0417")
    waiting = page.one("li", id="frein-identite")
    assert waiting.within("details")
    assert "attend d’abord : « Domiciliation »" in waiting.one(css="because").text.replace("\u00a0", " ")
    today = page.one("section", "open-now").text
    assert BARRIERS["identite"].open_now is not None
    assert "acte de naissance" in today


def test_an_order_that_no_text_backs_says_so(everyone: dict[str, Node]) -> None:
    told = [card.text for page in everyone.values() for card in page.all(css="because")]
    assert any("(usage courant, à vérifier)" in text.replace("\u00a0", " ") for text in told)


def test_what_is_entered_through_a_gate_shows_the_gate_and_never_the_door_behind(everyone: dict[str, Node]) -> None:
    gated = [
        card
        for page in everyone.values()
        for card in page.all("li", "step")
        if "derrière" in card.one(css="step-service").text
    ]
    assert gated
    for page in everyone.values():
        assert not [link for link in page.all("a") if "gate--" in link.attributes["href"]]


def test_a_followed_need_shows_its_referent(visitor: Visitor) -> None:
    followed = visitor.page("/personnes/P-0417").one("li", id="frein-addictions")
    assert "CSAPA La Boussole d'étain" in followed.text
    assert not followed.within("ol")


def test_a_need_without_solution_says_why_and_what_to_do(visitor: Visitor) -> None:
    page = visitor.page("/personnes/P-1405")
    assert "2 sans solution" in page.one("p", "counts").text
    uncovered = page.one("section", "uncovered")
    assert "Garde d’enfants" in uncovered.text
    assert "Que faire :" in uncovered.text.replace("\u00a0", " ")
    assert uncovered.all("a")[0].attributes["href"].startswith("/partenaires?frein=")


def test_the_map_shows_the_place_of_whoever_shares_it(visitor: Visitor) -> None:
    picture = visitor.page("/personnes/P-0417").one("svg", "map")
    assert picture.all(css="map-house")
    assert picture.all(css="map-ring")


def test_a_secret_address_shows_no_place_and_no_distance_and_help_comes_first(
    visitor: Visitor, people: dict[str, PersonFile]
) -> None:
    hidden = [file for file in people.values() if file.person.secret_address]
    assert hidden
    for file in hidden:
        for address in (f"/personnes/{file.person.id}", f"/personnes/{file.person.id}/freins"):
            page = visitor.page(address)
            assert not DISTANCE.search(page.one("main").without(lambda node: node.tag == "svg").text), address
            for css in ("map-house", "map-ring", "map-home-word"):
                assert page.all(css=css) == []
            assert "Lieu de vie" not in page.text
        first = visitor.page(f"/personnes/{file.person.id}").one("main").all("section")[0]
        assert [link.attributes["href"] for link in first.all("a")] == ["tel:17", "tel:3919", "tel:115"]


def test_no_one_else_is_shown_the_emergency_numbers(visitor: Visitor) -> None:
    assert visitor.page("/personnes/P-0417").all("section", "emergency") == []


def test_what_the_plan_was_drawn_from_says_what_is_left_to_ask(visitor: Visitor, people: dict[str, PersonFile]) -> None:
    unknown = next(file.person.id for file in people.values() if file.person.available is None)
    assert "français" in visitor.page("/personnes/P-0417").one("details", "known").text
    assert "à demander" in visitor.page(f"/personnes/{unknown}").one("details", "known").text


def test_all_suggestions_of_every_barrier_are_one_click_away(client: TestClient, visitor: Visitor) -> None:
    links = [link.attributes["href"] for link in visitor.page("/personnes/P-0417").one("main").all("a")]
    assert "/personnes/P-0417/freins" in links
    page = visitor.page("/personnes/P-0417/freins")
    for entry in client.get("/api/v1/persons/P-0417/suggestions").json()["barriers"]:
        section = page.one("section", id=f"frein-{entry['code']}")
        assert [route.one("h3").text.removesuffix(" dans le plan") for route in section.all("li", "route")] == [
            suggestion["partner"] for suggestion in entry["suggestions"]
        ]


def test_someone_without_needs_gets_a_next_step_and_no_empty_plan(sqlite_url: str) -> None:
    load(sqlite_url)
    engine = open_engine(sqlite_url)
    with Session(engine) as session, session.begin():
        session.add(Person(id="P-9999", chantier_id="rejoue"))
    engine.dispose()
    with serving(sqlite_url, **signed_in(sqlite_url, Role.ADVISOR)) as client:
        for address in ("/personnes/P-9999", "/personnes/P-9999/freins", "/chantiers/rejoue"):
            page = read(client.get(address, headers=HTML).text)
            assert "P-9999" in page.text
    assert not page.all("section", "wave")
