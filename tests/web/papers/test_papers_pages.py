"""The pages of papers: noting what happened, what presses first, what would be missed, and who sees none of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from network_data.database import transaction
from network_data.tables import HeldPaper, PaperChange, Person, Service
from tests.api.referring import NOW, OWN, TODAY, Caller, Programme, later
from tests.web.reading import Node, read

PAGE, QUEUE = f"/personnes/{OWN}/papiers", "/papiers"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def test_from_a_paper_in_hand_to_its_renewal(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        answer = advisor.submit(PAGE + "/css", quoi="recu", jour=day(-30), fin=day(20))
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE + "#papier-css")
        (card,) = _main(advisor, PAGE).all("li", "paper-card")
        assert "à renouveler sans attendre" in card.text
        assert "1 papier à commencer" in _main(advisor, QUEUE).text
        assert advisor.submit(PAGE + "/css", quoi="demande", jour=day(0)).status_code == 303
        assert "1 papier demandé, à relancer" in _main(advisor, QUEUE).text
        assert advisor.submit(PAGE + "/css", quoi="recu", jour=day(0), fin=day(400)).status_code == 303
        assert "Aucun papier n’arrive à son terme." in _main(advisor, QUEUE).text
        story = _main(advisor, PAGE).text
        assert "avant : jusqu’au 12 décembre 2026" in story.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"jour": "2026-11-22"}, "Choisissez ce qui s’est passé."),
        ({"quoi": "recu", "jour": ""}, "Choisissez un jour du calendrier."),
        ({"quoi": "recu", "jour": "2026-02-31"}, "Choisissez un jour du calendrier."),
        ({"quoi": "recu", "jour": "2026-11-22", "fin": "bientôt"}, "Choisissez un jour du calendrier."),
        ({"quoi": "recu", "jour": "2026-11-22", "fin": "0026-11-22"}, "Vérifiez l’année"),
        ({"quoi": "recu", "jour": "2027-11-22"}, "aujourd’hui au plus tard"),
        ({"quoi": "perdu", "jour": "2026-11-22", "fin": "2027-01-01"}, "quand elle a le papier en main"),
    ],
)
def test_what_makes_no_sense_is_given_back_with_its_fault_and_nothing_is_kept(
    programme: Programme, fields: dict[str, str], fault: str
) -> None:
    with programme.asking("advisor") as advisor:
        refused = advisor.submit(PAGE + "/css", **fields)
    assert refused.status_code == 422
    main = read(refused.text).one("main")
    (link,) = main.one("section", "refusal").all("a")
    assert fault in link.text
    assert [node for node in main.walk() if node.attributes.get("id") == link.attributes["href"].removeprefix("#")]
    with transaction(programme.app.state.engine) as session:
        assert not session.exec(select(HeldPaper)).all()
        assert not session.exec(select(PaperChange)).all()


def test_an_appointment_after_the_end_of_a_paper_that_it_asks_for_is_said_on_both_pages(programme: Programme) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Service, "service").required_papers = ["css"]
    with programme.asking("advisor") as advisor:
        for days in (10, 200):
            advisor.submit(PAGE + "/css", quoi="recu", jour=day(0), fin=day(days))
            if days == 10:
                referral = advisor.sent()
                at = later(NOW + timedelta(days=30))
                assert advisor.move(referral, "scheduled", details={"scheduled_at": at}).status_code == 200
            warned = "expire avant ce rendez-vous" in _main(advisor, PAGE).text
            followed = "expire avant ce rendez-vous" in _main(advisor, f"/personnes/{OWN}/suivi").text
            assert (warned, followed) == (days == 10, days == 10)


def test_the_services_that_hang_on_a_paper_are_named(programme: Programme) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Service, "service").required_papers = ["css"]
        session.get_one(Person, OWN).papers_known = True
    with programme.asking("advisor") as advisor:
        advisor.submit(PAGE + "/css", quoi="recu", jour=day(0), fin=day(10))
        advisor.submit(PAGE + "/rqth", quoi="recu", jour=day(0), fin=day(10))
        css, rqth = _main(advisor, PAGE).all("li", "paper-card")
    assert "Sans ce papier : 1 frein touché" in css.text.replace("\u00a0", " ")
    assert "Service" in css.one("details").text
    assert rqth.all("details") == []


def test_the_coordinator_counts_and_the_employer_and_the_officer_see_nothing(programme: Programme) -> None:
    programme.store(*(HeldPaper(person_id=programme.someone(n), paper="css", until=TODAY) for n in range(1, 7)))
    with programme.asking("advisor") as advisor:
        advisor.submit(PAGE + "/cni", quoi="recu", jour=day(0), fin=day(10))
    with programme.asking("coordinator") as coordinator:
        main = _main(coordinator, QUEUE)
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in main.one("tbody").all("tr")}
    assert rows == {"Carte nationale d'identité": ["0", "–", "0"], "Complémentaire santé solidaire": ["0", "6", "0"]}
    assert OWN not in main.text
    for kind, status in (("direction", 404), ("supervisor", 404), ("officer", 403), ("colleague", 404)):
        with programme.asking(kind) as other:
            assert other.read(PAGE).status_code == other.read(PAGE + "/css").status_code == status
            assert other.read(QUEUE).status_code == (200 if kind == "colleague" else 403)


def test_whoever_only_reads_the_file_gets_no_form(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PAGE + "/cni", quoi="recu", jour=day(0), fin=day(10))
        assert _main(advisor, PAGE).all("form")
        assert advisor.read(PAGE + "/nonsense").status_code == 404
    with programme.asking("colleague") as colleague:
        reason = "La collègue est absente et la personne attend."
        assert colleague.submit(f"/personnes/{OWN}/ouvrir", raison=reason).status_code == 303
        main = _main(colleague, PAGE)
        assert "Carte nationale" in main.text
        assert main.all("form") == []
        assert colleague.read(PAGE + "/cni").status_code == 403
        assert colleague.submit(PAGE + "/cni", quoi="perdu", jour=day(0)).status_code == 403


def _main(caller: Caller, address: str) -> Node:
    response = caller.read(address)
    assert response.status_code == 200
    return read(response.text).one("main")
