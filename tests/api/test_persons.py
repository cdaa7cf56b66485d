import pytest
from starlette.testclient import TestClient

PERSON = "/api/v1/persons/P-0417"


def test_the_list_tells_barriers_by_pseudonym(advisor: TestClient) -> None:
    page = advisor.get("/api/v1/persons?chantier_id=rejoue&size=200").json()
    assert page["total"] == len(page["items"]) > 1
    assert {person["chantier_id"] for person in page["items"]} == {"rejoue"}
    shown = next(person for person in page["items"] if person["id"] == "P-0417")
    assert shown["barriers"][0] == "domiciliation"


def test_a_person_of_no_chantier_is_nobody(advisor: TestClient) -> None:
    assert advisor.get("/api/v1/persons?chantier_id=ailleurs").json()["items"] == []


def test_the_profile_of_a_person_is_one_that_can_be_sent_back(advisor: TestClient) -> None:
    person = advisor.get(PERSON).json()
    answer = advisor.post("/api/v1/match", json=person["profile"])
    assert answer.status_code == 200
    assert answer.json()["barriers"] == advisor.get(f"{PERSON}/suggestions").json()["barriers"]
    assert answer.json()["plan"] == advisor.get(f"{PERSON}/plan").json()["plan"]


def test_the_profile_of_everyone_can_be_sent_back(advisor: TestClient) -> None:
    people = advisor.get("/api/v1/persons?size=200").json()["items"]
    for person in people:
        profile = advisor.get(f"/api/v1/persons/{person['id']}").json()["profile"]
        assert [barrier["code"] for barrier in profile["barriers"]] == person["barriers"]
        assert advisor.post("/api/v1/match", json=profile).status_code == 200


def test_what_is_not_known_of_a_person_is_absent(advisor: TestClient) -> None:
    people = advisor.get("/api/v1/persons?size=200").json()["items"]
    profiles = [advisor.get(f"/api/v1/persons/{person['id']}").json()["profile"] for person in people]
    assert any("location" not in profile for profile in profiles)
    assert all(value is not None for profile in profiles for value in profile.values())


def test_a_barrier_with_its_own_referent_is_followed(advisor: TestClient) -> None:
    plan = advisor.get(f"{PERSON}/plan").json()["plan"]
    assert [followed["barrier"] for followed in plan["followed"]] == ["addictions"]
    assert "addictions" not in [step["barrier"] for step in plan["steps"]]


def test_one_may_ask_for_another_day_and_fewer_suggestions(advisor: TestClient) -> None:
    answer = advisor.get(f"{PERSON}/suggestions?per_barrier=1&on=2027-03-01").json()
    assert all(len(barrier["suggestions"]) <= 1 for barrier in answer["barriers"])
    assert answer["result_id"] != advisor.get(f"{PERSON}/suggestions").json()["result_id"]


@pytest.mark.parametrize("day", ["demain", "0", "2026-13-01", "2026-11-22T10:00:00", ""])
def test_a_day_that_is_not_one_is_refused(advisor: TestClient, day: str) -> None:
    response = advisor.get(f"{PERSON}/plan?on={day}")
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["errors"]] == ["on"]
    assert "AAAA-MM-JJ" in response.json()["errors"][0]["remedy"]


def test_a_parameter_given_twice_is_refused_rather_than_guessed(client: TestClient) -> None:
    answer = client.get("/api/v1/persons?chantier_id=rejoue&chantier_id=prelude")
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["problem"]) == ("chantier_id", "Ce paramètre est donné plusieurs fois.")
