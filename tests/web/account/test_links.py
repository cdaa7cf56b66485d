"""Links to choose a password: they serve once, for one person, not for long."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.security.links import LIFETIMES, make_link
from network_data.database import transaction
from network_data.tables import Account, LinkPurpose, SingleUseLink
from tests.web.account.surfing import HASH, Clock, Surfer, actions, an_account, told

NewBrowser = Callable[..., Surfer]
NEW = "lampe tranquille sept orages"


def a_link(engine: Engine, clock: Clock, account: str = "id-amina") -> str:
    """The address of a new link."""
    with transaction(engine, writes=True) as session:
        return make_link(session, session.get_one(Account, account), clock()).path


@pytest.fixture
def invited(engine: Engine, clock: Clock) -> str:
    """The link of someone who never came."""
    an_account(engine, password_hash=None)
    return a_link(engine, clock)


def choose(surfer: Surfer, link: str, password: str = NEW) -> int:
    return surfer.submit(link, link, password=password).status_code


def test_whoever_is_invited_chooses_a_password_and_comes_in(surfer: Surfer, engine: Engine, invited: str) -> None:
    assert invited.startswith("/invitation/")
    assert "Bienvenue, Amina Test" in told(surfer.open(invited))
    answer = surfer.submit(invited, invited, password=NEW)
    assert answer.status_code == 303
    assert "Votre mot de passe est choisi" in told(surfer.open(answer.headers["location"]))
    assert surfer.sign_in("amina", NEW).status_code == 303
    assert actions(engine) == ["password.set", "sign-in"]


def test_a_link_serves_once(surfer: Surfer, invited: str) -> None:
    token = surfer.token(invited)
    assert choose(surfer, invited) == 303
    assert surfer.open(invited).status_code == 404
    sent = {"csrf": token, "password": "autre phrase bien longue"}
    assert surfer.client.post(invited, data=sent).status_code == 404
    assert surfer.sign_in("amina", NEW).status_code == 303


def test_a_refused_password_leaves_the_link_as_it_was(surfer: Surfer, invited: str) -> None:
    assert choose(surfer, invited, "court") == 422
    assert choose(surfer, invited) == 303


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_left_too_long_opens_nothing(surfer: Surfer, engine: Engine, clock: Clock, purpose: LinkPurpose) -> None:
    an_account(engine, password_hash=None if purpose is LinkPurpose.INVITATION else HASH)
    link = a_link(engine, clock)
    clock.pass_time(LIFETIMES[purpose] - timedelta(seconds=1))
    assert surfer.open(link).status_code == 200
    clock.pass_time(timedelta(seconds=1))
    assert surfer.open(link).status_code == 404


def test_a_new_link_voids_the_one_before(surfer: Surfer, engine: Engine, clock: Clock, invited: str) -> None:
    again = a_link(engine, clock)
    assert surfer.open(invited).status_code == 404
    assert surfer.open(again).status_code == 200


def test_an_invitation_is_no_reset(surfer: Surfer, invited: str) -> None:
    assert surfer.open(invited.replace("/invitation/", "/reinitialiser/")).status_code == 404


def test_another_password_by_link_ends_every_session(
    surfer: Surfer, a_browser: NewBrowser, engine: Engine, clock: Clock
) -> None:
    an_account(engine)
    surfer.sign_in("amina")
    link = a_link(engine, clock)
    assert link.startswith("/reinitialiser/")
    newcomer = a_browser()
    assert choose(newcomer, link) == 303
    assert not surfer.is_signed_in()
    assert newcomer.sign_in("amina").status_code == 401
    assert newcomer.sign_in("amina", NEW).status_code == 303


def test_whoever_has_left_uses_no_link(surfer: Surfer, engine: Engine, clock: Clock, invited: str) -> None:
    with transaction(engine, writes=True) as session:
        session.get_one(Account, "id-amina").left_at = clock()
    assert surfer.open(invited).status_code == 404


def test_the_secret_of_a_link_is_not_kept(engine: Engine, invited: str) -> None:
    with transaction(engine) as session:
        assert invited.rpartition("/")[2] not in str(session.exec(select(SingleUseLink)).all())
