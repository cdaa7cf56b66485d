"""Sharing places over the API and on the coordinator's page: proposed, reviewed, confirmed; quotas are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, col, delete, func, select
from starlette.testclient import TestClient

from api.services.cohort_answer import CohortQuestion, PosedPlaces, PosedShare
from api.services.sharing import share_places
from api.services.weighing import default_weights
from matching.profile import Need, Profile
from network_data.database import touch_network, transaction
from network_data.tables import AuditEntry, Person, Referral, Service, SharedPlacesOfPerson
from tests.access.world import COLLEAGUES, FAR, NEXT_DOOR, OWN, TODAY, credential
from tests.api.referring import ENTRUSTED, SENSITIVE, Caller, Programme
from tests.web.reading import Node, read

PAGE = "/territoires/north/places"
PLACES = 3


@pytest.fixture
def programme(database_url: str) -> Iterator[Programme]:
    made = Programme(database_url)
    made.quota(PLACES)
    yield made
    made.close()


@pytest.fixture
def coordinator(programme: Programme) -> Iterator[Caller]:
    with programme.asking("coordinator") as caller:
        yield caller


def solved(caller: Caller, **asked: Any) -> dict[str, Any]:
    answer = caller.post("/cohort/solve", asked)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


@contextmanager
def busy(programme: Programme) -> Iterator[None]:
    """Something else is computed first, until this ends."""
    before, background = Event(), programme.app.state.background
    background.begin(before.wait)
    try:
        yield
    finally:
        before.set()
        background.wait()


class Desk:
    """The coordinator's browser."""

    def __init__(self, programme: Programme) -> None:
        self._app = programme.app
        self._who = credential(programme.app, "coordinator")
        self._client = TestClient(programme.app)

    def read(self) -> Node:
        answer = self._client.get(PAGE, headers=self._headers())
        assert answer.status_code == 200
        return read(answer.text)

    def send(self, path: str, **fields: str) -> Response:
        """Sends a form, and waits for what it had computed."""
        answer = self.send_meanwhile(path, **fields)
        self._app.state.background.wait()
        return answer

    def send_meanwhile(self, path: str, **fields: str) -> Response:
        data = {"csrf": self._who.csrf(self._app), **fields}
        return self._client.post(path, data=data, headers=self._headers(), follow_redirects=False)

    def confirm(self, page: Node, **changed: str) -> Node:
        """Sends the form as it stands, but for what is ``changed``; an empty word unticks a box."""
        fields = {
            each.attributes["name"]: each.attributes.get("value", "")
            for each in page.all("input")
            if each.attributes.get("name", "").startswith(("garder-", "proposition", "jours"))
        }
        kept = {name: value for name, value in (fields | changed).items() if value}
        answer = self.send(PAGE + "/confirmer", **kept)
        assert answer.status_code == 200, answer.text
        return read(answer.text)

    def _headers(self) -> dict[str, str]:
        return {**self._who.headers, "accept": "text/html"}


def test_as_many_get_a_place_as_there_are_and_the_others_are_told_why(
    programme: Programme, coordinator: Caller
) -> None:
    people = {programme.someone(number) for number in range(8)}
    found = solved(coordinator)
    given = [each for each in found["assignments"] if each["place"]]
    assert len(given) == PLACES
    assert all((each["barrier"], each["service_id"]) == (ENTRUSTED, "service") for each in given)
    waiting = {each["person_id"]: each for each in found["waiting"] if each["barrier"] == ENTRUSTED}
    assert len(people & waiting.keys()) + len(people & {each["person_id"] for each in given}) == len(people)
    assert {each["reason"] for each in waiting.values()} == {"full"}
    assert "« Service » (Partenaire)" in next(iter(waiting.values()))["sentence"]
    assert (found["status"], found["gap"]) == ("optimal", 0)
    assert found["baselines"]["by_arrival"]["served"] <= found["reached"]["served"]
    assert found["prices"][0]["service_id"] == "service"
    assert found["prices"][0]["one_more_place_serves"] == 1
    assert [level["name"] for level in found["fairness"]["levels"]] == ["urgent", "worst-covered", "value"]


