"""Under which names the application answers, and whose word it takes for where a request comes from."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from api.settings import Settings
from network_data.database import transaction
from network_data.tables import AuditEntry
from tests.api.serving import application
from tests.web.account.surfing import Surfer, an_account
from tests.web.reading import read

KEY = "k" * 40
PUBLIC = {"demonstration": False, "secret_key": KEY, "public_url": "https://maillage.example.org"}
PROXY = "10.0.0.5"


def asked(url: str, host: str, path: str = "/connexion", **settings: object) -> int:
    told = {**PUBLIC, "allowed_hosts": None, **settings}
    client = TestClient(application(url, **told), base_url="https://testserver", follow_redirects=False)
    return client.get(path, headers={"host": host, "accept": "text/html"}).status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("maillage.example.org", 200),
        ("MAILLAGE.example.org:443", 200),
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("maillage.example.org.evil.example", 400),
        ("maillage.example.org@evil.example", 400),
        ("", 400),
        ("[", 400),
    ],
)
def test_it_answers_under_its_own_names_alone(sqlite_url: str, host: str, status: int) -> None:
    assert asked(sqlite_url, host) == status


def test_other_names_of_its_own_may_be_told(sqlite_url: str) -> None:
    assert asked(sqlite_url, "interne.example", allowed_hosts="autre.example, Interne.example") == 200


def test_in_the_demonstration_any_name_will_do(sqlite_url: str) -> None:
    assert asked(sqlite_url, "ailleurs.example", demonstration=True) == 200


def test_whatever_watches_over_it_may_ask_by_address(sqlite_url: str) -> None:
    assert asked(sqlite_url, "10.1.2.3:8000", "/health/live") == 200
    assert asked(sqlite_url, "10.1.2.3:8000", "/health/ready") == 200


def test_a_wrong_name_is_told_as_a_page_or_as_json_and_never_repeated(sqlite_url: str) -> None:
    client = TestClient(application(sqlite_url, **{**PUBLIC, "allowed_hosts": None}), base_url="https://evil.example")
    page = client.get("/personnes/P-1", headers={"accept": "text/html"})
    assert page.status_code == 400
    assert read(page.text).one("h1").text == "Cette adresse n’est pas celle de Maillage"
    told = client.get("/api/v1/persons")
    assert (told.status_code, told.headers["content-type"]) == (400, "application/problem+json")
    assert "evil" not in page.text + told.text + str(dict(told.headers))


def failed_sign_in_from(
    engine: Engine,
    url: str,
    peer: str,
    forwarded: str | list[str] | None,
    trusted: str | None = f"{PROXY}, 10.8.0.0/16",
) -> str | None:
    """Where the trail says that someone tried to sign in from."""
    an_account(engine)
    client = TestClient(application(url, trusted_proxies=trusted), client=(peer, 4321), follow_redirects=False)
    sent = [forwarded] if isinstance(forwarded, str) else forwarded or []
    client.headers = type(client.headers)([*client.headers.items(), *(("x-forwarded-for", each) for each in sent)])
    Surfer(client).sign_in("amina", "mauvais mot")
    with transaction(engine) as session:
        return session.exec(select(AuditEntry.address)).one()


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        (PROXY, "192.0.2.9", "192.0.2.9"),
        (PROXY, "192.0.2.9:5500", "192.0.2.9"),
        (PROXY, "[2001:db8::7]:5500", "2001:db8::7"),
        (PROXY, "6.6.6.6, 192.0.2.9", "192.0.2.9"),
        (PROXY, "6.6.6.6, 192.0.2.9, 10.8.1.1", "192.0.2.9"),
        (PROXY, ["6.6.6.6", "192.0.2.9, 10.8.1.1"], "192.0.2.9"),
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        ("10.8.200.1", "192.0.2.9", "192.0.2.9"),
        ("10.9.0.1", "192.0.2.9", "10.9.0.1"),
        ("192.0.2.66", "192.0.2.9", "192.0.2.66"),
    ],
)
def test_only_a_trusted_proxy_is_believed_and_only_for_what_it_saw_itself(
    sqlite_url: str, peer: str, forwarded: str | list[str] | None, seen: str
) -> None:
    app = application(sqlite_url)
    assert failed_sign_in_from(app.state.engine, sqlite_url, peer, forwarded) == seen
    app.state.engine.dispose()


def test_without_the_setting_nobody_is_believed(sqlite_url: str) -> None:
    app = application(sqlite_url)
    assert failed_sign_in_from(app.state.engine, sqlite_url, "127.0.0.1", "192.0.2.9", trusted=None) == "127.0.0.1"
    app.state.engine.dispose()


@pytest.mark.parametrize("text", ["*", "0.0.0.0/0", "::/0", "proxy.example", "10.0.0.1/8", "10.0.0.256"])
def test_trusting_everyone_or_a_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="refused"):
        Settings(trusted_proxies=text)


def test_links_and_documents_are_written_with_the_scheme_that_the_proxy_saw(sqlite_url: str) -> None:
    app = application(sqlite_url, trusted_proxies=PROXY)
    for peer, scheme in ((PROXY, "https"), ("192.0.2.66", "http")):
        client = TestClient(app, client=(peer, 4321))
        assert f"curl {scheme}://testserver/" in client.get("/api/docs", headers={"x-forwarded-proto": "https"}).text
