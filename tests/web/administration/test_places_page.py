"""An administrator opens territories and chantiers, renames them and closes them; each within what they rule."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.security.keys import KeyTerms, Permission, make_key
from network_data.asker import Role
from network_data.database import transaction
from network_data.tables import ApiKey, Chantier, Territory
from tests.web.account.surfing import START, Surfer, told
from tests.web.administration.staff import COMPTES, staff, traces

LIEUX = "/administration/lieux"


def send(surfer: Surfer, path: str, **fields: str) -> int:
    return surfer.submit(COMPTES + "/nouveau", f"{LIEUX}/{path}", **fields).status_code


def chantier(engine: Engine, chantier_id: str) -> Chantier | None:
    with transaction(engine) as session:
        found = session.get(Chantier, chantier_id)
        if found is not None:
            session.expunge(found)
        return found


def test_a_new_territory_and_its_chantier_can_be_given_roles_at_once(chief: Surfer, engine: Engine) -> None:
    assert send(chief, "territoires", nom="Seine-Saint-Denis", departements="93, 2a") == 303
    assert send(chief, "chantiers", nom="L’Établi", territoire="seine-saint-denis", activite="Menuiserie") == 303
    with transaction(engine) as session:
        territory = session.get_one(Territory, "seine-saint-denis")
        assert (territory.departments, territory.is_demonstration) == (["93", "2A"], False)
    found = chantier(engine, "l-etabli")
    assert found is not None
    assert (found.name, found.activity) == ("L’Établi", "Menuiserie")
    staff(engine, "amina", Role.OFFICER, territory="paris")
    assert send(chief, "../comptes/amina/roles", role="advisor", lieu="chantier:l-etabli") == 303
    assert traces(engine, "chief") == ["territory.add", "chantier.add", "role.assign"]


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("territoires", {"nom": " "}, "Donnez un nom"),
        ("territoires", {"nom": "Paris"}, "déjà celui d’un territoire"),
        ("territoires", {"nom": "Est", "departements": "Ain"}, "par leur numéro"),
        ("territoires", {"nom": "???"}, "Donnez un code"),
        ("chantiers", {"nom": "Rejoué", "territoire": "paris"}, "déjà celui d’un chantier"),
        ("chantiers", {"nom": "Neuf", "territoire": "ailleurs"}, "territoire de la liste"),
        ("chantiers/rejoue/nom", {"nom": "Autre", "activite": "x" * 101}, "100 caractères"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    chief: Surfer, engine: Engine, path: str, fields: dict[str, str], said: str
) -> None:
    answer = chief.submit(COMPTES + "/nouveau", f"{LIEUX}/{path}", **fields)
    assert answer.status_code == 422
    assert said in told(answer)
    assert traces(engine, "chief") == []
    with transaction(engine) as session:
        assert {each.name for each in session.exec(select(Chantier))} == {"Rejoue", "Prelude", "Atelier"}


def test_places_are_renamed_and_keep_their_code(chief: Surfer, engine: Engine) -> None:
    assert send(chief, "chantiers/rejoue/nom", nom="Rejoué  demain", activite="Jouets") == 303
    assert send(chief, "territoires/paris/nom", nom="Grand Paris") == 303
    found = chantier(engine, "rejoue")
    assert found is not None
    assert (found.name, found.activity) == ("Rejoué demain", "Jouets")
    assert "Grand Paris" in told(chief.open(LIEUX))


def test_a_closed_chantier_is_given_nothing_and_its_keys_open_nothing(chief: Surfer, engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        key = make_key(session, KeyTerms("tests", "rejoue", frozenset(Permission)), START).id
    assert send(chief, "chantiers/rejoue/fermer") == send(chief, "chantiers/rejoue/fermer") == 303
    with transaction(engine) as session:
        assert session.get_one(ApiKey, key).revoked_at == START
    assert "fermé le 22/11/2026" in told(chief.open(LIEUX))
    assert 'value="chantier:rejoue"' not in chief.open(COMPTES + "/nouveau").text
    assert 'value="rejoue"' not in chief.open("/administration/cles").text
    staff(engine, "amina", Role.OFFICER, territory="paris")
    assert send(chief, "../comptes/amina/roles", role="advisor", lieu="chantier:rejoue") == 422
    assert send(chief, "chantiers/rejoue/rouvrir") == 303
    assert send(chief, "../comptes/amina/roles", role="advisor", lieu="chantier:rejoue") == 303
    assert traces(engine, "chief") == ["chantier.close", "key.revoke", "chantier.reopen", "role.assign"]


def test_an_administrator_of_a_territory_fills_it_and_touches_no_other(parisian: Surfer, engine: Engine) -> None:
    assert "Atelier" not in told(parisian.open(LIEUX))
    assert send(parisian, "chantiers", nom="Neuf", territoire="paris") == 303
    assert send(parisian, "territoires", nom="Est") == 422
    assert send(parisian, "chantiers", nom="Autre", territoire="lyon") == 422
    for path in ("chantiers/atelier/nom", "territoires/lyon/nom", "chantiers/nowhere/nom"):
        assert send(parisian, path, nom="Pris") == 404
    for path in ("chantiers/atelier/fermer", "chantiers/atelier/rouvrir"):
        assert send(parisian, path) == 404
    assert [each for each in traces(engine, "parisian") if each.startswith(("chantier", "territory"))] == [
        "chantier.add"
    ]


def test_a_new_administrator_reads_what_to_do_first(chief: Surfer, engine: Engine) -> None:
    assert "Pour commencer" in told(chief.open("/administration"))
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    assert "Pour commencer" not in told(chief.open("/administration"))
