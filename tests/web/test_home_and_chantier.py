"""From the first page to a person in two clicks, and who needs attention first."""

from datetime import date

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine
from network_data.tables import Chantier, Territory
from tests.api.serving import serving, signed_in
from tests.web.reading import Node, read
from tests.web.visiting import HTML, Visitor, everyone, plan_of

CHANTIERS = ("bio-nettoyage", "emmaus-defi", "prelude", "rejoue")


@pytest.fixture(scope="module")
def chantier(visitor: Visitor) -> Node:
    return visitor.page("/chantiers/rejoue")


def test_the_home_page_leads_to_every_chantier_with_its_people(visitor: Visitor) -> None:
    doors = visitor.page("/").all("a", "door")
    assert [door.attributes["href"] for door in doors] == [f"/chantiers/{chantier}" for chantier in CHANTIERS]
    assert all(door.one(css="door-count").text == "50 personnes" for door in doors)


def test_the_home_page_leads_to_the_partners_of_every_domain(visitor: Visitor) -> None:
    links = visitor.page("/").all("a", "tile-door")
    assert len(links) == 12
    for link in links:
        assert visitor.page(link.attributes["href"]).all("li", "result")


def test_a_person_s_plan_is_two_clicks_from_home(visitor: Visitor) -> None:
    for door in visitor.page("/").all("a", "door"):
        people = visitor.page(door.attributes["href"]).all("a", "person-name")
        assert len(people) == 50
        assert people[0].text.startswith(visitor.page(people[0].attributes["href"]).one("h1").text.split()[0])


def test_a_person_is_shown_by_pseudonym_barriers_and_last_assessment(chantier: Node) -> None:
    person = next(item for item in chantier.all("li", "person") if "P-0417" in item.text)
    assert [tile.text for tile in person.all("span", "tile")][:2] == ["Domiciliation", "Identité"]
    assert "7 sur 7 avec une piste" in person.text
    assessed = person.one("time")
    assert assessed.text == "il y a 12 jours"
    assert assessed.attributes["title"] == "10 novembre 2026"


def test_a_chantier_counts_what_the_plans_cover(visitor: Visitor, client: TestClient, chantier: Node) -> None:
    for item in chantier.all("li", "person")[:15]:
        person = item.one("a", "person-name").attributes["href"].rpartition("/")[2]
        plan = plan_of(client, person)
        assert len(item.all("span", "is-uncovered")) == len(plan["uncovered"]), person
        assert len(item.all("span", "is-covered")) == len(plan["steps"]), person


def test_those_without_solution_can_come_first(visitor: Visitor) -> None:
    people = visitor.page("/chantiers/rejoue?ordre=sans-solution").all("li", "person")
    missing = [len(person.all("span", "is-uncovered")) for person in people]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] > 0
    assert "sans solution" in people[0].one(css="person-state").text


def test_those_assessed_longest_ago_can_come_first(visitor: Visitor) -> None:
    people = visitor.page("/chantiers/rejoue?ordre=evaluation").all("li", "person")
    days = [date.fromisoformat(person.one("time").attributes["datetime"]) for person in people]
    assert days == sorted(days)
    assert days[0] < days[-1]


def test_an_order_that_does_not_exist_is_told_as_a_page(visitor: Visitor) -> None:
    assert visitor.page("/chantiers/rejoue?ordre=hasard", 422).one("h1").text


def test_a_chantier_where_one_accompanies_nobody_yet_says_what_comes_next(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with Session(engine) as session, session.begin():
        session.add(Territory(slug="lyon", name="Lyon"))
        session.flush()
        session.add(Chantier(id="rejoue", territory_slug="lyon", name="Le Neuf"))
    engine.dispose()
    with serving(sqlite_url, **signed_in(sqlite_url, Role.ADVISOR)) as client:
        page = read(client.get("/chantiers/rejoue", headers=HTML).text)
        assert read(client.get("/", headers=HTML).text).one("a", "door").text == "Le Neuf"
    assert "Vous n’accompagnez encore personne" in page.one(css="empty").text
    assert "Lyon" in page.one(css="where").text


def test_the_pages_show_the_people_whom_the_repository_shows(visitor: Visitor, demonstration_url: str) -> None:
    expected = [file.person.id for file in everyone(demonstration_url, "rejoue")]
    assert sorted(visitor.people_of("rejoue")) == sorted(expected)
