"""Looking for a partner, and what their page tells before one calls."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine, touch_network
from network_data.tables import Partner, Service, Territory
from network_data.vocabulary import BARRIERS, AccessPath, Domain
from tests.api.serving import TODAY, serving, signed_in
from tests.web.reading import Node, read
from tests.web.visiting import HTML, Visitor


def names(page: Node) -> list[str]:
    return [result.one("h3").text for result in page.all("li", "result")]


def total(page: Node) -> int:
    return int(page.one("main").all("h2")[0].text.split()[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("domicilliation", "domiciliation"),
        ("DOMICILIATION", "domiciliation"),
        ("adiction", "addiction"),
        ("dantaire", "dentaire"),
    ],
)
def test_a_typing_mistake_still_finds(visitor: Visitor, typed: str, meant: str) -> None:
    found = visitor.page(f"/partenaires?q={typed}")
    assert total(found) > 0
    assert set(names(found)) & set(names(visitor.page(f"/partenaires?q={meant}")))


def test_the_name_of_a_partner_comes_first(visitor: Visitor) -> None:
    assert names(visitor.page("/partenaires?q=poele+bois"))[0] == "Le Poêle à Bois"
    assert names(visitor.page("/partenaires?q=bus+sourire"))[0] == "Le Bus aux Sourires"


def test_words_that_no_one_answers_together_find_those_who_answer_some_and_say_so(visitor: Visitor) -> None:
    page = visitor.page("/partenaires?q=poele+dentaire")
    assert total(page) > 1
    assert "Aucun ne répond à tous vos mots" in page.text


def test_nothing_found_says_what_to_do_next(visitor: Visitor) -> None:
    page = visitor.page("/partenaires?q=xyzzyxyz")
    assert page.all("li", "result") == []
    empty = page.one(css="empty")
    assert "Aucun partenaire ne correspond" in empty.text
    assert empty.all("a")[0].attributes["href"] == "/partenaires"


def test_filters_keep_those_who_answer_a_barrier_or_a_domain(visitor: Visitor) -> None:
    everyone, justice = visitor.page("/partenaires"), visitor.page("/partenaires?domaine=justice")
    fines = visitor.page("/partenaires?domaine=&frein=amendes-saisies&q=")
    assert total(everyone) == 156
    assert 0 < total(fines) <= total(justice) < total(everyone)
    assert fines.one("select", id="frein").one("option", selected="").attributes["value"] == "amendes-saisies"
    for result in justice.all("li", "result"):
        told = {css for tile in result.all("span", "tile") for css in tile.classes}
        assert "domain-justice" in told or "autre" in result.text


def test_every_barrier_can_be_looked_for(visitor: Visitor) -> None:
    options = [
        option.attributes["value"] for option in visitor.page("/partenaires").one("select", id="frein").all("option")
    ]
    assert set(options) == {"", *BARRIERS}
    assert {
        option.attributes["value"] for option in visitor.page("/partenaires").one("select", id="domaine").all("option")
    } == {
        "",
        *(domain.value for domain in Domain),
    }


def test_pages_follow_one_another_and_keep_the_question(visitor: Visitor) -> None:
    seen: list[str] = []
    address = "/partenaires?domaine=sante"
    expected = total(visitor.page(address))
    while address:
        page = visitor.page(address)
        seen += names(page)
        following = page.all("a", rel="next")
        address = f"/partenaires{following[0].attributes['href']}" if following else ""
    assert len(seen) == expected > 20
    assert len(set(seen)) == expected


def test_a_page_beyond_the_last_is_the_last(visitor: Visitor) -> None:
    assert names(visitor.page("/partenaires?page=99999")) == names(visitor.page("/partenaires?page=8"))


@pytest.mark.parametrize("query", ["page=0", "frein=inconnu", "domaine=inconnu", f"q={'a' * 201}"])
def test_what_no_list_offers_is_a_page_that_says_what_to_do(visitor: Visitor, query: str) -> None:
    page = visitor.page(f"/partenaires?{query}", 422)
    assert "Que faire :" in page.text
    assert "inconnu" not in page.text


def test_what_is_typed_is_shown_as_it_is_and_never_run(client: TestClient) -> None:
    typed = '"><b>gras</b>'
    response = client.get("/partenaires", params={"q": typed}, headers=HTML)
    assert "<b>" not in response.text
    assert read(response.text).one("input", id="q").attributes["value"] == typed


def test_a_partner_tells_what_each_service_is_for_and_when(visitor: Visitor) -> None:
    page = visitor.page("/partenaires/demo--le-poele-a-bois")
    service = page.all("article", "service")[0]
    assert "Hygiène" in service.one("ul", "tiles").text
    told = {fact.one("dt").text: fact.one("dd").text for fact in service.all("div", "fact")}
    assert told["Comment y entrer"] == "Directement"
    assert "mercredi 8 h – 12 h" in told["Horaires"]
    assert told["Prix"] == "Gratuit"
    assert told["Langues"] == "Français et anglais"
    assert page.one("svg", "map").all(css="map-number")


@pytest.fixture
def told(sqlite_url: str) -> dict[str, str]:
    """What the page of a partner that nobody has looked at for years says of its service, by title."""
    engine = open_engine(sqlite_url)
    with Session(engine) as session, session.begin():
        session.add(Territory(slug="lyon", name="Lyon"))
        session.flush()
        session.add(old_partner(TODAY - timedelta(days=800)))
        session.flush()
        session.add(full_service(TODAY - timedelta(days=90)))
        touch_network(session)
    engine.dispose()
    with serving(sqlite_url, **signed_in(sqlite_url, Role.ADVISOR, None)) as client:
        page = read(client.get("/partenaires/a/b--1", headers=HTML).text)
    found = {fact.one("dt").text: fact.one("dd").text for fact in page.all("div", "fact")}
    return {
        **found,
        "head": page.one("header", "person-head").text,
        "site": page.one("a", rel="noreferrer").attributes["href"],
    }


def old_partner(updated_on: date) -> Partner:
    return Partner(
        id="a/b--1",
        territory_slug="lyon",
        source="a/b",
        name="Vieille Maison",
        website="javascript:alert(1)",
        updated_on=updated_on,
    )


def full_service(checked_on: date) -> Service:
    return Service(
        id="a/b--s",
        partner_id="a/b--1",
        source="a/b",
        name="Hébergement",
        description="Chambres.",
        updated_on=checked_on,
        access_path=AccessPath.SIAO,
        required_papers=["cni"],
        women_only=True,
        age_min=18,
        age_max=25,
        places_open=0,
        waiting_days=40,
        capacity_checked_on=checked_on,
    )


def test_a_stale_record_and_stale_places_are_marked(told: dict[str, str]) -> None:
    assert "à vérifier avant d’envoyer quelqu’un" in told["head"]
    assert "il y a 2 ans" in told["head"]
    assert "complet, environ 40 jours d’attente · demandé il y a 3 mois à redemander" in told["Places"]


def test_a_service_behind_a_gate_says_how_one_gets_there_and_who_for(told: dict[str, str]) -> None:
    assert told["Comment y entrer"].startswith("Par le SIAO. Une évaluation sociale")
    assert "femmes seulement · de 18 à 25 ans" in told["Pour qui"]
    assert told["Papiers à apporter"] == "Carte nationale d'identité"


def test_a_partner_s_site_can_only_lead_to_the_web(told: dict[str, str]) -> None:
    assert told["site"] == "https://javascript:alert(1)"
