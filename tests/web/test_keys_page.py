"""The administrator gives keys, sees each once, and revokes them; those of elsewhere are out of reach."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import open_engine
from network_data.tables import ApiKey, AuditEntry
from tests.api.serving import a_key, load, serving, signed_in

PAGE = "/administration/cles"
Form = dict[str, str | list[str]]
GOOD: Form = {"nom": "Logiciel de suivi", "chantier": "rejoue", "droits": ["match"], "jusqu_au": "2027-01-31"}


@pytest.fixture
def url(sqlite_url: str) -> str:
    load(sqlite_url)
    return sqlite_url


@pytest.fixture
def administrator(url: str) -> Iterator[TestClient]:
    """Of Rejoué only."""
    with serving(url, accept="text/html", **signed_in(url, Role.ADMINISTRATOR)) as client:
        yield client


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(PAGE).text)
    assert found is not None
    return found[1]


def send(client: TestClient, form: Form | None = None, path: str = PAGE) -> Response:
    return client.post(path, data={"csrf": token(client), **(form or {})}, follow_redirects=False)


def shown_keys(text: str) -> list[str]:
    return re.findall(r"mlg_[0-9a-f]+_[\w-]+", text)


def traces(url: str) -> list[tuple[str, str, dict[str, object]]]:
    engine = open_engine(url)
    with Session(engine) as session:
        query = select(AuditEntry).where(col(AuditEntry.action).startswith("key.")).order_by(col(AuditEntry.number))
        found = [(entry.actor, entry.action, entry.details) for entry in session.exec(query)]
    engine.dispose()
    return found


def test_a_key_is_shown_once_and_works(administrator: TestClient, url: str) -> None:
    answer = send(administrator, GOOD)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    [key] = shown_keys(answer.text)
    later = administrator.get(PAGE).text
    assert "Logiciel de suivi" in later
    assert shown_keys(later) == []
    with serving(url, authorization=f"Bearer {key}") as software:
        assert software.post("/api/v1/match", json={"barriers": [{"code": "hygiene"}]}).status_code == 200
        assert software.get("/api/v1/persons").status_code == 403
    key_id = key.split("_")[1]
    details = {"key": key_id, "chantier": "rejoue", "permissions": ["match"]}
    assert traces(url) == [(f"tests-{Role.ADMINISTRATOR}", "key.create", details)]


def test_the_secret_of_a_key_is_nowhere_in_the_database(administrator: TestClient, url: str) -> None:
    [key] = shown_keys(send(administrator, GOOD).text)
    secret = key.split("_", 2)[2]
    engine = open_engine(url)
    with engine.connect() as connection:
        dumped = "\n".join(connection.connection.iterdump())
    engine.dispose()
    assert key.split("_")[1] in dumped
    assert secret not in dumped


def test_a_revoked_key_opens_nothing_at_once(administrator: TestClient, url: str) -> None:
    key = a_key(url)
    with serving(url, authorization=f"Bearer {key.shown}") as software:
        assert software.get("/api/v1/persons").status_code == 200
        assert send(administrator, path=f"{PAGE}/{key.id}/revoquer").headers["location"] == PAGE
        assert software.get("/api/v1/persons").status_code == 401
    assert "révoquée le 22/11/2026" in administrator.get(PAGE).text
    send(administrator, path=f"{PAGE}/{key.id}/revoquer")
    assert [action for _, action, _ in traces(url)] == ["key.revoke"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nom": " "}, "un nom"),
        ({"nom": "x" * 101}, "un nom"),
        ({"chantier": "prelude"}, "chantier de la liste"),
        ({"chantier": "ailleurs"}, "chantier de la liste"),
        ({"droits": []}, "au moins un droit"),
        ({"droits": ["tout"]}, "au moins un droit"),
        ({"jusqu_au": "2026-11-21"}, "déjà passé"),
    ],
)
def test_a_key_that_cannot_be_is_refused_in_words(
    administrator: TestClient, url: str, changed: Form, said: str
) -> None:
    answer = send(administrator, GOOD | changed)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert shown_keys(answer.text) == []
    assert traces(url) == []


def test_without_a_day_a_key_lasts_a_year(administrator: TestClient, url: str) -> None:
    [key] = shown_keys(send(administrator, GOOD | {"jusqu_au": ""}).text)
    engine = open_engine(url)
    with Session(engine) as session:
        end = session.get_one(ApiKey, key.split("_")[1]).expires_at
    engine.dispose()
    assert end is not None
    assert end.date().isoformat() == "2027-11-22"


def test_keys_of_elsewhere_are_neither_seen_nor_revoked(administrator: TestClient, url: str) -> None:
    theirs = a_key(url, "prelude")
    assert theirs.id not in administrator.get(PAGE).text
    hidden = send(administrator, path=f"{PAGE}/{theirs.id}/revoquer")
    absent = send(administrator, path=f"{PAGE}/nobody/revoquer")
    assert hidden.status_code == absent.status_code == 404
    with serving(url, authorization=f"Bearer {theirs.shown}") as software:
        assert software.get("/api/v1/persons").status_code == 200


def test_a_form_without_its_token_makes_no_key(administrator: TestClient, url: str) -> None:
    assert administrator.post(PAGE, data=GOOD).status_code == 403
    assert traces(url) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.SOFTWARE, Role.LOCAL}])
def test_nobody_else_gives_keys(url: str, role: Role) -> None:
    with serving(url, accept="text/html", **signed_in(url, role)) as client:
        assert client.get(PAGE).status_code == 403
