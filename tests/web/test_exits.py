"""After the exit, as whoever accompanies the person and whoever coordinates meet it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from network_data.database import transaction
from network_data.tables import ExitContact, PersonExit
from tests.api.referring import OWN, TODAY, Caller, Programme
from tests.web.reading import Node, read

PAGE = f"/personnes/{OWN}/sortie"
LIST = "/apres-la-sortie"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def test_from_the_exit_to_the_answer(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        on = (TODAY - timedelta(days=60)).isoformat()
        assert advisor.submit(PAGE, sorte="home", jour=on).status_code == 303
        advisor.submit(f"/personnes/{OWN}/identite", prenom="Zoé", telephone="0140375099")
        line = _main(advisor, LIST).one("li")
        assert f"Zoé {OWN}" in line.text
        assert line.all("a")[1].attributes["href"] == "tel:+33140375099"
        assert "À appeler : 1 mois" in line.text
        assert "en retard" in line.text
        form = _main(advisor, PAGE).all("form")[0].attributes["action"]
        assert advisor.submit(form, reponse="unreached", jour=TODAY.isoformat()).status_code == 303
        assert "À appeler : 1 mois" in _main(advisor, LIST).text
        assert advisor.submit(form, reponse="holds", jour=TODAY.isoformat()).status_code == 303
        text = _main(advisor, LIST).text
        assert "Prochaine fois : 23 décembre 2026 (3 mois)" in text.replace("\u00a0", " ")
        assert "Dernière fois : Cela tient" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sorte", "jour"),
    [("home", ""), ("home", "2026-02-31"), ("castle", "2026-11-02"), ("home", "2027-01-01"), ("home", "2024-01-01")],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(programme: Programme, sorte: str, jour: str) -> None:
    with programme.asking("advisor") as advisor:
        refused = advisor.submit(PAGE, sorte=sorte, jour=jour)
    assert refused.status_code == 422
    assert "Rien n’a été gardé." in read(refused.text).one("p", "refusal").text
    with transaction(programme.app.state.engine) as session:
        assert not session.exec(select(PersonExit)).all()


def test_an_answer_before_the_exit_is_refused(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PAGE, sorte="training", jour=TODAY.isoformat())
        form = _main(advisor, PAGE).all("form")[0].attributes["action"]
        before = (TODAY - timedelta(days=1)).isoformat()
        assert advisor.submit(form, reponse="holds", jour=before).status_code == 422
        assert advisor.submit(form, reponse="rather", jour=TODAY.isoformat()).status_code == 422
    with transaction(programme.app.state.engine) as session:
        assert not session.exec(select(ExitContact)).all()


def test_the_coordinator_reads_figures_and_nobody(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        for _ in range(5):
            advisor.submit(PAGE, sorte="home", jour=TODAY.isoformat())
        advisor.submit(PAGE, sorte="training", jour=TODAY.isoformat())
    with programme.asking("coordinator") as coordinator:
        main = _main(coordinator, LIST)
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in main.one("tbody").all("tr")}
    assert rows["Logement"] == ["5", "0", "0", "0", "0"]
    assert rows["Formation"][0] == "–"
    assert OWN not in main.text


def test_the_employer_and_the_officer_see_nothing_of_it(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PAGE, sorte="lasting_job", jour=TODAY.isoformat())
    for kind, status in (("direction", 404), ("supervisor", 404), ("officer", 403)):
        with programme.asking(kind) as other:
            assert other.read(PAGE).status_code == status
            assert other.read(LIST).status_code == 403


def _main(caller: Caller, address: str) -> Node:
    response = caller.read(address)
    assert response.status_code == 200
    return read(response.text).one("main")
