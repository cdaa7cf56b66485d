"""Every form of every page is refused when it was not written for the browser that sends it."""

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine

from network_data.asker import Role
from tests.api.serving import a_key, application, bearer, load
from tests.web.account.surfing import Surfer, actions, an_account, told

NewBrowser = Callable[..., Surfer]
READING = {"GET", "HEAD", "OPTIONS"}


def forms(app: FastAPI) -> list[tuple[str, str]]:
    """Every route of the pages that changes something, its parameters filled with anything."""
    return sorted(
        (method, re.sub(r"{[^}]+}", "1", path))
        for route in iter_route_contexts(app.routes)
        for method in set(route.methods or ()) - READING
        if (path := route.path or "") and not path.startswith("/api/")
    )


FORMS = forms(application("sqlite://"))


@pytest.fixture
def amina(surfer: Surfer, engine: Engine) -> Surfer:
    """A browser where someone is signed in."""
    an_account(engine)
    surfer.sign_in("amina")
    return surfer


def test_forms_are_found_at_all() -> None:
    assert {("POST", "/connexion"), ("POST", "/deconnexion"), ("POST", "/compte/mot-de-passe")} <= set(FORMS)


@pytest.mark.parametrize(("method", "path"), FORMS)
def test_a_form_without_its_token_changes_nothing(amina: Surfer, engine: Engine, method: str, path: str) -> None:
    before = actions(engine)
    refused = amina.client.request(method, path, data={"login": "amina"})
    assert refused.status_code == 403
    assert "restée ouverte trop longtemps" in told(refused)
    assert actions(engine) == before
    assert amina.is_signed_in()


@pytest.mark.parametrize("path", ["/deconnexion", "/compte/sessions/fin-des-autres"])
def test_the_token_of_another_browser_is_refused(
    amina: Surfer, a_browser: NewBrowser, engine: Engine, path: str
) -> None:
    an_account(engine, "basile")
    basile = a_browser()
    basile.sign_in("basile")
    assert amina.client.post(path, data={"csrf": basile.token("/compte")}).status_code == 403
    assert amina.client.post(path, data={"csrf": amina.token("/compte")}).status_code == 303


def test_a_token_from_before_signing_in_is_of_no_use_after(surfer: Surfer, engine: Engine) -> None:
    an_account(engine)
    before = surfer.token("/connexion")
    surfer.sign_in("amina")
    assert surfer.client.post("/deconnexion", data={"csrf": before}).status_code == 403


def test_nobody_is_signed_in_by_a_form_of_another_site(surfer: Surfer, a_browser: NewBrowser, engine: Engine) -> None:
    an_account(engine)
    attacker = a_browser()
    theirs = attacker.token("/connexion")
    surfer.open("/connexion")
    sent = {"csrf": theirs, "login": "amina", "password": "cheval correct agrafe pile"}
    assert surfer.client.post("/connexion", data=sent).status_code == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "é" * 64])
def test_a_made_up_token_is_refused(amina: Surfer, token: str) -> None:
    assert amina.client.post("/deconnexion", data={"csrf": token}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_asks_nothing_of_the_api_in_someone_s_name(amina: Surfer, site: str) -> None:
    sent = {"sec-fetch-site": site, "accept": "application/json"}
    answer = amina.client.post("/api/v1/match", json={"barriers": []}, headers=sent)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("stale-form")


def test_a_form_of_another_site_is_not_json(surfer: Surfer, engine: Engine) -> None:
    an_account(engine, role=Role.ADVISOR)
    surfer.sign_in("amina")
    sent = {"content-type": "text/plain", "accept": "application/json"}
    assert surfer.client.post("/api/v1/match", content='{"barriers": []}', headers=sent).status_code == 415


def test_software_needs_no_token(surfer: Surfer, sqlite_url: str) -> None:
    load(sqlite_url)
    sent = {**bearer(a_key(sqlite_url)), "accept": "application/json"}
    answer = surfer.client.post("/api/v1/match", json={"barriers": [{"code": "acces-soins"}]}, headers=sent)
    assert answer.status_code == 200
