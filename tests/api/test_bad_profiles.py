"""What is refused, and how it is said: the field, the problem, the remedy, and nothing of what was sent."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.serving import body

MATCH = "/api/v1/match"


def refused(
    client: TestClient, sent: str | bytes | dict[str, Any], status: int = 422, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """The problem told; every refusal is problem+json with the same members."""
    content = json.dumps(sent) if isinstance(sent, dict) else sent
    response = client.post(MATCH, content=content, headers={"content-type": "application/json", **(headers or {})})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == status
    return problem


def faults(client: TestClient, sent: str | bytes | dict[str, Any]) -> dict[str, str]:
    """Field -> problem and remedy, of what is refused with 422."""
    return {fault["field"]: f"{fault['problem']} {fault['remedy']}" for fault in refused(client, sent)["errors"]}


@pytest.mark.parametrize(
    ("told", "field", "code", "nearest"),
    [
        (body("domicilation"), "barriers[0].code", "domicilation", "domiciliation"),
        (body("hygiene", "logement"), "barriers[1].code", "logement", "acces-logement"),
        (body("hygiene", papers=[{"code": "passport"}]), "papers[0].code", "passport", "passeport"),
        (body("hygiene", publics={"femme": True}), "publics.femme", "femme", "femmes"),
        (body("hygiene", available=["mon-am", "monday-am"]), "available[1]", "monday-am", "mon-am"),
        (body("hygiene", languages=["fr"]), "languages[0]", "fr", "fra"),
        (body("hygiene", languages=["fre"]), "languages[0]", "fre", "fra"),
        (body("hygiene", languages=["anglais"]), "languages[0]", "anglais", "eng"),
    ],
)
def test_an_unknown_code_is_named_with_the_nearest_that_exists(
    client: TestClient, told: dict[str, Any], field: str, code: str, nearest: str
) -> None:
    found = faults(client, told)
    assert list(found) == [field]
    assert f"« {code} »" in found[field]
    assert f"Le plus proche est « {nearest} »." in found[field]


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({}, "barriers", "manque"),
        ({"barriers": []}, "barriers", "trop courte"),
        ({"barriers": None}, "barriers", "pas une liste"),
        ({"barriers": ["hygiene"]}, "barriers[0]", "pas un objet"),
        ({"barriers": [{}]}, "barriers[0].code", "manque"),
        (body("hygiene", "hygiene"), "barriers", "« hygiene » est donné plusieurs fois"),
        ({"barriers": [{"code": "hygiene", "severity": 0}]}, "barriers[0].severity", "Donnez au moins 1"),
        ({"barriers": [{"code": "hygiene", "severity": 4}]}, "barriers[0].severity", "Donnez au plus 3"),
        ({"barriers": [{"code": "hygiene", "severity": "3"}]}, "barriers[0].severity", "nombre entier"),
        ({"barriers": [{"code": "hygiene", "severity": True}]}, "barriers[0].severity", "nombre entier"),
        ({"barriers": [{"code": "hygiene", "assessed_on": "2/11/2026"}]}, "barriers[0].assessed_on", "pas une date"),
        (body("hygiene", location={"latitude": 90.1, "longitude": 2}), "location.latitude", "Donnez au plus 90"),
        (body("hygiene", location={"latitude": 48, "longitude": -181}), "location.longitude", "Donnez au moins -180"),
        (body("hygiene", location={"latitude": 48}), "location", "Il manque une coordonnée"),
        (body("hygiene", location={}), "location", "Aucun lieu"),
        (body("hygiene", location={"code_insee": "Paris"}), "location.code_insee", "pas la forme attendue"),
        (body("hygiene", per_barrier=0), "per_barrier", "Donnez au moins 1"),
        (body("hygiene", per_barrier=21), "per_barrier", "Donnez au plus 20"),
        (body("hygiene", max_distance_km=0), "max_distance_km", "supérieur à 0"),
        (body("hygiene", max_distance_km=-3), "max_distance_km", "supérieur à 0"),
        (body("hygiene", birth_year=1850), "birth_year", "Donnez au moins 1900"),
        (body("hygiene", birth_year=2031), "birth_year", "ne convient pas"),
        (body("hygiene", birth_year=1904, on="2026-11-22"), "birth_year", "ne convient pas"),
        (body("hygiene", on="2026-02-30"), "on", "pas une date"),
        (body("hygiene", on="0"), "on", "pas une date"),
        (body("hygiene", on="2026-11-22T10:00:00"), "on", "pas une date"),
        (body("hygiene", on="20261122"), "on", "pas une date"),
        (body("hygiene", on=1700000000), "on", "pas une date"),
        (body("hygiene", phone="oui"), "phone", "ni vrai ni faux"),
        (body("hygiene", publics={"femmes": "oui"}), "publics.femmes", "ni vrai ni faux"),
        (body("hygiene", papers="cni"), "papers", "pas une liste"),
        (body("hygiene", sex="F"), "sex", "n’existe pas"),
    ],
)
def test_a_field_out_of_bounds_says_what_to_do(client: TestClient, told: dict[str, Any], field: str, said: str) -> None:
    found = faults(client, told)
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_not_finite_is_refused(client: TestClient, number: str) -> None:
    start = '{"barriers": [{"code": "hygiene"}], '
    sent = start + '"location": {"latitude": ' + number + ', "longitude": 2.3}}'
    assert list(faults(client, sent)) == ["location.latitude"]
    sent = start + '"max_distance_km": ' + number + "}"
    assert list(faults(client, sent)) == ["max_distance_km"]


def test_every_fault_is_told_at_once(client: TestClient) -> None:
    told = body("hygiène", per_barrier=50, languages=["français"], on="demain")
    assert set(faults(client, told)) == {"barriers[0].code", "per_barrier", "languages[0]", "on"}


def test_thousands_of_faults_are_not_all_told(client: TestClient) -> None:
    problem = refused(client, body("hygiene", publics={f"public-{number}": True for number in range(10_000)}))
    assert len(problem["errors"]) == 100


def test_nothing_of_what_was_sent_comes_back(client: TestClient) -> None:
    told = {
        "barriers": [{"code": "Dupont Jean, 12 mars 1984", "severity": "Martine", "Né à Oran": 1}],
        "publics": {"Soeur de Karim": True},
        "languages": ["0612345678"],
        "location": {"latitude": "3 rue Curial", "longitude": 2, "code_insee": "chez Ali"},
        "birth_year": "mars quatre-vingt-quatre",
        "nom": "Boutros",
    }
    said = json.dumps(refused(client, told), ensure_ascii=False)
    for word in (
        "Dupont",
        "Jean",
        "1984",
        "Martine",
        "Oran",
        "Karim",
        "0612345678",
        "Curial",
        "Ali",
        "mars",
        "Boutros",
    ):
        assert word not in said
    assert '"nom"' in said


@pytest.mark.parametrize("sent", [b"", b"{", b"profil", b"\xff\xfe", b'{"barriers": ' + b"[" * 100_000, b"[1, 2"])
def test_what_is_not_json_is_refused(client: TestClient, sent: bytes) -> None:
    assert refused(client, sent, 400)["title"] == "Le message n’est pas du JSON"


@pytest.mark.parametrize("sent", [b"[]", b"null", b"3", b'"hygiene"'])
def test_json_that_is_not_an_object_is_refused(client: TestClient, sent: bytes) -> None:
    assert "pas un objet" in faults(client, sent)[""]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_content_type_is_refused(client: TestClient, content_type: str) -> None:
    problem = refused(client, body("hygiene"), 415, {"content-type": content_type})
    assert "application/json" in problem["detail"]


def test_json_may_state_its_charset(client: TestClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert client.post(MATCH, content=json.dumps(body("hygiene")), headers=headers).status_code == 200


def test_a_refusal_is_said_in_english_to_whoever_prefers_it(client: TestClient) -> None:
    problem = refused(client, body("logement"), headers={"accept-language": "de, en;q=0.8, fr;q=0.2"})
    assert problem["title"] == "Request to correct"
    assert problem["errors"] == [
        {
            "field": "barriers[0].code",
            "problem": "“logement” is not a known barrier.",
            "remedy": "The nearest is “acces-logement”.",
        }
    ]
