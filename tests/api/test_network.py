import pytest
from starlette.testclient import TestClient

from network_data.vocabulary import BARRIERS, PREREQUISITES

API = "/api/v1"


@pytest.mark.parametrize("path", ["services", "partners", "persons", "barriers", "barriers/prerequisites"])
def test_a_list_is_cut_into_pages_that_give_all_of_it_once(client: TestClient, path: str) -> None:
    first = client.get(f"{API}/{path}?size=40").json()
    assert set(first) == {"items", "total", "page", "size", "pages"}
    pages = [client.get(f"{API}/{path}?size=40&page={page}").json() for page in range(1, first["pages"] + 1)]
    items = [item for page in pages for item in page["items"]]
    assert len(items) == first["total"] == len({repr(item) for item in items})
    assert [len(page["items"]) for page in pages[:-1]] == [40] * (first["pages"] - 1)


def test_pages_are_of_fifty_unless_told_otherwise(client: TestClient) -> None:
    page = client.get(f"{API}/services").json()
    assert (page["page"], page["size"], len(page["items"])) == (1, 50, 50)


def test_a_page_beyond_the_last_is_empty(client: TestClient) -> None:
    page = client.get(f"{API}/services?page=1000000&size=200").json()
    assert page["items"] == []
    assert page["total"] > 0


@pytest.mark.parametrize("query", ["page=0", "page=-1", "size=0", "size=201", "page=x", "size=", "page=99999999999999"])
def test_a_page_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    response = client.get(f"{API}/services?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == query.partition("=")[0]


def test_a_service_is_the_same_alone_and_in_the_list(client: TestClient) -> None:
    listed = client.get(f"{API}/services?size=1").json()["items"][0]
    assert client.get(f"{API}/services/{listed['id']}").json() == listed


def test_a_partner_comes_with_its_services(client: TestClient) -> None:
    service = client.get(f"{API}/services?size=1").json()["items"][0]
    partner = client.get(f"{API}/partners/{service['partner_id']}").json()
    assert service in partner["services"]
    assert {each["partner_id"] for each in partner["services"]} == {partner["id"]}


def test_a_list_is_never_null(client: TestClient) -> None:
    services = client.get(f"{API}/services?size=200").json()["items"]
    lists = [name for name, value in services[0].items() if isinstance(value, list)]
    assert {"thematiques", "publics", "languages", "required_papers", "eligibility_zone"} <= set(lists)
    assert all(isinstance(service[name], list) for service in services for name in lists)


@pytest.mark.parametrize(
    "path", ["services/nobody", "partners/nobody", "persons/P-0000", "persons/P-0000/plan", "nowhere"]
)
def test_what_does_not_exist_is_a_problem_that_says_what_to_do(client: TestClient, path: str) -> None:
    response = client.get(f"{API}/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "Vérifiez" in response.json()["detail"]
    assert path.split("/")[1 if "/" in path else 0] not in response.text


def test_a_method_that_does_not_fit_says_which_do(client: TestClient) -> None:
    response = client.put(f"{API}/services")
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    assert response.json()["type"] == "/api/docs#problem-method-not-allowed"


def test_barriers_are_the_vocabulary_in_its_order(client: TestClient) -> None:
    barriers = client.get(f"{API}/barriers?size=200").json()["items"]
    assert [barrier["code"] for barrier in barriers] == list(BARRIERS)
    assert barriers[0]["label"] == BARRIERS["identite"].label
    english = client.get(f"{API}/barriers?size=200", headers={"accept-language": "en"}).json()["items"]
    assert english[0]["label"] == "No identity document / civil status to re-establish"
    assert english[0]["domain_label"] == "Administration"


def test_prerequisites_say_what_blocks_what_and_what_is_only_customary(client: TestClient) -> None:
    edges = client.get(f"{API}/barriers/prerequisites?size=200").json()["items"]
    assert len(edges) == len(PREREQUISITES)
    blocking = next(edge for edge in edges if (edge["before"], edge["after"]) == ("domiciliation", "identite"))
    assert (blocking["strength"], blocking["step"], blocking["status"]) == ("bloquant", "dépôt de la demande", "source")
    assert {edge["status"] for edge in edges} == {"source", "hypothese"}
