"""Why, or why not, a service for a stored person, as software reads it."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from network_data.vocabulary import BARRIERS

PERSON = "/api/v1/persons/P-0417"
FULL = "demo--la-case-courrier--1"
SENSITIVE = "addictions"


def why(client: TestClient, service_id: str, query: str = "") -> dict[str, Any]:
    response = client.get(f"{PERSON}/why/{service_id}{query}")
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def suggestions(client: TestClient) -> dict[str, list[dict[str, Any]]]:
    found = client.get(f"{PERSON}/suggestions?per_barrier=20").json()["barriers"]
    return {barrier["code"]: barrier["suggestions"] for barrier in found}


def test_what_is_proposed_has_the_rank_the_score_and_the_components_of_the_list(advisor: TestClient) -> None:
    for barrier, found in suggestions(advisor).items():
        for rank, suggestion in enumerate(found[:3], 1):
            (answer,) = why(advisor, suggestion["service_id"], f"?barrier={barrier}&per_barrier=20")["answers"]
            assert (answer["barrier"], answer["rank"]) == (barrier, rank)
            assert answer["score"] == pytest.approx(suggestion["score"], abs=1e-9)
            assert answer["components"] == suggestion["components"]
            assert sum(answer["components"].values()) == pytest.approx(answer["score"], abs=1e-9)
            assert answer["criteria"] == suggestion["eligibility"]["criteria"]


def test_what_is_not_proposed_names_the_condition_and_the_smallest_change(advisor: TestClient) -> None:
    told = why(advisor, FULL)
    assert told["service_id"] == FULL
    answer = told["answers"][0]
    assert (answer["status"], answer["rank"], answer["to_change"]) == ("not_met", None, ["capacity"])
    flip = answer["smallest_changes"][0]
    assert (flip["goal"], [change["side"] for change in flip["changes"]]) == ("eligible", ["partner"])
    assert flip["size"] == sum(change["size"] for change in flip["changes"])
    assert "une place se libérait" in flip["sentence"]
    assert answer["smallest_changes"][-1]["sentence"] in answer["what_would_change"]


def test_what_stands_behind_another_says_by_which_component(advisor: TestClient) -> None:
    barrier, found = next(each for each in suggestions(advisor).items() if len(each[1]) > 1)
    answer = next(each for each in why(advisor, found[1]["service_id"])["answers"] if each["barrier"] == barrier)
    gap = answer["behind"][0]
    assert gap["service_id"] == found[0]["service_id"]
    assert sum(gap["differences"].values()) == pytest.approx(answer["score"] - gap["score"], abs=1e-9)
    assert gap["differences"][gap["lost_on"]] < 0


def test_the_words_are_in_the_readers_language(advisor: TestClient) -> None:
    french, english = (
        advisor.get(f"{PERSON}/why/{FULL}", headers={"accept-language": language}).json()["answers"][0]
        for language in ("fr", "en")
    )
    assert french["components"] == english["components"]
    assert french["what_would_change"] != english["what_would_change"]


def test_what_it_does_not_address_has_no_answer(advisor: TestClient) -> None:
    addressed = {answer["barrier"] for answer in why(advisor, FULL)["answers"]}
    others = [code for code in suggestions(advisor) if code not in addressed]
    assert why(advisor, FULL, f"?barrier={others[0]}")["answers"] == []


def test_a_service_that_does_not_exist_is_not_found(advisor: TestClient) -> None:
    answer = advisor.get(f"{PERSON}/why/nulle-part")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_barrier_that_is_none_is_refused_with_the_nearest(advisor: TestClient) -> None:
    answer = advisor.get(f"{PERSON}/why/{FULL}?barrier=domicilation")
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["remedy"]) == ("barrier", "Le plus proche est « domiciliation ».")


def test_a_sensitive_need_is_no_need_to_a_key(advisor: TestClient, client: TestClient) -> None:
    assert BARRIERS[SENSITIVE].sensitive
    service = suggestions(advisor)[SENSITIVE][0]["service_id"]
    assert SENSITIVE in {answer["barrier"] for answer in why(advisor, service)["answers"]}
    assert SENSITIVE not in {answer["barrier"] for answer in why(client, service)["answers"]}
    hidden, absent = (
        client.get(f"{PERSON}/why/{service}?barrier={barrier}") for barrier in (SENSITIVE, "garde-enfants")
    )
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404


def test_a_question_is_asked_once(client: TestClient) -> None:
    answer = client.get(f"{PERSON}/why/{FULL}?barrier=domiciliation&barrier=addictions")
    assert answer.status_code == 422
