"""What a coordinator sets of posts, chantiers' hours and the formula is kept, and changes the next month."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.demo.partners import TERRITORY
from tests.api.serving import load, serving, signed_in
from tests.databases import SqliteDatabases
from tests.web.reading import Node
from tests.web.visiting import Visitor

PAGE = f"/territoires/{TERRITORY}/equipes"


@pytest.fixture(scope="module")
def client(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with sqlite_databases.fresh_url(tmp_path_factory.mktemp("posts")) as url:
        load(url)
        with serving(url, **signed_in(url, Role.COORDINATOR, territory=TERRITORY)) as client:
            yield client


def page(client: TestClient, where: str) -> Node:
    return Visitor(client).page(f"{PAGE}/{where}")


def fields(client: TestClient, where: str) -> dict[str, str]:
    """The form as it is shown, ready to be sent back."""
    found: dict[str, str] = {}
    for each in page(client, where).all("input"):
        name, kind = each.attributes.get("name"), each.attributes.get("type")
        if name and (kind not in ("checkbox", "radio") or "checked" in each.attributes):
            found[name] = each.attributes.get("value", "")
    return found


def send(client: TestClient, where: str, changes: dict[str, str], status: int = 303) -> str:
    answer = client.post(f"{PAGE}/{where}", data=fields(client, where) | changes, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_post_is_added_changed_and_away_and_the_month_knows_it(client: TestClient) -> None:
    wanted = {"nom": "Maïa Renard", "contrat": "5", "tient-sante": "80", "va-rejoue": "doit"}
    send(client, "postes/nouveau", wanted)
    posts = page(client, "postes")
    assert "Maïa Renard" in posts.text
    assert "Rejoué : doit y aller" in posts.text
    link = next(each.attributes["href"] for each in posts.all("a") if "Maïa Renard" in each.text)
    where = link.removeprefix(f"{PAGE}/")
    send(client, where, {"contrat": "4", "absence-du": "2026-11-23", "absence-au": "2026-11-29"})
    assert "4 demi-journées par semaine" in page(client, "postes").text
    assert "absent" in next(
        row.text for row in Visitor(client).page(PAGE).all("tr") if row.text.startswith("Maïa Renard")
    )
    absence = next(name for name in fields_offered(client, where) if name.startswith("retirer-"))
    send(client, where, {absence: "oui"})
    assert not [name for name in fields_offered(client, where) if name.startswith("retirer-")]


def fields_offered(client: TestClient, where: str) -> list[str]:
    return [each.attributes.get("name", "") for each in page(client, where).all("input")]


def test_an_unchanged_form_changes_nothing(client: TestClient) -> None:
    before = fields(client, "postes/poste-sante")
    send(client, "postes/poste-sante", {})
    assert {k: v for k, v in fields(client, "postes/poste-sante").items() if k != "csrf"} == {
        k: v for k, v in before.items() if k != "csrf"
    }
    formula = fields(client, "formule")
    send(client, "formule", {})
    assert fields(client, "formule").items() >= {k: v for k, v in formula.items() if k != "csrf"}.items()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"nom": ""}, "Écrivez le nom"),
        ({"contrat": "quinze"}, "de 1 à 10"),
        ({"tient-sante": "101"}, "de 0 à 100"),
        ({"depuis": "2026-02-30"}, "un jour qui existe"),
        ({"fin": "2001-01-01"}, "avant le début"),
        ({"absence-du": "2026-11-24"}, "le premier et le dernier jour"),
        ({"compte": "somebody"}, "Choisissez un compte"),
    ],
)
def test_what_is_wrong_with_a_post_is_told_beside_its_field(
    client: TestClient, wrong: dict[str, str], told: str
) -> None:
    said = send(client, "postes/poste-sante", wrong, 422)
    assert told in said
    assert 'aria-invalid="true"' in said
    assert "Nadia Berthelot" in page(client, "postes").text


def test_a_chantier_that_closes_its_mornings_is_not_visited_then(client: TestClient) -> None:
    everything = fields(client, "accueil/rejoue")
    mornings = {name for name in everything if name.endswith("-am")}
    kept = {name: value for name, value in everything.items() if name not in mornings} | {"place": "3"}
    assert client.post(f"{PAGE}/accueil/rejoue", data=kept, follow_redirects=False).status_code == 303
    assert "3 personnes à la fois" in page(client, "postes").text
    assert "de 1 à 20" in send(client, "accueil/rejoue", {"place": "0"}, 422)


def test_another_formula_asks_for_more_and_the_first_one_can_be_had_again(client: TestClient) -> None:
    def asked() -> int:
        table = next(
            each for each in Visitor(client).page(PAGE).all("table") if "Besoins et demi-journées" in each.text
        )
        return sum(int(row.all("td")[-1].text) for row in table.all("tr") if row.all("td"))

    before = asked()
    send(client, "formule", {"besoin-sante": "1,5"})
    assert asked() > before
    assert "de 0 à 10" in send(client, "formule", {"besoin-sante": "beaucoup"}, 422)
    send(client, "formule", {"action": "depart"})
    assert "0,12" in fields(client, "formule")["besoin-sante"]


def test_what_is_not_of_the_territory_does_not_exist(client: TestClient) -> None:
    for where in ("postes/unknown", "accueil/unknown"):
        Visitor(client).page(f"{PAGE}/{where}", 404)
