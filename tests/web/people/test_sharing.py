"""An advisor opens a file to others, and closes it, from its page."""

import re
from datetime import timedelta

import pytest

from tests.api.serving import TODAY
from tests.web.account.surfing import told
from tests.web.people.conftest import Workers
from tests.web.people.working import Worker

ADVISOR, COLLEAGUE, OTHER = "conseil-rejoue", "conseil-rejoue-2", "conseil-prelude"
SOMEONE, ACCESS = "/personnes/P-0417", "/personnes/P-0417/acces"
WHY = "Sa conseillère est absente, il faut appeler l’hébergement."
LATER = (TODAY + timedelta(days=7)).isoformat()


def test_the_page_says_who_sees_the_file_and_until_when(worker: Workers) -> None:
    page = worker(ADVISOR).reads(ACCESS)
    assert "Nadia Berthelot s’est vu confier des freins · jusqu’au 20 mai 2027" in page
    assert "Avec son prénom et son téléphone, la personne est d’accord." in page


def test_handing_over_gives_the_person_to_a_colleague(changing: Workers) -> None:
    ines, karim = changing(ADVISOR), changing(COLLEAGUE)
    assert karim.status(SOMEONE) == 404
    sent = ines.sends(ACCESS, f"{SOMEONE}/relais", a=f"demo-{COLLEAGUE}", jours="30")
    assert (sent.status_code, sent.headers["location"]) == (303, "/chantiers/rejoue")
    assert "Ibrahim Lambert" in karim.reads(SOMEONE)
    assert "Vous avez passé le relais, jusqu’au 22 décembre 2026." in ines.reads(SOMEONE)
    assert ines.status(ACCESS) == 403


def test_a_colleague_stands_in(changing: Workers) -> None:
    ines, karim = changing(ADVISOR), changing(COLLEAGUE)
    sent = ines.sends(ACCESS, f"{SOMEONE}/remplacement", a=f"demo-{COLLEAGUE}", jusqu_au=LATER)
    assert sent.status_code == 303
    assert "Vous remplacez un collègue, jusqu’au 29 novembre 2026." in karim.reads(SOMEONE)
    assert "Karim Vidal remplace · jusqu’au 29 novembre 2026" in ines.reads(ACCESS)


def test_entrusting_a_need_without_the_persons_agreement_gives_no_name(changing: Workers) -> None:
    ines, fanny = changing(ADVISOR), changing("partenariat-emploi")
    assert fanny.status(SOMEONE) == 404
    ines.sends(ACCESS, f"{SOMEONE}/confier", a="demo-partenariat-emploi", freins="identite", jusqu_au=LATER)
    plan = fanny.reads(SOMEONE)
    assert "1 frein" in plan
    assert "Ibrahim" not in plan
    assert "01 99 00" not in plan.partition("Maintenant")[0]


def test_an_access_ends_at_once_from_the_page(changing: Workers) -> None:
    ines, nadia = changing(ADVISOR), changing("partenariat-sante")
    assert nadia.status(SOMEONE) == 200
    action = re.search(rf'action="({ACCESS}/\d+/fin)"[^>]*>.*?Nadia', ines.surfer.open(ACCESS).text, re.DOTALL)
    assert action
    assert ines.sends(ACCESS, action[1]).status_code == 303
    assert nadia.status(SOMEONE) == 404


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ("relais", {"a": f"demo-{OTHER}", "jours": "30"}, "Choisissez quelqu’un dans la liste."),
        ("relais", {"a": f"demo-{COLLEAGUE}", "jours": "4000"}, "Choisissez un nombre de jours entre 0 et 366."),
        ("remplacement", {"a": f"demo-{COLLEAGUE}", "jusqu_au": "2020-01-01"}, "Choisissez un jour à venir"),
        ("confier", {"a": "demo-partenariat-sante", "jusqu_au": LATER}, "Choisissez au moins un des freins"),
    ],
)
def test_a_form_that_does_not_suit_comes_back_with_what_to_correct(
    changing: Workers, form: str, fields: dict[str, str], words: str
) -> None:
    answer = changing(ADVISOR).sends(ACCESS, f"{SOMEONE}/{form}", **fields)
    assert answer.status_code == 422
    assert words in told(answer)
    assert changing(OTHER).status(SOMEONE) == 404
    assert changing(COLLEAGUE).status(SOMEONE) == 404


def opened(who: Worker, reason: str) -> int:
    return who.sends(f"{SOMEONE}/ouvrir", f"{SOMEONE}/ouvrir", raison=reason).status_code


def test_a_colleagues_file_opens_for_a_reason_and_without_the_name(changing: Workers) -> None:
    ines, karim = changing(ADVISOR), changing(COLLEAGUE)
    assert "La raison" in karim.reads(f"{SOMEONE}/ouvrir")
    assert opened(karim, "urgent") == 422
    assert karim.status(SOMEONE) == 404
    assert opened(karim, WHY) == 303
    plan = karim.reads(SOMEONE)
    assert "Dossier ouvert avec une raison, jusqu’au 22 novembre 2026." in plan
    assert "7 freins" in plan
    assert "Ibrahim" not in plan
    assert f"Raison donnée : {WHY}" in ines.reads(ACCESS)


def test_the_list_leads_to_the_page_that_asks_why(worker: Workers) -> None:
    karim = worker(COLLEAGUE)
    assert 'action="/ouvrir"' in karim.surfer.open("/chantiers/rejoue").text
    asked = karim.surfer.open("/ouvrir?pseudonyme=P-0417")
    assert (asked.status_code, asked.headers["location"]) == (303, f"{SOMEONE}/ouvrir")
    assert karim.surfer.open("/ouvrir?pseudonyme=../x").headers["location"] == "/personnes/..%2Fx/ouvrir"


def test_a_file_already_open_asks_for_no_reason(worker: Workers) -> None:
    answer = worker(ADVISOR).surfer.open(f"{SOMEONE}/ouvrir")
    assert (answer.status_code, answer.headers["location"]) == (303, SOMEONE)


def test_someone_of_another_chantier_does_not_exist_to_whoever_asks_to_open(worker: Workers) -> None:
    lucie = worker(OTHER)
    first, second = lucie.surfer.open(f"{SOMEONE}/ouvrir"), lucie.surfer.open("/personnes/P-9999/ouvrir")
    assert (first.status_code, first.text) == (404, second.text)