def test_places_kept_for_a_chantier_go_to_its_people(programme: Programme, coordinator: Caller) -> None:
    programme.quota(2, chantier_id="next-door", reserved=True)
    theirs = {programme.someone(number, chantier="next-door") for number in range(3)}
    own = {programme.someone(number) for number in range(10, 20)}
    given = {each["person_id"] for each in solved(coordinator)["assignments"] if each["place"]}
    assert len(given) == PLACES
    assert len(given & (theirs | {NEXT_DOOR})) >= 2
    assert len(given & own) <= 1


def test_only_needs_that_dispute_a_place_are_shown_and_nobody_of_another_territory(
    programme: Programme, coordinator: Caller
) -> None:
    programme.someone(1, "gestion-budget")
    found = solved(coordinator)
    lines = [*found["assignments"], *found["waiting"]]
    assert {line["barrier"] for line in lines} == {ENTRUSTED}
    assert FAR not in {line["person_id"] for line in lines}
    assert found["other_waiting"] > 0


def test_a_sensitive_need_is_a_line_without_its_name(programme: Programme, coordinator: Caller) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Service, "service").sensitive = True
    lines = solved(coordinator)["assignments"]
    assert lines
    assert {(line["barrier"], line["service_id"]) for line in lines} == {(None, None)}
    page = Desk(programme)
    page.send(PAGE)
    assert "Un besoin confidentiel" in page.read().one("main").text
    assert SENSITIVE not in page.read().text


def test_confirming_prepares_referrals_that_hold_their_place(programme: Programme) -> None:
    for number in range(5):
        programme.someone(number)
    desk = Desk(programme)
    assert desk.send(PAGE).status_code == 303
    page = desk.read()
    assert len(page.all("input", type="checkbox")) == PLACES
    done = desk.confirm(page)
    assert "3 orientations sont préparées" in done.one("main").text
    assert programme.used() == PLACES
    programme.check()
    again = desk.confirm(page)
    assert "3 lignes n’ont pas pu être préparées" in again.one("main").text
    assert programme.used() == PLACES


def test_a_line_that_was_unticked_is_not_prepared(programme: Programme) -> None:
    desk = Desk(programme)
    desk.send(PAGE)
    page = desk.read()
    first, *others = [box.attributes["name"] for box in page.all("input", type="checkbox")]
    desk.confirm(page, **{first: ""})
    assert programme.used() == len(others)


def test_a_place_that_went_meanwhile_is_told_and_the_others_are_prepared(programme: Programme) -> None:
    desk = Desk(programme)
    desk.send(PAGE)
    page = desk.read()
    with programme.asking("advisor") as advisor:
        assert advisor.prepare(programme.someone(1), hold_days=7).status_code == 201
    done = desk.confirm(page)
    assert "2 orientations sont préparées" in done.one("main").text
    assert "Les places convenues avec ce partenaire" in done.one("main").text
    assert programme.used() == PLACES


def test_a_service_that_could_not_take_the_need_is_refused_and_nothing_is_prepared(programme: Programme) -> None:
    desk = Desk(programme)
    desk.send(PAGE)
    page = desk.read()
    line = page.all("input", type="checkbox")[0].attributes["name"].removeprefix("garder-")
    fields = {
        "proposition": page.one("input", name="proposition").attributes["value"],
        f"garder-{line}": "oui",
        f"service-{line}": "quiet",
    }
    assert desk.send(PAGE + "/confirmer", **fields).status_code == 422
    assert programme.used() == 0


def test_what_is_prepared_is_not_shared_again(programme: Programme, coordinator: Caller) -> None:
    desk = Desk(programme)
    desk.send(PAGE)
    desk.confirm(desk.read())
    found = solved(coordinator)
    assert [each for each in found["assignments"] if each["place"]] == []


def test_a_proposal_goes_with_whoever_it_was_about_and_each_look_leaves_a_trace(
    programme: Programme, coordinator: Caller
) -> None:
    solved(coordinator)
    engine = programme.app.state.engine
    with transaction(engine, writes=True) as session:
        kept = session.exec(select(SharedPlacesOfPerson.person_id)).all()
        assert {OWN, COLLEAGUES, NEXT_DOOR} <= set(kept)
        session.exec(delete(Person).where(col(Person.id) == OWN))
    with Session(engine) as session:
        assert OWN not in session.exec(select(SharedPlacesOfPerson.person_id)).all()
        actions = session.exec(select(AuditEntry.action)).all()
    assert {"places.share", "result.keep"} <= set(actions)


