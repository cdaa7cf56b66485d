"""Linking an account to the provider and parting it, from its page or by an invitation; never by an e-mail."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from api.security.links import make_link
from api.services.accounts import Accounts
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.tables import Account
from network_data.trail import JoinedTrail, Trail
from tests.web.account.provider.openid import OpenIdProvider
from tests.web.account.provider.travelling import Traveller, at_provider, led_to, linked, local
from tests.web.account.surfing import Clock, actions, an_account, told

NewTraveller = Callable[[], Traveller]


@pytest.fixture
def inside(traveller: Traveller, engine: Engine) -> Traveller:
    """A browser where someone is signed in by password."""
    an_account(engine)
    traveller.sign_in("amina")
    return traveller


def identity(engine: Engine, account: str = "id-amina") -> str | None:
    with transaction(engine) as session:
        return session.get_one(Account, account).oidc_subject


@pytest.fixture
def invitation(engine: Engine, clock: Clock) -> str:
    """The link of someone who never came."""
    an_account(engine, login="basile", password_hash=None)
    with transaction(engine, writes=True) as session:
        return make_link(session, session.get_one(Account, "id-basile"), clock()).path


def test_an_account_is_linked_from_its_page_then_entered_by_the_provider(
    inside: Traveller, a_traveller: NewTraveller, provider: OpenIdProvider, engine: Engine
) -> None:
    answer = inside.link()
    assert answer.headers["location"] == "/compte?fournisseur=relie#fournisseur"
    assert "C’est relié" in told(inside.open(answer.headers["location"]))
    assert identity(engine) == f"{provider.issuer} subject-1"
    assert provider.asked[0]["prompt"] == "login", "whoever else is signed in there must not be linked"
    elsewhere = a_traveller()
    elsewhere.travel()
    assert elsewhere.is_signed_in()
    assert actions(engine) == ["sign-in", "provider.link", "sign-in"]


def test_linking_asks_for_the_password(inside: Traveller, engine: Engine) -> None:
    wrong = inside.submit("/compte", "/compte/fournisseur", password="un autre mot de passe")
    assert wrong.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel" in told(wrong)
    assert identity(engine) is None


def test_a_trip_to_sign_in_does_not_link_whoever_is_signed_in(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine
) -> None:
    back = local(at_provider(traveller.leave()))
    an_account(engine)
    traveller.sign_in("amina")
    assert traveller.open(back).headers["location"] == "/connexion?refus=inconnu"
    assert identity(engine) is None


def test_a_trip_to_link_is_for_the_session_that_asked(inside: Traveller, engine: Engine) -> None:
    page = inside.submit("/compte", "/compte/fournisseur", password="cheval correct agrafe pile")
    back = local(at_provider(led_to(page)))
    an_account(engine, login="basile")
    inside.submit("/compte", "/deconnexion")
    inside.sign_in("basile")
    assert inside.open(back).headers["location"] == "/compte?fournisseur=echec#fournisseur"
    assert identity(engine) is None
    assert identity(engine, "id-basile") is None


def test_one_identity_opens_one_account(inside: Traveller, provider: OpenIdProvider, engine: Engine) -> None:
    linked(engine, an_account(engine, login="basile"), provider.issuer)
    answer = inside.link()
    assert answer.headers["location"] == "/compte?fournisseur=pris#fournisseur"
    assert "déjà relié à une autre personne" in told(inside.open(answer.headers["location"]))
    assert identity(engine) is None


def test_a_provider_that_is_down_is_told_on_the_account_s_page(inside: Traveller, provider: OpenIdProvider) -> None:
    provider.down = True
    answer = inside.submit("/compte", "/compte/fournisseur", password="cheval correct agrafe pile")
    assert "ne répond pas" in told(inside.open(answer.headers["location"]))


def test_an_account_is_parted_by_whoever_knows_its_password(
    inside: Traveller, a_traveller: NewTraveller, engine: Engine
) -> None:
    inside.link()
    elsewhere = a_traveller()
    elsewhere.travel()
    assert inside.submit("/compte", "/compte/fournisseur/retirer", password="faux").status_code == 422
    assert identity(engine) is not None
    assert inside.submit("/compte", "/compte/fournisseur/retirer", password="cheval correct agrafe pile").is_success
    assert identity(engine) is None
    assert inside.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert elsewhere.travel().headers["location"] == "/connexion?refus=inconnu"
    assert actions(engine)[-3:] == ["provider.unlink", "session.end", "sign-in-failed"]


def test_someone_invited_comes_in_without_a_password(traveller: Traveller, engine: Engine, invitation: str) -> None:
    assert "Continuer avec Fédération d’essai" in told(traveller.open(invitation))
    answer = traveller.travel(invitation + "/fournisseur")
    assert answer.headers["location"] == "/"
    page = told(traveller.open("/compte"))
    assert "Basile Test" in page
    assert "Vous n’avez pas de mot de passe ici" in page
    assert "C’est votre seul moyen d’entrer" in page
    assert actions(engine) == ["provider.link", "sign-in"]
    assert traveller.open(invitation).status_code == 404


def test_without_a_password_one_s_only_way_in_is_not_taken_away(
    traveller: Traveller, engine: Engine, invitation: str
) -> None:
    traveller.travel(invitation + "/fournisseur")
    for password in ("", "un mot de passe"):
        answer = traveller.submit("/compte/second-facteur", "/compte/fournisseur/retirer", password=password)
        assert answer.status_code == 422
    assert identity(engine, "id-basile") is not None


def test_an_invitation_that_served_meanwhile_links_nobody(
    traveller: Traveller, a_traveller: NewTraveller, engine: Engine, invitation: str
) -> None:
    back = local(at_provider(traveller.leave(invitation + "/fournisseur")))
    a_traveller().submit(invitation, invitation, password="lampe tranquille sept orages")
    assert traveller.open(back).headers["location"] == "/connexion?refus=echec"
    assert identity(engine, "id-basile") is None
    assert not traveller.is_signed_in()


def test_an_invitation_does_not_take_an_identity_from_someone(
    traveller: Traveller, provider: OpenIdProvider, engine: Engine, invitation: str
) -> None:
    linked(engine, an_account(engine), provider.issuer)
    assert traveller.travel(invitation + "/fournisseur").headers["location"] == "/connexion?refus=pris"
    assert identity(engine, "id-basile") is None
    assert traveller.open(invitation).status_code == 200


def test_a_link_that_does_not_exist_leads_nowhere(traveller: Traveller, provider: OpenIdProvider) -> None:
    assert traveller.open("/invitation/inconnu/fournisseur").status_code == 404
    assert provider.paths == []


def test_an_identity_is_free_again_once_its_holder_has_left(
    inside: Traveller, a_traveller: NewTraveller, engine: Engine, clock: Clock
) -> None:
    inside.link()
    local_asker = Asker("local", (Position(Role.LOCAL),))
    with transaction(engine, writes=True) as session:
        trail = JoinedTrail(Trail(engine, ["s" * 40]), session)
        Accounts(local_asker, session, clock(), trail).leave(session.get_one(Account, "id-amina"))
    assert not inside.is_signed_in()
    an_account(engine, login="amina-2")
    again = a_traveller()
    again.sign_in("amina-2")
    assert again.link().headers["location"] == "/compte?fournisseur=relie#fournisseur"
