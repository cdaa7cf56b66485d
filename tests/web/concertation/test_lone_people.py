"""Giving people whom nobody accompanies any more to an advisor, by whoever coordinates the territory."""

import re
from collections.abc import Sequence

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import col, select

from network_data.database import transaction
from network_data.tables import AuditEntry, Grant, GrantKind
from tests.web.people.conftest import Workers

COORDINATOR, ADVISOR = "coordination", "conseil-rejoue"
PEOPLE = ["P-0417", "P-0311", "P-0522"]
CHOICE = r'name="qui" type="checkbox" value="(P-\d+)"'


@pytest.fixture
def page(at: Workers) -> str:
    """The address, in the demonstration's territory."""
    territory = at(COORDINATOR).surfer.open("/").text.split('href="/territoires/')[1].split("/")[0]
    return f"/territoires/{territory}/sans-accompagnement"


@pytest.fixture
def _left(app: FastAPI) -> None:
    """Whoever accompanied these people has left without handing over."""
    with transaction(app.state.engine, writes=True) as session:
        theirs = select(Grant).where(col(Grant.person_id).in_(PEOPLE), Grant.kind == GrantKind.ACCOMPANIES)
        for grant in session.exec(theirs):
            grant.until = grant.since


def _gives(at: Workers, page: str, people: Sequence[str], to: str = ADVISOR, chantier: str = "rejoue") -> Response:
    """What the coordinator is answered, whatever the page itself would have let them choose."""
    coordinator = at(COORDINATOR).surfer
    csrf = re.search(r'name="csrf" value="([^"]+)"', coordinator.open("/compte").text)
    assert csrf
    sent = {"csrf": csrf[1], "chantier": chantier, "qui": list(people), "a": f"demo-{to}"}
    return coordinator.client.post(page, data=sent, follow_redirects=False)


def _accompanied_by(app: FastAPI, person: str) -> list[str]:
    with transaction(app.state.engine) as session:
        query = select(Grant).where(Grant.person_id == person, Grant.kind == GrantKind.ACCOMPANIES)
        return [grant.account_id for grant in session.exec(query) if grant.until is None]


def test_nobody_is_listed_while_everybody_is_accompanied(at: Workers, page: str) -> None:
    assert "Chaque personne a quelqu’un pour l’accompagner" in at(COORDINATOR).reads(page)
    assert "plus personne pour" not in at(COORDINATOR).reads(page.replace("sans-accompagnement", "suivi"))


@pytest.mark.usefixtures("_left")
def test_they_are_given_by_pseudonym_and_wait_to_be_taken_over(app: FastAPI, at: Workers, page: str) -> None:
    coordinator, advisor = at(COORDINATOR), at(ADVISOR)
    assert "3 personnes n’ont plus personne" in coordinator.reads(page.replace("sans-accompagnement", "suivi"))
    listed = coordinator.surfer.open(page).text
    assert re.findall(CHOICE, listed) == sorted(PEOPLE)
    assert "Ibrahim" not in listed
    assert advisor.status("/personnes/P-0311") == 404
    assert _gives(at, page, PEOPLE[1:]).status_code == 303
    assert [_accompanied_by(app, each) for each in PEOPLE] == [[], *[[f"demo-{ADVISOR}"]] * 2]
    assert advisor.status("/personnes/P-0311") == 200
    assert coordinator.status("/personnes/P-0311") == 404
    waiting = advisor.surfer.open("/chantiers/rejoue/relais").text
    assert set(PEOPLE[1:]) <= set(re.findall(r'name="qui" value="(P-\d+)"', waiting))
    assert re.findall(CHOICE, coordinator.surfer.open(page).text) == PEOPLE[:1]
    with transaction(app.state.engine) as session:
        given = select(AuditEntry).where(AuditEntry.action == "grant.give", AuditEntry.actor == f"demo-{COORDINATOR}")
        assert len(session.exec(given).all()) == 2


@pytest.mark.usefixtures("_left")
@pytest.mark.parametrize(
    ("people", "to", "chantier", "told"),
    [
        ([], ADVISOR, "rejoue", "Choisissez au moins une personne."),
        (PEOPLE, "conseil-prelude", "rejoue", "Choisissez quelqu’un dans la liste."),
        (PEOPLE, "conseil-prelude", "prelude", "Quelqu’un accompagne déjà"),
        ([*PEOPLE, "P-0623"], ADVISOR, "rejoue", "Quelqu’un accompagne déjà"),
        ([*PEOPLE, "P-0000"], ADVISOR, "rejoue", "Quelqu’un accompagne déjà"),
    ],
)
def test_what_cannot_be_is_told_and_nobody_is_given(
    app: FastAPI, at: Workers, page: str, people: list[str], to: str, chantier: str, told: str
) -> None:
    answer = _gives(at, page, people, to, chantier)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Rien n’a été changé." in answer.text
    assert [_accompanied_by(app, each) for each in PEOPLE] == [[], [], []]


@pytest.mark.usefixtures("_left")
def test_a_form_sent_twice_gives_once(app: FastAPI, at: Workers, page: str) -> None:
    assert _gives(at, page, PEOPLE).status_code == 303
    assert _gives(at, page, PEOPLE).status_code == 422
    assert [_accompanied_by(app, each) for each in PEOPLE] == [[f"demo-{ADVISOR}"]] * 3


def test_nobody_else_reads_the_page(at: Workers, page: str) -> None:
    assert at(ADVISOR).status(page) == 404
    assert at(COORDINATOR).status("/territoires/nulle-part/sans-accompagnement") == 404
