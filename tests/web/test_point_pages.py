"""The point concerté and the social note: what is said and kept, what the page gathers, and who reads none of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network_data.database import transaction
from network_data.tables import ConcertedPoint, HeldPaper, Need, Person, Service, SocialNote
from tests.api.referring import ENTRUSTED, NOW, OWN, SENSITIVE, TODAY, Caller, Programme, later
from tests.web.reading import Node, read

POINT = f"/personnes/{OWN}/point"
PREPARE, NOTE = POINT + "/preparer", f"/personnes/{OWN}/note-sociale"
SAID = {
    "vu": "{}",
    "paroles": "Un toit d’abord.\r\nLe reste après.",
    "but-1": "Une chambre à moi",
    "frein-1": ENTRUSTED,
}


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def test_what_is_said_is_sealed_and_shown_with_what_is_open_for_each_goal(programme: Programme) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Service, "service").required_papers = ["css"]
    with programme.asking("advisor") as advisor:
        assert advisor.submit(PREPARE, **SAID).headers["location"] == POINT
        referral = advisor.sent()
        at = later(NOW + timedelta(days=5))
        assert advisor.move(referral, "scheduled", details={"scheduled_at": at}).status_code == 200
        step = {"quoi": "Appeler ensemble", "frein": "gestion-budget", "jour": "2026-11-24", "papier-rib": "oui"}
        assert advisor.submit(f"/personnes/{OWN}/pas", **step).status_code == 303
        main = _main(advisor, POINT)
    (goal,) = main.all("section", "point-goal")[:1]
    cells = [cell.text for cell in goal.one("tbody").one("tr").walk() if cell.tag in {"td", "th"}]
    assert "27 novembre 2026" in cells[0]
    assert "Partenaire" in cells[1]
    assert cells[3] == "Complémentaire santé solidaire"
    assert "Une chambre à moi" in goal.one("h2").text
    others = main.all("section", "point-goal")[1]
    assert "Appeler ensemble" in others.text
    assert "Relevé d'identité bancaire" in others.text
    assert "Un toit d’abord." in main.one("blockquote").text
    with Session(programme.app.state.engine) as session:
        row = session.exec(select(ConcertedPoint)).one()
    assert b"toit" not in row.words_sealed


def test_what_the_officers_look_for_stands_under_its_goal_and_in_the_follow_up(programme: Programme) -> None:
    follow = f"/personnes/{OWN}/suivi"
    with transaction(programme.app.state.engine, writes=True) as session:
        for need in session.exec(select(Need).where(Need.person_id == OWN)):
            need.severity = 3 if need.barrier == ENTRUSTED else 1
    with programme.asking("advisor") as advisor:
        flagged = "Sévère, et personne dessus" in _main(advisor, follow).text
        advisor.submit(PREPARE, **SAID)
        assert "Chercher une piste" not in _main(advisor, POINT).text
        asked = advisor.post("/requests", {"person_id": OWN, "barrier": ENTRUSTED, "question": "Qui a une chambre ?"})
        assert asked.status_code == 201
        (goal,) = _main(advisor, POINT).all("section", "point-goal")[:1]
        assert "Chercher une piste (posée)" in goal.text
        assert "l’équipe de partenariat" in goal.text
        row = next(each for each in _main(advisor, follow).all("li", "follow-row") if "posée" in each.text)
        assert row.one("a", href=f"/demandes/{asked.json()['id']}").text == "Demande à l’équipe de partenariat"
        assert "Personne dessus" not in row.text
        assert "chambre ?" not in row.text
        assert (flagged, "Sévère, et personne dessus" in _main(advisor, follow).text) == (True, False)
        advisor.post(f"/requests/{asked.json()['id']}/events", {"to": "closed", "reason": "no-longer-needed"})
        assert "Chercher une piste" not in _main(advisor, POINT).text
        assert "Demande à l’équipe" not in _main(advisor, follow).text


def test_said_twice_on_one_day_it_is_one_point_and_former_days_stay(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PREPARE, **SAID)
        seen = _main(advisor, PREPARE).one("form").all("input")
        shown = next(each.attributes["value"] for each in seen if each.attributes.get("name") == "vu")
        assert advisor.submit(PREPARE, vu=shown, paroles="Autre chose").status_code == 303
        assert "Autre chose" in _main(advisor, POINT).one("blockquote").text
    with transaction(programme.app.state.engine, writes=True) as session:
        session.exec(select(ConcertedPoint)).one().on = TODAY - timedelta(days=30)
    with programme.asking("advisor") as advisor:
        advisor.submit(PREPARE, vu='{"paroles": "Autre chose"}', paroles="Un travail")
        main = _main(advisor, POINT)
    assert "Un travail" in main.one("blockquote").text
    assert "Autre chose" in main.one("details").text


def test_what_someone_else_wrote_meanwhile_is_said_and_nothing_is_lost(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PREPARE, **SAID)
        late = advisor.submit(PREPARE, vu="{}", paroles="Moi, je disais autre chose")
        assert late.status_code == 409
        assert "Quelqu’un d’autre a changé ce dossier" in late.text
        assert "Moi, je disais autre chose" in late.text
        assert "Un toit d’abord." in _main(advisor, POINT).one("blockquote").text


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, "Écrivez ce qu’elle dit"),
        ({"paroles": "x" * 601}, "600 caractères"),
        ({"but-2": "y" * 161}, "160 caractères"),
        ({"but-1": "Un toit", "frein-1": "langue-francais"}, "Choisissez un de ses freins"),
        ({"frein-3": ENTRUSTED}, "Dites ce but"),
    ],
)
def test_what_makes_no_sense_is_given_back_and_nothing_is_kept(
    programme: Programme, fields: dict[str, str], fault: str
) -> None:
    with programme.asking("advisor") as advisor:
        refused = advisor.submit(PREPARE, vu="{}", **fields)
    assert refused.status_code == 422
    main = read(refused.text).one("main")
    assert fault in main.one("section", "refusal").text
    with Session(programme.app.state.engine) as session:
        assert not session.exec(select(ConcertedPoint)).all()


def test_the_note_begins_from_facts_without_what_is_sensitive_and_is_kept_sealed(programme: Programme) -> None:
    programme.store(
        HeldPaper(person_id=OWN, paper="css", until=TODAY), HeldPaper(person_id=OWN, paper="casier-b3", until=TODAY)
    )
    with programme.asking("advisor") as advisor:
        advisor.submit(PREPARE, vu="{}", **{"but-1": "Souffler", "frein-1": SENSITIVE, "but-2": "Un toit"})
        begun = _main(advisor, NOTE).one("textarea").text
        assert "Complémentaire santé solidaire" in begun
        assert "Un toit" in begun
        for hidden in ("Casier", "Addiction", "Souffler", OWN):
            assert hidden.lower() not in begun.lower()
        assert advisor.submit(NOTE, texte="Madame,\r\nVoici.", action="enregistrer").status_code == 303
        kept = _main(advisor, NOTE)
        assert kept.one("textarea").text == "Madame, Voici."
        with Session(programme.app.state.engine) as session:
            assert b"Voici" not in session.exec(select(SocialNote)).one().text_sealed
        long = advisor.submit(NOTE, texte="z" * 8_001, action="enregistrer")
        assert long.status_code == 422
        assert "zzz" in read(long.text).one("textarea").text
        assert advisor.submit(NOTE, action="recommencer").status_code == 303
        assert "Un toit" in _main(advisor, NOTE).one("textarea").text


def test_by_default_the_page_names_nobody_and_prints_no_barrier(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(f"/personnes/{OWN}/identite", prenom="Zoé")
        advisor.submit(PREPARE, **SAID)
        plain, named = _main(advisor, POINT), _main(advisor, POINT + "?noms=oui")
    assert "Zoé" not in plain.text
    assert "Zoé" in named.one("h1").text
    tiles = [each for each in plain.one("article", "point").walk() if "tile" in each.attributes.get("class", "")]
    screen = [
        each for part in plain.walk() if "screen-only" in part.attributes.get("class", "") for each in part.walk()
    ]
    assert tiles
    assert all(tile in screen for tile in tiles)


def test_of_someone_whose_address_is_secret_nothing_stands_overleaf(programme: Programme) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Person, OWN).secret_address = True
    with programme.asking("advisor") as advisor:
        main = _main(advisor, POINT)
    assert main.all("article", "sheet") == []
    assert "ne l’imprimez pas" in main.text


def test_the_employer_the_officer_and_a_colleague_read_nothing_and_whoever_opened_the_file_no_note(
    programme: Programme,
) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PREPARE, **SAID)
    for kind, status in (("direction", 404), ("supervisor", 404), ("officer", 403), ("colleague", 404)):
        with programme.asking(kind) as other:
            for page in (POINT, PREPARE, NOTE):
                assert other.read(page).status_code == status
    with programme.asking("colleague") as colleague:
        colleague.submit(f"/personnes/{OWN}/ouvrir", raison="La collègue est absente et la personne attend.")
        assert "Un toit d’abord." in _main(colleague, POINT).text
        assert colleague.read(NOTE).status_code == colleague.read(PREPARE).status_code == 403
        assert colleague.submit(NOTE, texte="x").status_code == 403


def test_it_goes_with_the_person(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.submit(PREPARE, **SAID)
        advisor.submit(NOTE, texte="Note")
    with transaction(programme.app.state.engine, writes=True) as session:
        session.delete(session.get_one(Person, OWN))
    with Session(programme.app.state.engine) as session:
        assert session.exec(select(ConcertedPoint)).all() == []
        assert session.exec(select(SocialNote)).all() == []


def _main(caller: Caller, address: str) -> Node:
    response = caller.read(address)
    assert response.status_code == 200
    return read(response.text).one("main")
