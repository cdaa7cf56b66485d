"""An administrator invites, gives roles and closes accounts; one of a territory stays within it; none rises alone."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from network_data.asker import Position, Role
from tests.web.account.surfing import PASSWORD, Surfer, told
from tests.web.administration.staff import COMPTES, accompany, account, positions, running_grants, staff, traces

AMINA = {"nom": "Amina Test", "identifiant": "Amina@exemple.fr", "role": "advisor", "lieu": "chantier:rejoue"}


def send(surfer: Surfer, login: str, action: str, **fields: str) -> int:
    return surfer.submit(COMPTES, f"{COMPTES}/{login}/{action}", **fields).status_code


def submit(surfer: Surfer, path: str, **fields: str) -> str:
    return surfer.submit(COMPTES, path, **fields).text


def link_in(text: str) -> str:
    (found,) = re.findall(r"<code>http://127.0.0.1:8000(/(?:invitation|reinitialiser)/[\w-]+)</code>", text)
    return str(found)


def test_someone_invited_comes_in_by_the_link_that_is_shown_once(
    chief: Surfer, a_browser: Callable[..., Surfer], engine: Engine
) -> None:
    link = link_in(submit(chief, COMPTES + "/nouveau", **AMINA))
    assert "/invitation/" not in chief.open(f"{COMPTES}/{account(engine, 'amina@exemple.fr').id}").text
    newcomer = a_browser()
    assert newcomer.submit(link, link, password="une phrase assez longue").status_code == 303
    newcomer.sign_in("amina@exemple.fr", "une phrase assez longue")
    assert newcomer.is_signed_in()
    assert traces(engine, "chief") == ["account.add", "role.assign", "account.invite"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"identifiant": "deux mots"}, "identifiant sans espaces"),
        ({"identifiant": "chief"}, "déjà pris"),
        ({"role": "software"}, "Choisissez un rôle"),
        ({"lieu": "territoire:paris"}, "Ce rôle se tient dans un chantier"),
        ({"lieu": "chantier:nulle-part"}, "Ce chantier n’existe pas"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_in_words(
    chief: Surfer, engine: Engine, changed: dict[str, str], said: str
) -> None:
    answer = chief.submit(COMPTES, COMPTES + "/nouveau", **(AMINA | changed))
    assert answer.status_code == 422
    assert said in told(answer)
    assert traces(engine, "chief") == []


def test_the_list_is_searched_by_words_role_place_state_and_second_factor(chief: Surfer, engine: Engine) -> None:
    staff(engine, "hélène", Role.ADVISOR, chantier="rejoue")
    staff(engine, "lyonnais", Role.OFFICER, territory="lyon")
    submit(chief, COMPTES + "/nouveau", **AMINA)

    def found(query: str) -> set[str]:
        return set(re.findall(r'<span class="soft">([^<\s]+)</span></p>', chief.open(f"{COMPTES}?{query}").text))

    assert found("") == {"chief", "hélène", "lyonnais", "amina@exemple.fr"}
    assert found("q=helene") == {"hélène"}
    assert found("role=advisor") == {"hélène", "amina@exemple.fr"}
    assert found("lieu=territoire:paris") == {"hélène", "amina@exemple.fr"}
    assert found("lieu=chantier:rejoue&etat=invited") == {"amina@exemple.fr"}
    assert found("etat=closed") == found("code=avec") == found("q=personne") == set()
    assert found("code=sans&role=officer") == {"lyonnais"}


def test_closing_ends_everything_at_once_and_counts_who_is_left_alone(
    chief: Surfer, a_browser: Callable[..., Surfer], engine: Engine
) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    accompany(engine, "amina")
    amina = a_browser()
    amina.sign_in("amina")
    assert "1 personne n’est accompagnée que par ce compte" in told(chief.open(f"{COMPTES}/amina"))
    answer = chief.submit(COMPTES, f"{COMPTES}/amina/fermer")
    assert "1 personne n’a plus personne pour l’accompagner" in told(answer)
    assert "P-1" not in answer.text
    assert not amina.is_signed_in()
    assert (positions(engine, "amina"), running_grants(engine, "amina")) == ((), 0)
    amina.sign_in("amina")
    assert not amina.is_signed_in()


def test_someone_who_comes_back_chooses_a_password_and_has_no_role(
    chief: Surfer, a_browser: Callable[..., Surfer], engine: Engine
) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    send(chief, "amina", "fermer")
    assert send(chief, "amina", "lien") == send(chief, "amina", "roles", role="advisor", lieu="chantier:rejoue") == 422
    link = link_in(submit(chief, f"{COMPTES}/amina/rouvrir"))
    amina = a_browser()
    amina.sign_in("amina", PASSWORD)
    assert not amina.is_signed_in()
    amina.submit(link, link, password="une phrase assez longue")
    amina.sign_in("amina", "une phrase assez longue")
    assert amina.is_signed_in()
    assert (positions(engine, "amina"), running_grants(engine, "amina")) == ((), 0)
    assert send(chief, "amina", "rouvrir") == 422


def test_roles_are_given_and_taken_away_with_the_files_they_opened(chief: Surfer, engine: Engine) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    accompany(engine, "amina")
    assert send(chief, "amina", "roles", role="officer", lieu="territoire:paris") == 303
    answer = chief.submit(COMPTES, f"{COMPTES}/amina/roles/retirer", role="advisor", lieu="chantier:rejoue")
    assert "1 personne n’a plus personne" in told(answer)
    assert positions(engine, "amina") == (Position(Role.OFFICER, territory="paris"),)
    assert running_grants(engine, "amina") == 0
    assert traces(engine, "chief") == ["role.assign", "role.withdraw", "grant.end"]


def test_a_lost_second_factor_is_revoked_and_its_sessions_end(
    chief: Surfer, a_browser: Callable[..., Surfer], engine: Engine
) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    assert send(chief, "amina", "second-facteur/retirer") == 422
    amina = a_browser()
    amina.sign_in("amina")
    assert send(chief, "amina", "sessions/fin") == 303
    assert not amina.is_signed_in()
    assert traces(engine, "chief") == ["session.end"]


def test_nobody_changes_their_own_account(chief: Surfer, engine: Engine) -> None:
    for action in ("fermer", "lien", "sessions/fin", "second-facteur/retirer"):
        assert send(chief, "chief", action) == 422
    for action in ("roles", "roles/retirer"):
        assert send(chief, "chief", action, role="administrator") == 422
    assert send(chief, "chief", "roles", role="auditor") == 422
    assert positions(engine, "chief") == (Position(Role.ADMINISTRATOR),)
    assert traces(engine, "chief") == []


def test_an_administrator_of_a_territory_sees_its_accounts_and_no_other(parisian: Surfer, engine: Engine) -> None:
    staff(engine, "voisine", Role.ADVISOR, chantier="prelude")
    staff(engine, "lyonnais", Role.OFFICER, territory="lyon")
    staff(engine, "chief", Role.ADMINISTRATOR)
    page = told(parisian.open(COMPTES))
    assert "Voisine" in page
    assert "Lyonnais" not in page
    assert "Chief" not in page
    for login in ("lyonnais", "chief", "nobody"):
        assert parisian.open(f"{COMPTES}/{login}").status_code == 404
        assert send(parisian, login, "fermer") == 404
    assert account(engine, "lyonnais").left_at is None


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("advisor", "chantier:atelier"),
        ("officer", "territoire:lyon"),
        ("administrator", "territoire:lyon"),
        ("administrator", ""),
        ("auditor", ""),
        ("auditor", "territoire:paris"),
    ],
)
def test_they_give_no_role_beyond_their_territory(parisian: Surfer, engine: Engine, role: str, place: str) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    assert send(parisian, "amina", "roles", role=role, lieu=place) == 422
    answer = parisian.submit(COMPTES, COMPTES + "/nouveau", **(AMINA | {"role": role, "lieu": place}))
    assert answer.status_code == 422
    assert positions(engine, "amina") == (Position(Role.ADVISOR, chantier="rejoue"),)


def test_they_rule_their_own_roles_of_a_shared_account_and_not_the_account(parisian: Surfer, engine: Engine) -> None:
    staff(engine, "amina", Role.OFFICER, territory="paris")
    staff(engine, "amina", Role.OFFICER, territory="lyon")
    for action in ("lien", "fermer", "sessions/fin", "second-facteur/retirer"):
        assert send(parisian, "amina", action) == 422
    assert send(parisian, "amina", "roles/retirer", role="officer", lieu="territoire:lyon") == 422
    assert send(parisian, "amina", "roles/retirer", role="officer", lieu="territoire:paris") == 303
    assert positions(engine, "amina") == (Position(Role.OFFICER, territory="lyon"),)
    assert parisian.open(f"{COMPTES}/amina").status_code == 404


def test_who_left_a_territory_is_reopened_by_its_administrator(parisian: Surfer, engine: Engine) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    send(parisian, "amina", "fermer")
    assert "Fermé · " in told(parisian.open(f"{COMPTES}?etat=closed"))
    assert link_in(submit(parisian, f"{COMPTES}/amina/rouvrir"))


def test_an_administrator_may_put_another_out_but_not_the_last_who_can_come_in(chief: Surfer, engine: Engine) -> None:
    staff(engine, "second", Role.ADMINISTRATOR)
    assert send(chief, "second", "roles/retirer", role="administrator") == 303
    assert positions(engine, "second") == ()


def test_names_and_pseudonyms_of_people_appear_nowhere(chief: Surfer, engine: Engine) -> None:
    staff(engine, "amina", Role.ADVISOR, chantier="rejoue")
    accompany(engine, "amina")
    for path in ("/administration", COMPTES, f"{COMPTES}/amina", "/administration/lieux"):
        assert "P-1" not in chief.open(path).text
