import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from api.errors import PROBLEMS


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    response = client.get("/api/docs")
    assert response.status_code == 200
    return response.text


class _Links(HTMLParser):
    """The addresses that a page loads or links to, its identifiers, and its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.identifiers: set[str] = set()
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script" or any(name.startswith("on") or name == "style" for name in named)
        self.addresses += [named[name] for name in ("href", "src", "action") if name in named]
        if "id" in named:
            self.identifiers.add(named["id"])


def test_the_description_is_openapi_3_1_and_declares_every_error_as_a_problem(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            errors = {status: told for status, told in operation["responses"].items() if status >= "400"}
            assert "500" in errors
            for status, told in errors.items():
                assert list(told["content"]) == ["application/problem+json"], (path, status)


def test_the_description_says_who_may_ask_and_what_a_refusal_looks_like(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in document["paths"].items():
        for operation in methods.values():
            refusals = {"401", "403", "429"} & set(operation["responses"])
            if path.startswith("/health/"):
                assert (operation["security"], refusals) == ([], set())
            else:
                assert operation["security"] == [{"key": []}, {"session": []}]
                assert refusals == {"401", "403", "429"}


def test_the_description_lists_the_api_and_not_the_pages(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/match" in paths
    assert all(path.startswith(("/api/v1/", "/health/")) for path in paths)


def test_every_reference_leads_to_a_schema(client: TestClient) -> None:
    response = client.get("/api/v1/openapi.json")
    schemas = response.json()["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', response.text))
    assert named <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_the_example_of_the_description_can_be_sent(client: TestClient) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    for example in schemas["ProfileForm"]["examples"]:
        assert client.post("/api/v1/match", json=example).status_code == 200


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing(page: str) -> None:
    links = _Links(page)
    assert links.scripts == 0
    assert links.addresses
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in links.addresses)


def test_what_the_page_links_to_exists(page: str, advisor: TestClient) -> None:
    links = _Links(page)
    for address in set(links.addresses):
        if address.startswith("#"):
            assert address[1:] in links.identifiers
        else:
            assert advisor.get(address).status_code == 200, address


def test_the_page_shows_every_operation_and_an_example_to_try(page: str, client: TestClient) -> None:
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f" {path}<" in page
    assert "curl http://testserver/api/v1/match" in page


def test_the_type_of_every_problem_leads_to_its_place_on_the_page(page: str) -> None:
    identifiers = _Links(page).identifiers
    assert {f"problem-{problem.kind}" for problem in PROBLEMS} <= identifiers
