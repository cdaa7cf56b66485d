"""Outside the demonstration an administrator who came in by a password alone may only add a second factor."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from network_data.asker import Role
from tests.access.asking import QUERIES, path_of, rows_of
from tests.api.serving import application
from tests.web.account.surfing import PASSWORD, Clock, Surfer, an_account, told
from tests.web.account.test_own_account import activate

FACTOR = "/compte/second-facteur"
OPEN_TO_ALL = (
    "/health/",
    "/static",
    "/api/docs",
    "/api/v1/openapi.json",
    "/connexion",
    "/calendriers",
    "/reponse",
    "/invitation",
    "/reinitialiser",
)
OWN = ("/compte", "/deconnexion", "/ouvrir")
"""Their own; and the way to a file by its pseudonym, which shows nothing by itself."""


@pytest.fixture
def app(sqlite_url: str, clock: Clock) -> FastAPI:
    """A real installation, tried on one machine."""
    app = application(
        sqlite_url, demonstration=False, insecure_cookies=True, secret_key="s" * 40, public_url="http://testserver"
    )
    app.state.clock = replace(app.state.clock, now=clock)
    return app


@pytest.fixture
def chief(app: FastAPI, engine: Engine) -> Iterator[Surfer]:
    """An administrator with a password alone."""
    an_account(engine, "chief", Role.ADMINISTRATOR)
    with ExitStack() as closing:
        surfer = closing.enter_context(Surfer.before(app))
        surfer.sign_in("chief")
        yield surfer


def test_every_page_but_their_own_account_leads_to_the_second_factor(chief: Surfer, app: FastAPI) -> None:
    asked = [row for row in rows_of(app) if row.method == "GET" and not row.route.startswith((*OPEN_TO_ALL, *OWN))]
    assert len(asked) > 20
    for row in asked:
        answer = chief.client.get(path_of(row), params=QUERIES.get(row.route))
        if row.route.startswith("/api/"):
            assert answer.status_code == 403, row
        else:
            assert (answer.status_code, answer.headers.get("location")) == (303, FACTOR), row


def test_forms_change_nothing_either(chief: Surfer) -> None:
    answer = chief.submit("/compte", "/administration/comptes/nouveau", nom="X", identifiant="x", role="administrator")
    assert (answer.status_code, answer.headers["location"]) == (303, FACTOR)
    assert chief.open("/administration/comptes").status_code == 303


def test_the_page_says_why_and_once_the_code_is_added_everything_opens(chief: Surfer, clock: Clock) -> None:
    page = told(chief.open(FACTOR))
    assert "un mot de passe deviné ne doit pas suffire" in page
    assert "Plus tard" not in page
    activate(chief, clock.moment)
    assert chief.open("/administration").status_code == 200
    assert chief.open(FACTOR).headers["location"] == "/compte"


def test_without_the_code_again_everything_closes_again(chief: Surfer, clock: Clock) -> None:
    activate(chief, clock.moment)
    assert chief.submit("/compte", FACTOR + "/retirer", password=PASSWORD).status_code == 200
    assert chief.open("/administration").headers["location"] == FACTOR


def test_others_come_in_by_a_password_alone(app: FastAPI, engine: Engine) -> None:
    an_account(engine, "amina", Role.OFFICER)
    with Surfer.before(app) as surfer:
        surfer.sign_in("amina")
        assert surfer.open("/").status_code == 200


def test_an_installation_may_do_without(sqlite_url: str, engine: Engine, clock: Clock) -> None:
    an_account(engine, "chief", Role.ADMINISTRATOR)
    app = application(
        sqlite_url,
        demonstration=False,
        insecure_cookies=True,
        secret_key="s" * 40,
        public_url="http://testserver",
        administrator_second_factor=False,
    )
    app.state.clock = replace(app.state.clock, now=clock)
    with Surfer.before(app) as surfer:
        surfer.sign_in("chief")
        assert surfer.open("/administration").status_code == 200


def test_a_second_factor_is_not_replaced_by_whoever_finds_a_session_open(chief: Surfer, clock: Clock) -> None:
    page = chief.open(FACTOR).text
    offer = re.search(r'name="offer" value="([^"]+)"', page)
    assert offer
    activate(chief, clock.moment)
    answer = chief.submit("/compte", FACTOR, offer=offer[1], code="000000")
    assert answer.status_code == 422
    assert "Un code est déjà activé" in told(answer)
