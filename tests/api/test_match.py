from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.serving import BELLEVILLE, body

SEVEN_BARRIERS = (
    "domiciliation",
    "identite",
    "acces-logement",
    "couverture-sante",
    "addictions",
    "amendes-saisies",
    "soins-dentaires",
)


@pytest.fixture(scope="module")
def answer(client: TestClient) -> dict[str, Any]:
    told = body(*SEVEN_BARRIERS, location=BELLEVILLE, birth_year=1984, languages=["fra"], known_partners=[])
    response = client.post("/api/v1/match", json=told)
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def suggestions(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [suggestion for barrier in answer["barriers"] for suggestion in barrier["suggestions"]]


def test_every_barrier_is_answered_in_the_order_given(answer: dict[str, Any]) -> None:
    assert [barrier["code"] for barrier in answer["barriers"]] == list(SEVEN_BARRIERS)
    assert all(barrier["covered"] for barrier in answer["barriers"])


def test_components_add_up_to_the_score(answer: dict[str, Any]) -> None:
    for suggestion in suggestions(answer):
        assert sum(suggestion["components"].values()) == pytest.approx(suggestion["score"], abs=1e-9)


def test_a_component_without_data_is_absent(client: TestClient) -> None:
    found = suggestions(client.post("/api/v1/match", json=body("hygiene")).json())
    assert found
    assert all("distance" not in suggestion["components"] for suggestion in found)
    assert all(suggestion["distance_km"] is None for suggestion in found)


def test_suggestions_come_best_first_and_one_per_door(answer: dict[str, Any]) -> None:
    for barrier in answer["barriers"]:
        scores = [suggestion["score"] for suggestion in barrier["suggestions"]]
        doors = [suggestion["partner_id"] for suggestion in barrier["suggestions"]]
        assert scores == sorted(scores, reverse=True)
        assert len(set(doors)) == len(doors)


def test_no_suggestion_has_a_criterion_that_is_not_met(answer: dict[str, Any]) -> None:
    for suggestion in suggestions(answer):
        statuses = {criterion["status"] for criterion in suggestion["eligibility"]["criteria"]}
        assert "not_met" not in statuses
        assert suggestion["eligibility"]["status"] == ("unknown" if "unknown" in statuses else "met")


def test_an_unknown_criterion_comes_with_its_question_and_a_met_one_without(answer: dict[str, Any]) -> None:
    criteria = [one for suggestion in suggestions(answer) for one in suggestion["eligibility"]["criteria"]]
    assert {criterion["status"] for criterion in criteria} == {"met", "unknown"}
    for criterion in criteria:
        assert (criterion["ask"] is not None) == (criterion["status"] == "unknown")
        assert criterion["ask"] is None or criterion["ask"].endswith(" ?")


def test_capacity_rests_on_the_day_it_was_asked_and_the_rest_on_the_record(
    answer: dict[str, Any], client: TestClient
) -> None:
    found = next(
        (suggestion, criterion)
        for suggestion in suggestions(answer)
        for criterion in suggestion["eligibility"]["criteria"]
        if criterion["reason_code"] == "capacity-open"
    )
    service = client.get(f"/api/v1/services/{found[0]['service_id']}").json()
    assert found[1]["datum_on"] == service["capacity_checked_on"]
    others = [one for one in found[0]["eligibility"]["criteria"] if one["criterion"] != "capacity"]
    assert {criterion["datum_on"] for criterion in others} == {service["updated_on"]}
    assert service["capacity_checked_on"] != service["updated_on"]


def test_what_lies_behind_a_gate_is_proposed_through_it(client: TestClient) -> None:
    found = suggestions(
        client.post("/api/v1/match", json=body("sans-hebergement", location=BELLEVILLE, max_distance_km=1)).json()
    )
    gated = next(suggestion for suggestion in found if suggestion["access_path"] == "siao")
    assert gated["through"].endswith("derrière le SIAO")
    service = client.get(f"/api/v1/services/{gated['service_id']}").json()
    assert service["partner_id"] != gated["partner_id"]


def test_the_plan_has_one_step_for_each_covered_barrier(answer: dict[str, Any]) -> None:
    plan = answer["plan"]
    covered = [barrier["code"] for barrier in answer["barriers"] if barrier["covered"]]
    assert sorted(step["barrier"] for step in plan["steps"]) == sorted(covered)
    assert plan["uncovered"] == []
    assert plan["optimal"] is True
    assert plan["partners"] == len({step["partner_id"] for step in plan["steps"]})


def test_waves_follow_what_blocks_what(answer: dict[str, Any]) -> None:
    waves = {step["barrier"]: step["wave"] for step in answer["plan"]["steps"]}
    assert (waves["domiciliation"], waves["identite"], waves["acces-logement"]) == (1, 2, 3)
    housing = next(step for step in answer["plan"]["steps"] if step["barrier"] == "acces-logement")
    assert "enregistrement de la demande de logement social" in housing["because"]
    assert housing["open_now"].startswith("Préparer la demande de logement social")


def test_an_alternative_is_at_another_partner(answer: dict[str, Any], client: TestClient) -> None:
    with_plan_b = [step for step in answer["plan"]["steps"] if step["alternative_service_id"]]
    assert len(with_plan_b) == len(SEVEN_BARRIERS)
    for step in with_plan_b:
        other = client.get(f"/api/v1/services/{step['alternative_service_id']}").json()
        assert other["partner_id"] != step["partner_id"]


def test_a_barrier_that_someone_follows_gets_suggestions_but_no_step(client: TestClient) -> None:
    told = {"barriers": [{"code": "addictions", "followed_by": "CSAPA"}, {"code": "hygiene"}]}
    answer = client.post("/api/v1/match", json=told).json()
    assert answer["barriers"][0]["suggestions"]
    assert [step["barrier"] for step in answer["plan"]["steps"]] == ["hygiene"]
    assert answer["plan"]["followed"] == [{"barrier": "addictions", "followed_by": "CSAPA"}]


def test_a_barrier_that_nobody_can_take_says_why(client: TestClient) -> None:
    in_marseille = body("hygiene", location={"latitude": 43.3, "longitude": 5.37}, max_distance_km=1)
    answer = client.post("/api/v1/match", json=in_marseille).json()
    assert answer["barriers"] == [{"code": "hygiene", "covered": False, "suggestions": []}]
    uncovered = answer["plan"]["uncovered"][0]
    assert (uncovered["reason_code"], uncovered["criterion"]) == ("nobody-eligible", "distance")
    assert "distance" in uncovered["reason"]


def test_the_person_decides_how_many_suggestions(client: TestClient) -> None:
    for wanted in (1, 20):
        answer = client.post("/api/v1/match", json=body("domiciliation", per_barrier=wanted)).json()
        found = len(answer["barriers"][0]["suggestions"])
        assert found == 1 if wanted == 1 else 5 < found <= wanted


def test_the_same_question_has_the_same_answer_whatever_the_order_of_sets(client: TestClient) -> None:
    first = client.post("/api/v1/match", json=body("hygiene", languages=["fra", "ara"], available=["mon-am", "thu-pm"]))
    second = client.post(
        "/api/v1/match", json=body("hygiene", languages=["ara", "fra"], available=["thu-pm", "mon-am"])
    )
    assert first.json() == second.json()
    other = client.post("/api/v1/match", json=body("hygiene", languages=["fra"]))
    assert other.json()["result_id"] != first.json()["result_id"]


def test_a_secret_address_is_not_used(client: TestClient) -> None:
    hidden = body("hygiene", location=BELLEVILLE, secret_address=True)
    answer = client.post("/api/v1/match", json=hidden).json()
    assert all(suggestion["distance_km"] is None for suggestion in suggestions(answer))


def test_the_day_of_the_question_is_today_unless_it_is_given(client: TestClient) -> None:
    today = client.post("/api/v1/match", json=body("hygiene")).json()
    same = client.post("/api/v1/match", json=body("hygiene", on="2026-11-22")).json()
    later = client.post("/api/v1/match", json=body("hygiene", on="2028-11-22")).json()
    assert same == today
    assert later["barriers"][0]["suggestions"][0]["score"] < today["barriers"][0]["suggestions"][0]["score"]


def test_it_answers_in_the_language_asked_for(client: TestClient) -> None:
    told = body("domiciliation", location=BELLEVILLE)
    english = client.post("/api/v1/match", json=told, headers={"accept-language": "en-GB,fr;q=0.5"}).json()
    french = client.post("/api/v1/match", json=told).json()
    reasons = [
        {one["reason"] for found in suggestions(answer) for one in found["eligibility"]["criteria"]}
        for answer in (english, french)
    ]
    assert "Free of charge." in reasons[0]
    assert "Gratuit." in reasons[1]
    assert not reasons[0] & reasons[1]
    assert english["result_id"] == french["result_id"]
