"""Why, or why not, any service for a person: found by words, explained barrier by barrier."""

from starlette.testclient import TestClient

from tests.web.visiting import HTML, Visitor

WHY = "/personnes/P-0417/pourquoi"
FULL = "demo--la-case-courrier--1"


def test_a_service_that_is_not_proposed_says_what_keeps_it_out_and_what_would_change_it(visitor: Visitor) -> None:
    section = visitor.page(f"{WHY}?service={FULL}").one("section", id="frein-domiciliation")
    assert section.one(css="standing").text == "Pas proposé ; ce qui devrait changer : Places."
    assert len(section.all("li", "is-not_met")) == 1
    assert "si une place se libérait." in section.one("div", "note-open").text
    assert section.all("svg", "waterfall")


def test_one_looks_for_a_service_by_the_name_of_its_partner(visitor: Visitor) -> None:
    page = visitor.page(f"{WHY}?q=case+courrier")
    links = [link.attributes["href"] for link in page.one("ul", "results").all("a")]
    assert f"{WHY}?q=case%20courrier&service={FULL}" in links
    assert not page.all("section", "barrier")


def test_what_answers_none_of_their_barriers_is_not_found_and_says_so(visitor: Visitor) -> None:
    assert "Aucun service de ce nom" in visitor.page(f"{WHY}?q=xyzzyxyz").one("div", "empty").text


def test_every_step_of_the_plan_and_every_route_leads_to_its_own_answer(visitor: Visitor) -> None:
    for address in ("/personnes/P-0417", "/personnes/P-0417/freins"):
        links = [link.attributes["href"] for link in visitor.page(address).one("main").all("a")]
        (first, *_others) = [link for link in links if link and link.startswith(f"{WHY}?service=")]
        path, _hash, section = str(first).partition("#")
        assert visitor.page(path).one("section", id=section)


def test_a_service_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert client.get(f"{WHY}?service=nulle-part", headers=HTML).status_code == 404


def test_the_plan_puts_the_questions_that_would_open_most_first(client: TestClient, visitor: Visitor) -> None:
    asked = client.get("/api/v1/persons/P-0417/plan").json()["questions"]
    assert [each["gain"] for each in asked] == sorted((each["gain"] for each in asked), reverse=True)
    panel = visitor.page("/personnes/P-0417").one("section", "questions-first")
    assert [entry.all("p")[0].text for entry in panel.all("li")] == [each["question"] for each in asked[:5]]
    assert all("Si " in entry.one("p", "soft").text for entry in panel.all("li"))
