"""The page that enters people from a file: checked first, all or nobody, and each accompanied by who gives it."""

from collections.abc import Iterator

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from api.security.secrets import digest
from network_data.tables import Grant, Need, Person
from tests.access.world import HERE, credential
from tests.api.referring import Programme
from tests.web.reading import Node, read

PAGE = f"/chantiers/{HERE}/importer"
GOOD = "chantier;reference;conseiller;prenom;freins\nhere;1;advisor;Zoé;identite:3\nHere;2;advisor;;\n"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def give(programme: Programme, text: str, action: str, kind: str = "advisor") -> Response:
    """Sends the file as a browser does."""
    asker = credential(programme.app, kind)
    token = programme.app.state.csrf.token(f"session:{digest(asker.session or '')}")
    with TestClient(programme.app) as client:
        return client.post(
            PAGE,
            headers={**asker.headers, "accept": "text/html"},
            data={"csrf": token, "action": action},
            files={"fichier": ("people.csv", text.encode(), "text/csv")} if text else {},
        )


def entered(programme: Programme) -> list[str]:
    with Session(programme.app.state.engine) as session:
        return [each for each in session.exec(select(Person.id)).all() if each[2:].isdigit()]


def main(answer: Response) -> Node:
    return read(answer.text).one("main")


def test_a_file_is_checked_then_entered_and_given_again_changes_nothing(programme: Programme) -> None:
    checked = give(programme, GOOD, "verifier")
    assert checked.status_code == 200
    assert "Le fichier est bon" in main(checked).text
    assert entered(programme) == []
    assert "2 personnes entrées" in main(give(programme, GOOD, "entrer")).text
    assert "2 étaient déjà là" in main(give(programme, GOOD, "entrer")).text
    people = entered(programme)
    assert len(people) == 2
    with Session(programme.app.state.engine) as session:
        grants = session.exec(select(Grant).where(Grant.person_id.in_(people))).all()  # type: ignore[attr-defined]  # a column
        assert {grant.account_id for grant in grants} == {"advisor"}
        assert len(session.exec(select(Need).where(Need.barrier == "identite")).all()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "choisissez un fichier"),
        (GOOD + "here;3;colleague;;\n", "Ligne 4, colonne conseiller"),
        (GOOD + "next-door;3;advisor;;\n", "Ligne 4, colonne chantier"),
        (GOOD + "here;3;advisor;;nonsense\n", "Ligne 4, colonne freins"),
    ],
)
def test_anything_wrong_is_told_by_line_and_column_and_nobody_is_entered(
    programme: Programme, text: str, said: str
) -> None:
    refused = give(programme, text, "entrer")
    assert refused.status_code == 422
    assert said in main(refused).one("section", "refusal").text
    assert entered(programme) == []


def test_the_model_to_download_is_for_advisors_of_the_chantier(programme: Programme) -> None:
    for kind, status in (("advisor", 200), ("neighbour", 404), ("direction", 404), ("coordinator", 404)):
        with programme.asking(kind) as asker:
            model = asker.read(PAGE + "/modele.csv")
            assert model.status_code == asker.read(PAGE).status_code == status
    assert give(programme, GOOD, "entrer", "neighbour").status_code == 404
    assert entered(programme) == []
