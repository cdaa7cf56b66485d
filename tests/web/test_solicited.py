"""What partners have before them: the board by chantier, the partner's page, the word before sending."""

from collections.abc import Iterator

import pytest

from network_data.database import transaction
from network_data.tables import Partner
from tests.access.world import OWN
from tests.api.referring import Programme
from tests.web.reading import Node, read

BOARD = "/sollicitations"
PARTNER = "/partenaires/partner"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    made.app.state.settings = made.app.state.settings.model_copy(update={"most_open_per_partner": 2})
    yield made
    made.close()


def page(programme: Programme, kind: str, path: str) -> Node:
    with programme.asking(kind) as asker:
        answer = asker.read(path)
        assert answer.status_code == 200, path
        return read(answer.text).one("main")


def sent(programme: Programme, number: int) -> str:
    with programme.asking("advisor") as advisor:
        return advisor.sent(programme.someone(number))


@pytest.mark.parametrize("kind", ["officer", "coordinator"])
def test_whoever_shares_chantiers_reads_who_has_how_much_from_where(programme: Programme, kind: str) -> None:
    assert "Rien n’est en attente chez aucun partenaire" in page(programme, kind, BOARD).text
    for number in (1, 2):
        sent(programme, number)
    (row,) = page(programme, kind, BOARD).one("tbody").all("tr")
    assert "2 sur 2 assez pour l’instant" in row.text
    assert "la moitié ou plus" in row.text
    assert "aujourd’hui" in row.all("td")[-1].text
    assert "P-" not in row.text
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Partner, "partner").territory_slug = "south"
    assert "2 sur 2" not in page(programme, kind, BOARD).text


@pytest.mark.parametrize("kind", ["advisor", "direction", "administrator"])
def test_nobody_else_compares_chantiers(programme: Programme, kind: str) -> None:
    with programme.asking(kind) as asker:
        assert asker.read(BOARD).status_code == 403
        assert BOARD not in asker.read("/partenaires").text


def test_a_partners_page_tells_the_total_to_advisors_and_nothing_to_the_employer(programme: Programme) -> None:
    for number in (1, 2):
        sent(programme, number)
    told = {kind: page(programme, kind, PARTNER).text for kind in ("advisor", "officer", "direction", "administrator")}
    assert "2 sur 2 assez pour l’instant" in told["advisor"]
    assert "la moitié ou plus" not in told["advisor"]
    assert "la moitié ou plus" in told["officer"]
    for kind in ("direction", "administrator"):
        assert "Ce qu’ils ont devant eux" not in told[kind]


def test_before_a_referral_is_sent_its_page_says_that_the_partner_has_enough(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        address = f"/orientations/{advisor.prepare(OWN).json()['id']}"
        assert "Ils ont déjà" not in advisor.read(address).text
        for number in (1, 2):
            sent(programme, number)
        assert "Ils ont déjà 2 orientations en attente" in advisor.read(address).text


def test_whoever_is_on_the_telephone_with_a_partner_finds_their_own_there_and_notes_it_at_once(
    programme: Programme,
) -> None:
    with programme.asking("advisor") as advisor:
        assert "Vos orientations chez eux" not in advisor.read(PARTNER).text
        referral = advisor.sent(OWN)
        shown = read(advisor.read(PARTNER).text).one("main")
        form = next(
            each for each in shown.all("form") if each.attributes["action"] == f"/orientations/{referral}/contact"
        )
        assert advisor.submit(form.attributes["action"], resultat="appel").status_code == 303
        assert "Au téléphone avec le partenaire" in advisor.read(f"/orientations/{referral}").text
        assert "Dernier appel noté aujourd’hui" in " ".join(read(advisor.read(PARTNER).text).one("main").text.split())
    for kind in ("officer", "coordinator", "direction", "administrator"):
        with programme.asking(kind) as other:
            told = other.read(PARTNER).text
            assert referral not in told
            assert OWN not in told