def test_the_same_question_with_the_same_seed_has_the_same_answer(programme: Programme, coordinator: Caller) -> None:
    for number in range(9):
        programme.someone(number)
    first, second = (solved(coordinator, seed=7) for _ in range(2))
    assert first["assignments"] == second["assignments"]
    assert first["result_id"] != second["result_id"]


def test_a_question_about_elsewhere_or_that_means_nothing_is_refused(coordinator: Caller) -> None:
    assert coordinator.post("/cohort/solve", {"territory": "south"}).status_code == 404
    assert coordinator.post("/cohort/solve", {"chantier": "far"}).status_code == 404
    assert coordinator.post("/cohort/solve", {"appointments": 0}).status_code == 422


def test_a_proposal_is_computed_while_the_page_says_so_and_stops_on_request(programme: Programme) -> None:
    desk = Desk(programme)
    with busy(programme):
        assert desk.send_meanwhile(PAGE).status_code == 303
        page = desk.read()
        assert "Calcul en cours" in page.one("main").text
        assert page.all("progress")
        assert "refresh" in [each.attributes.get("http-equiv") for each in page.all("meta")]
        assert not page.all("input", type="checkbox")
        with programme.asking("advisor") as advisor:
            assert advisor.prepare(programme.someone(1)).status_code == 201, "nobody waits for it"
        actions = [form.attributes.get("action", "") for form in page.all("form")]
        (stop,) = [action for action in actions if action.endswith("/arret")]
        assert desk.send_meanwhile(stop).status_code == 303
    assert "a été arrêté" in desk.read().text
    programme.at += timedelta(seconds=1)
    desk.send(PAGE)
    assert "a été arrêté" not in desk.read().text
    assert desk.read().all("input", type="checkbox")


def test_where_new_faces_are_counted_the_page_claims_nothing_that_was_not_computed(programme: Programme) -> None:
    given: dict[str, Any] = {
        "partner_id": "other",
        "name": "Budget",
        "description": "",
        "source": "test",
        "updated_on": TODAY,
    }
    programme.store(Service(id="budget", thematiques=["difficultes-financieres--creer-et-suivre-un-budget"], **given))
    with transaction(programme.app.state.engine, writes=True) as session:
        touch_network(session)
    for number in range(4):
        programme.someone(number, ENTRUSTED, "gestion-budget")
    desk = Desk(programme)
    desk.send(PAGE)
    assert "pas prouvé le meilleur" not in desk.read().one("main").text
    programme.at += timedelta(seconds=1)
    desk.send(PAGE, places="1")
    page = desk.read().one("main").text
    assert "pas prouvé le meilleur" in page
    assert "n’est pas calculé quand les nouveaux visages sont comptés" in page
    assert "Aucune place de plus" not in page


def test_a_computation_that_died_with_its_process_is_told_and_one_of_somebody_else_is_not_stopped(
    programme: Programme,
) -> None:
    desk = Desk(programme)
    with busy(programme):
        assert desk.send_meanwhile(PAGE).status_code == 303
        programme.at += timedelta(minutes=6)
        assert "n’a pas abouti" in desk.read().text
        assert desk.send_meanwhile(f"{PAGE}/calculs/unknown/arret").status_code == 404


def test_what_is_stopped_midway_gives_nothing(programme: Programme) -> None:
    stages: list[str] = []

    def until_the_flow(stage: str, done: float) -> bool:
        stages.append(stage)
        return stage != "flow"

    with Session(programme.app.state.engine) as session:
        catalogue = programme.app.state.catalogues.current(session, TODAY)
    posed = PosedPlaces(CohortQuestion("north"), ())
    people = [PosedShare(Profile(needs=(Need(ENTRUSTED, 2),), on=TODAY), "here")] * 3
    assert share_places(catalogue, default_weights(), posed, people, until_the_flow) is None
    assert stages == ["candidates"] * 3 + ["flow"]
    assert share_places(catalogue, default_weights(), posed, people) is not None


def test_nobody_refers_anyone_by_looking(programme: Programme, coordinator: Caller) -> None:
    solved(coordinator)
    with Session(programme.app.state.engine) as session:
        assert session.exec(select(func.count()).select_from(Referral)).one() == 0
