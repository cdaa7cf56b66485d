import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.clock import today
from network_data.asker import Role
from tests.api.serving import BELLEVILLE, a_key, bearer, body, serving, signed_in
from tests.cli.running import run, run_for_real, stopped

PROFILE = body("domiciliation", "acces-soins", location=BELLEVILLE, birth_year=1984, on="2026-11-22")


def read(*arguments: str, given: str | None = None) -> dict[str, Any]:
    """What a command prints as JSON."""
    result = run(*arguments, "--json", given=given)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def client(demonstration: str) -> Iterator[TestClient]:
    """Software that may do all that a key may."""
    with serving(demonstration, **bearer(a_key(demonstration))) as client:
        yield client


@pytest.fixture
def advisor(demonstration: str) -> Iterator[TestClient]:
    """The browser of an advisor who accompanies everybody."""
    with serving(demonstration, **signed_in(demonstration, Role.ADVISOR)) as client:
        yield client


def test_suggestions_for_a_profile_are_those_of_the_api(client: TestClient) -> None:
    answer = client.post("/api/v1/match", json=PROFILE).json()
    found = read("suggest", "--profile", "-", given=json.dumps(PROFILE))
    assert found["barriers"] == answer["barriers"]
    assert {name: answer[name] for name in found} == found


def test_the_plan_of_a_profile_is_that_of_the_api(client: TestClient) -> None:
    Path("profil.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    answer = client.post("/api/v1/match", json=PROFILE).json()
    found = read("plan", "--profile", "profil.json")
    assert found["plan"] == answer["plan"]
    assert found.pop("questions")
    assert {name: answer[name] for name in found} == found


def test_a_stored_person_gets_what_the_api_gives_them(advisor: TestClient) -> None:
    on = today().isoformat()
    for command, path in (("suggest", "suggestions"), ("plan", "plan")):
        shown = advisor.get(f"/api/v1/persons/P-0417/{path}?on={on}").json()
        # Each is kept for whom it was shown to.
        assert read(command, "P-0417") | {"result_id": None} == shown | {"result_id": None}


def test_why_gives_every_criterion_and_components_that_add_up(client: TestClient) -> None:
    answer = client.post("/api/v1/match", json=PROFILE).json()
    suggestion = answer["barriers"][0]["suggestions"][2]
    found = read("why", suggestion["service_id"], "--profile", "-", given=json.dumps(PROFILE))
    told = next(each for each in found["answers"] if each["barrier"] == "domiciliation")
    assert told["criteria"] == suggestion["eligibility"]["criteria"]
    assert told["components"] == suggestion["components"]
    assert told["score"] == pytest.approx(suggestion["score"], abs=1e-9)
    assert (told["rank"], told["to_change"]) == (3, [])


def test_why_not_names_what_would_have_to_change(client: TestClient) -> None:
    service = client.post("/api/v1/match", json=PROFILE).json()["barriers"][0]["suggestions"][0]["service_id"]
    too_far = json.dumps({**PROFILE, "location": {"latitude": 43.3, "longitude": 5.4}, "max_distance_km": 1})
    told = read("why", service, "--profile", "-", given=too_far)["answers"][0]
    assert (told["status"], told["rank"], told["to_change"]) == ("not_met", None, ["distance"])
    eligible = told["smallest_changes"][0]
    (change,) = eligible["changes"]
    assert (eligible["goal"], change["code"], change["side"]) == ("eligible", "nearer", "place")
    assert change["value"] == 1
    assert eligible["sentence"] == "Il pourrait l’accueillir si le lieu était à 1,0\u00a0km au plus."


def test_why_not_the_first_names_who_stands_ahead_and_what_decides(client: TestClient) -> None:
    found = client.post("/api/v1/match", json=PROFILE).json()["barriers"][0]["suggestions"]
    told = read("why", found[2]["service_id"], "--profile", "-", given=json.dumps(PROFILE))["answers"][0]
    assert [gap["service_id"] for gap in told["behind"]] == [found[1]["service_id"], found[0]["service_id"]]
    for gap in told["behind"]:
        assert sum(gap["differences"].values()) == pytest.approx(told["score"] - gap["score"], abs=1e-9)
        assert gap["lost_on"] in gap["differences"]
    (first,) = told["smallest_changes"]
    assert first["goal"] == "first"
    assert first["changes"]


def test_tables_say_in_words_what_json_says_in_codes(demonstration: str) -> None:
    for command, expected in (
        (("suggest", "P-0417"), ("Pas d'adresse administrative (domiciliation)", "Score", "km")),
        (("plan", "P-0417"), ("maintenant", "ensuite", "plus tard", "Sinon : ", "Déjà suivi : Addictions")),
        (("why", "P-0417", "demo--le-bus-aux-sourires--1"), ("Proposé, au rang", "Répond au frein", "Total")),
        (("why", "P-0417", "demo--la-case-courrier--1"), ("Pas proposé", "✗", "Il passerait premier si")),
    ):
        result = run(*command)
        assert result.exit_code == 0
        for words in expected:
            assert words in result.stdout


def test_a_service_that_answers_nothing_says_so(demonstration: str) -> None:
    profile = json.dumps(body("calcul"))
    result = run("why", "demo--le-bus-aux-sourires--1", "--profile", "-", given=profile)
    assert "ne répond à aucun des freins" in result.stdout


def test_english_is_spoken_to_whoever_sets_it(demonstration: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_LANGUAGE", "en")
    assert "Already followed: Addictions" in run("plan", "P-0417").stdout
    assert stopped("plan", "P-0000").startswith("This person does not exist")


def test_a_bad_profile_is_told_as_the_api_tells_it(client: TestClient) -> None:
    bad = {"barriers": [{"code": "logement", "severity": 5}], "per_barrier": 99}
    problem = client.post("/api/v1/match", json=bad).json()
    said = stopped("suggest", "--profile", "-", given=json.dumps(bad)).splitlines()
    assert said[0] == problem["detail"]
    assert said[1:] == [f"{fault['field']} : {fault['problem']} {fault['remedy']}" for fault in problem["errors"]]


def test_a_year_of_birth_that_cannot_be_is_told_too(demonstration: str) -> None:
    said = stopped("plan", "--profile", "-", given=json.dumps(body("hygiene", birth_year=2099)))
    assert "birth_year : L’année de naissance ne convient pas" in said


@pytest.mark.parametrize("given", ["", "{", "profil"])
def test_a_profile_that_is_not_json_is_told_in_one_line(demonstration: str, given: str) -> None:
    assert stopped("suggest", "--profile", "-", given=given).startswith("Le profil n’est pas du JSON lisible.")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("suggest", "P-0000"), "Cette personne n’existe pas, ou n’est pas accompagnée ici."),
        (("plan", "Martine Dupont"), "Cette personne n’existe pas, ou n’est pas accompagnée ici."),
        (("why", "P-0417", "nulle-part"), "Ce service n’existe pas dans le réseau."),
        (("why", "P-0417"), "Il manque l’identifiant du service."),
        (("why",), "Il manque l’identifiant du service."),
        (("suggest",), "Donnez un pseudonyme, ou un profil"),
        (("plan", "P-0417", "--profile", "-"), "Donnez un pseudonyme, ou un profil"),
        (("suggest", "--profile", "absent.json"), "absent.json n’existe pas."),
        (("suggest", "--profile", "."), ". est un dossier."),
    ],
)
def test_what_cannot_be_asked_says_what_to_do_in_one_line(
    demonstration: str, command: tuple[str, ...], said: str
) -> None:
    told = stopped(*command)
    assert told.startswith(said)
    assert "\n" not in told
    assert "Martine" not in told


def test_without_a_database_one_is_told_how_to_make_it(elsewhere: Path) -> None:
    for command in (
        ("suggest", "P-0417"),
        ("plan", "P-0417"),
        ("import", "finess", "a.csv"),
        ("serve",),
        ("db", "check"),
    ):
        said = stopped(*command)
        assert "n’existe pas encore" in said
        assert "maillage db upgrade" in said
    assert list(elsewhere.iterdir()) == []


def test_a_real_process_reads_standard_input_and_writes_plain_json(demonstration: str) -> None:
    process = run_for_real("plan", "--profile", "-", "--json", given=json.dumps(PROFILE).encode())
    assert (process.returncode, process.stderr) == (0, b"")
    assert json.loads(process.stdout)["plan"]["steps"]


def test_a_real_process_ends_with_2_and_one_line(demonstration: str) -> None:
    process = run_for_real("plan", "P-0000")
    assert (process.returncode, process.stdout) == (2, b"")
    assert process.stderr.decode().count("\n") == 1
