"""Accounts from the command line: opened, invited, given roles, closed; refusals say what to correct."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from api.cli import app
from api.security.sessions import Sessions
from network_data.asker import Position, Role
from network_data.database import open_engine, transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import AuditEntry, Chantier, Grant, GrantKind, Person, Territory
from network_data.trail import Trail

SECRET = "a secret that is long enough for anyone"


@pytest.fixture
def engine(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A database with one chantier, set as that of the commands, with nothing else of this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAILLAGE_DEMONSTRATION", raising=False)
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", SECRET)
    monkeypatch.setenv("MAILLAGE_PUBLIC_URL", "https://maillage.example/")
    engine = open_engine(sqlite_url)
    with transaction(engine, writes=True) as session:
        session.add(Territory(slug="paris", name="Paris"))
        session.flush()
        session.add(Chantier(id="rejoue", name="Rejoué", territory_slug="paris"))
        session.flush()
        session.add(Person(id="P-1", chantier_id="rejoue"))
    yield engine
    engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["user", *arguments])


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return result.stderr.strip()


def open_amina() -> None:
    done("add", "amina", "Amina Test", "--role", "advisor", "--chantier", "rejoue")


def positions(engine: Engine) -> tuple[Position, ...]:
    with transaction(engine) as session:
        accounts = AccountRepository(session, datetime.now(UTC))
        account = accounts.by_login("amina")
        return accounts.positions(account.id) if account else ()


def open_a_file(engine: Engine, kind: GrantKind) -> str:
    """Lets Amina see someone; her account."""
    with transaction(engine, writes=True) as session:
        account = AccountRepository(session, datetime.now(UTC)).by_login("amina")
        assert account is not None
        since = datetime.now(UTC) - timedelta(days=1)
        session.add(Grant(account_id=account.id, person_id="P-1", kind=kind, since=since))
        return account.id


def open_files(engine: Engine) -> int:
    with transaction(engine) as session:
        now = datetime.now(UTC)
        return sum(grant.until is None or grant.until > now for grant in session.exec(select(Grant)))


def test_an_account_is_opened_with_a_link_to_give(engine: Engine) -> None:
    told = done("add", " Amina ", "Amina Test", "--role", "advisor", "--chantier", "rejoue")
    assert "Transmettez ce lien à amina ; il sert une fois" in told
    assert told.splitlines()[-1].startswith("https://maillage.example/invitation/")
    assert positions(engine) == (Position(Role.ADVISOR, chantier="rejoue"),)


def test_the_link_may_be_read_by_a_program(engine: Engine) -> None:
    told = json.loads(done("add", "amina", "Amina Test", "--role", "auditor", "--json"))
    assert sorted(told) == ["expires_at", "link", "login"]
    again = json.loads(done("invite", "amina", "--json"))
    assert again["link"] != told["link"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--role", "advisor"), "Ce rôle se tient dans un chantier"),
        (("--role", "advisor", "--chantier", "nulle-part"), "Ce chantier n’existe pas."),
        (("--role", "advisor", "--chantier", "rejoue", "--territory", "paris"), "Ce rôle se tient dans un chantier"),
        (("--role", "officer", "--chantier", "rejoue"), "Ce rôle se tient dans un territoire"),
        (("--role", "coordinator", "--territory", "nulle-part"), "Ce territoire n’existe pas."),
        (("--role", "administrator", "--chantier", "rejoue"), "Ce rôle ne se tient pas dans un chantier."),
        (("--role", "software"), "La valeur donnée à '--role' ne convient pas."),
    ],
)
def test_a_role_held_in_the_wrong_place_is_refused_and_opens_nothing(
    engine: Engine, options: tuple[str, ...], said: str
) -> None:
    assert refused("add", "amina", "Amina Test", *options).startswith(said)
    assert json.loads(done("list", "--json")) == []


@pytest.mark.parametrize(("login", "name"), [("amina", "Une autre"), ("deux mots", "X"), ("", "X"), ("x", " ")])
def test_a_login_taken_or_unfit_is_refused(engine: Engine, login: str, name: str) -> None:
    open_amina()
    assert refused("add", login, name, "--role", "auditor")
    assert len(json.loads(done("list", "--json"))) == 1


def test_accounts_are_listed_with_their_roles(engine: Engine) -> None:
    open_amina()
    done("role", "amina", "officer", "--territory", "paris")
    told = done("list")
    for words in ("amina", "Amina Test", "Accompagnement social (rejoue)", "Partenariats (paris)", "invité"):
        assert words in told


def test_a_role_is_given_once_and_taken_away_with_the_files_it_opened(engine: Engine) -> None:
    open_amina()
    assert refused("role", "amina", "advisor", "--chantier", "rejoue").startswith("Ce compte a déjà ce rôle")
    open_a_file(engine, GrantKind.ACCOMPANIES)
    done("role", "amina", "officer", "--territory", "paris")
    open_a_file(engine, GrantKind.ENTRUSTED)
    assert open_files(engine) == 2
    done("role", "amina", "advisor", "--chantier", "rejoue", "--end")
    assert positions(engine) == (Position(Role.OFFICER, territory="paris"),)
    assert open_files(engine) == 1
    assert refused("role", "amina", "advisor", "--chantier", "rejoue", "--end").startswith("Ce compte n’a pas ce rôle")


def test_leaving_closes_everything_at_once(engine: Engine) -> None:
    open_amina()
    account = open_a_file(engine, GrantKind.ACCOMPANIES)
    sessions = Sessions(engine)
    secret = sessions.open(account, "", datetime.now(UTC), second_factor=False)
    told = done("leave", "amina")
    assert "Plus personne n’accompagne : P-1." in told
    assert sessions.find(secret, datetime.now(UTC), None) is None
    assert open_files(engine) == 0
    (one,) = json.loads(done("list", "--json"))
    assert one["left_at"] is not None
    assert one["roles"] == []
    for command in (("invite", "amina"), ("leave", "amina")):
        assert refused(*command) == "Aucun compte en service n’a cet identifiant."


def test_every_change_leaves_a_trace_under_the_installation_s_key(engine: Engine) -> None:
    open_amina()
    done("role", "amina", "officer", "--territory", "paris")
    done("leave", "amina")
    with transaction(engine) as session:
        told = [entry.action for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.number)))]
    assert told == ["account.add", "role.assign", "account.invite", "role.assign", "account.leave"]
    assert Trail(engine, [SECRET]).verify() is None


def test_without_a_secret_key_no_account_is_opened(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILLAGE_SECRET_KEY")
    assert "MAILLAGE_SECRET_KEY" in refused("add", "amina", "Amina Test", "--role", "auditor")
    assert json.loads(done("list", "--json")) == []


def test_who_left_comes_back_without_roles_and_a_lost_telephone_is_unpaired(engine: Engine) -> None:
    open_amina()
    assert refused("reopen", "amina") == "Ce compte est déjà ouvert."
    assert refused("unpair", "amina") == "Ce compte n’a pas de code de téléphone."
    done("leave", "amina")
    assert "/invitation/" in json.loads(done("reopen", "Amina", "--json"))["link"]
    assert positions(engine) == ()
    with transaction(engine, writes=True) as session:
        account = AccountRepository(session, datetime.now(UTC)).by_login("amina")
        assert account is not None
        account.totp_sealed = b"sealed"
    done("unpair", "amina")
    (one,) = json.loads(done("list", "--json"))
    assert (one["has_second_factor"], one["left_at"]) == (False, None)
    assert refused("reopen", "nobody") == "Aucun compte n’a cet identifiant."
