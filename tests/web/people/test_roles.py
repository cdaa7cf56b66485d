"""Each role reads what its work needs, and nothing more."""

import pytest

from network_data.vocabulary import BARRIERS
from tests.web.people.conftest import Workers

ADVISOR, COLLEAGUE, OTHER = "conseil-rejoue", "conseil-rejoue-2", "conseil-prelude"
OFFICER, COORDINATOR = "partenariat-sante", "coordination"


def test_an_advisor_starts_from_those_they_accompany_by_name(worker: Workers) -> None:
    ines = worker(ADVISOR)
    assert "Qui accompagnez-vous aujourd’hui ?" in ines.reads("/")
    listed = ines.reads("/chantiers/rejoue")
    assert "27 personnes" in listed
    assert "Ibrahim Lambert P-0417" in listed
    assert len(ines.people("rejoue")) == 27


def test_two_advisors_of_a_chantier_share_only_who_was_handed_over(worker: Workers) -> None:
    first, second = (set(worker(login).people("rejoue")) for login in (ADVISOR, COLLEAGUE))
    (shared,) = first & second
    assert len(first | second) == 50
    assert f"{shared} : voir le plan" in worker(ADVISOR).reads("/chantiers/rejoue")
    assert "vous avez passé le relais, jusqu’au 21 décembre 2026" in worker(ADVISOR).reads("/chantiers/rejoue")


def test_the_plan_names_the_person_and_says_how_to_reach_them(worker: Workers) -> None:
    plan = worker(ADVISOR).reads("/personnes/P-0417")
    assert "Ibrahim Lambert" in plan
    assert "01 99 00" in plan
    assert "Qui voit ce dossier" in plan


def test_an_officer_sees_the_first_name_and_the_needs_entrusted(worker: Workers) -> None:
    nadia = worker(OFFICER)
    plan = nadia.reads("/personnes/P-0417")
    assert "Vous ne voyez que les freins confiés." in plan
    assert "Ibrahim" in plan
    assert "Lambert" not in plan
    assert "3 freins" in plan
    assert "Soins dentaires" in plan
    for hidden in ("Domiciliation", "Accès au logement", "Ce qui a servi à dessiner ce plan", "Qui voit ce dossier"):
        assert hidden not in plan
    assert "Que vous a-t-on confié ?" in nadia.reads("/")


def test_an_officer_finds_nobody_where_nothing_was_entrusted(worker: Workers) -> None:
    entrusted = [
        len(worker(OFFICER).people(chantier)) for chantier in ("rejoue", "prelude", "emmaus-defi", "bio-nettoyage")
    ]
    assert sum(entrusted) == 8 + 1, "what was entrusted, and what a request that they took opened"
    assert worker(OFFICER).status("/personnes/P-0417/acces") == 403


def test_a_coordinator_reads_pseudonyms_and_counts_and_opens_no_file(worker: Workers) -> None:
    mireille = worker(COORDINATOR)
    assert "200 personnes accompagnées" in mireille.reads("/")
    listed = mireille.reads("/chantiers/rejoue")
    assert "P-0417 7 freins" in listed
    assert mireille.people("rejoue") == []
    assert mireille.status("/personnes/P-0417") == 404


@pytest.mark.parametrize("login", ["direction-rejoue", "encadrement-rejoue"])
def test_the_employer_reads_that_there_is_nothing_to_read_yet(worker: Workers, login: str) -> None:
    boss = worker(login)
    page = boss.reads("/chantiers/rejoue")
    assert "Aucun rendez-vous à venir pour l’instant." in page
    assert "P-0" not in page
    assert "50" not in boss.reads("/").partition("Les partenaires")[0]
    assert boss.status("/chantiers/prelude") == 404


@pytest.mark.parametrize("login", ["direction-rejoue", COORDINATOR, "administration", "controle", OTHER])
def test_nothing_of_anyones_barriers_shows_to_those_who_need_not_know(worker: Workers, login: str) -> None:
    reader = worker(login)
    for path in ("/chantiers/rejoue", "/personnes/P-0417", "/personnes/P-0417/freins", "/personnes/P-0417/acces"):
        page = reader.surfer.open(path).text
        assert [code for code in BARRIERS if f"frein-{code}" in page or f"frein={code}" in page] == []
        assert "tile" not in page.partition("<main")[2]
        assert "Ibrahim" not in page


@pytest.mark.parametrize(("login", "way"), [("administration", "/administration"), ("controle", "/trace")])
def test_who_needs_no_people_goes_straight_to_their_own_work(worker: Workers, login: str, way: str) -> None:
    reader = worker(login)
    home = reader.reads("/")
    assert f'<a class="way" href="{way}">' in reader.surfer.open("/").text
    assert "personne" not in home.partition("Les partenaires")[0].replace("Les dossiers des personnes", "")
    assert reader.status("/chantiers/rejoue") == 404


def test_the_header_of_the_browser_keeps_the_name_out_of_its_history(worker: Workers) -> None:
    page = worker(ADVISOR).surfer.open("/personnes/P-0417").text
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "P-0417" in title
    assert "Ibrahim" not in title
