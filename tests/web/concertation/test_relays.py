"""Handing several people over at once, and who said that they take over."""

import re

import pytest
from fastapi import FastAPI
from sqlmodel import select

from network_data.database import transaction
from network_data.tables import AuditEntry, Grant, GrantKind
from tests.web.people.conftest import Workers

ADVISOR, COLLEAGUE = "conseil-rejoue", "conseil-rejoue-2"
PAGE = "/chantiers/rejoue/relais"
PEOPLE = ["P-0417", "P-0311", "P-0522"]


def _hands_over(at: Workers, *people: str, jours: str = "30", a: str = COLLEAGUE) -> int:
    sent = at(ADVISOR).surfer.submit(PAGE, PAGE, qui=list(people), a=f"demo-{a}", jours=jours)
    return int(sent.status_code)


def _who_accompanies(app: FastAPI, person: str) -> list[str]:
    with transaction(app.state.engine) as session:
        query = select(Grant).where(Grant.person_id == person, Grant.kind == GrantKind.ACCOMPANIES)
        return [grant.account_id for grant in session.exec(query) if grant.until is None]


def _waiting(page: str) -> list[str]:
    return re.findall(r'name="qui" value="(P-\d+)"', page)


def test_all_are_handed_over_at_once_and_each_is_seen_taken(app: FastAPI, at: Workers) -> None:
    ines, karim = at(ADVISOR), at(COLLEAGUE)
    before = _waiting(karim.surfer.open(PAGE).text)
    assert _hands_over(at, *PEOPLE) == 303
    for person in PEOPLE:
        assert _who_accompanies(app, person) == [f"demo-{COLLEAGUE}"]
    assert f"{len(before) + 3} personnes vous sont passées" in karim.reads("/ma-semaine")
    assert set(_waiting(karim.surfer.open(PAGE).text)) == {*before, *PEOPLE}
    assert len(re.findall("pas encore", ines.reads(PAGE))) == 3 + len(before)
    assert karim.sends(PAGE, f"{PAGE}/pris", qui=PEOPLE[0]).status_code == 303
    assert set(_waiting(karim.surfer.open(PAGE).text)) == {*before, *PEOPLE[1:]}
    told = ines.reads(PAGE)
    assert re.search(rf"{PEOPLE[0]} Karim Vidal aujourd’hui oui, aujourd’hui", told)
    assert re.search(rf"{PEOPLE[1]} Karim Vidal aujourd’hui pas encore", told)
    with transaction(app.state.engine) as session:
        taken = session.exec(select(AuditEntry).where(AuditEntry.action == "grant.take")).all()
        assert [entry.actor for entry in taken] == [f"demo-{COLLEAGUE}"]


def test_a_coordinator_reads_how_many_wait_and_not_who(at: Workers) -> None:
    _hands_over(at, *PEOPLE)
    coordinator = at("coordination")
    territory = coordinator.surfer.open("/").text.split('href="/territoires/')[1].split("/")[0]
    read = coordinator.reads(f"/territoires/{territory}/suivi")
    assert re.search(r"[34] personnes passées d’une conseillère à une autre : relais pas encore pris", read)


def test_a_form_sent_twice_hands_over_once(app: FastAPI, at: Workers) -> None:
    assert _hands_over(at, *PEOPLE) == 303
    assert _hands_over(at, *PEOPLE) == 303
    with transaction(app.state.engine) as session:
        given = session.exec(select(Grant).where(Grant.person_id == PEOPLE[0], Grant.kind == GrantKind.ACCOMPANIES))
        assert len(given.all()) == 2


@pytest.mark.parametrize(
    ("people", "a", "jours", "told"),
    [
        ([], COLLEAGUE, "30", "Choisissez au moins une personne."),
        (PEOPLE[:1], "conseil-prelude", "30", "Choisissez quelqu’un dans la liste."),
        (PEOPLE[:1], ADVISOR, "30", "Choisissez quelqu’un dans la liste."),
        (PEOPLE[:1], COLLEAGUE, "un mois", "Choisissez un nombre de jours entre 0 et 366."),
        ([*PEOPLE, "P-0000"], COLLEAGUE, "30", "Vous n’accompagnez plus une des personnes choisies."),
    ],
)
def test_what_cannot_be_is_told_and_nobody_is_handed_over(
    app: FastAPI, at: Workers, people: list[str], a: str, jours: str, told: str
) -> None:
    sent = at(ADVISOR).surfer.submit(PAGE, PAGE, qui=people, a=f"demo-{a}", jours=jours)
    assert sent.status_code == 422
    assert told in sent.text.replace("\u00a0", " ")
    assert "Rien n’a été changé." in sent.text
    assert re.findall(r'value="(P-\d+)" checked', sent.text) == sorted(set(people) - {"P-0000"})
    assert _who_accompanies(app, PEOPLE[0]) == [f"demo-{ADVISOR}"]


def test_nobody_takes_over_what_was_not_handed_over_to_them(app: FastAPI, at: Workers) -> None:
    _hands_over(at, PEOPLE[0])
    at(ADVISOR).sends(PAGE, f"{PAGE}/pris", qui=PEOPLE[0])
    at(COLLEAGUE).sends(PAGE, f"{PAGE}/pris", qui=PEOPLE[1])
    assert PEOPLE[0] in _waiting(at(COLLEAGUE).surfer.open(PAGE).text)
    assert _who_accompanies(app, PEOPLE[1]) == [f"demo-{ADVISOR}"]


def test_without_days_of_transition_the_giver_reads_the_pseudonym_alone(at: Workers) -> None:
    _hands_over(at, PEOPLE[0], jours="0")
    ines = at(ADVISOR)
    told = ines.reads(PAGE)
    assert "P-0417 Karim Vidal" in told
    assert "Ibrahim Lambert" not in told
    assert ines.status("/personnes/P-0417") == 404
    assert "Ibrahim Lambert" in at(COLLEAGUE).reads(PAGE)


@pytest.mark.parametrize("login", ["conseil-prelude", "direction-rejoue", "partenariat-sante", "coordination"])
def test_nobody_else_finds_the_page(at: Workers, login: str) -> None:
    assert at(login).status(PAGE) == 404
