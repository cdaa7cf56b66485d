"""The demonstration's accounts: every role, everyone accompanied, invented names, keys that can be shown again."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

import pytest
from sqlmodel import Session, select

from network_data.asker import Role
from network_data.database import open_engine, transaction
from network_data.demo import (
    SEED,
    Safekeeping,
    demonstration_accounts,
    demonstration_keys,
    demonstration_password,
    load_access,
    load_demonstration,
)
from network_data.demo.access import identity_of
from network_data.repositories.identities import PURPOSE
from network_data.sealing import Sealer
from network_data.tables import Account, ApiKey, Grant, GrantKind, Need, Person, PersonIdentity, RoleAssignment
from network_data.vocabulary import BARRIERS
from tests.databases import SqliteDatabases
from tests.unit.network_data.demo.building import TODAY, demonstration

SECRETS = ("a secret",)
CHANTIERS = {"emmaus-defi", "prelude", "bio-nettoyage", "rejoue"}


def hashed(password: str) -> str:
    return f"hash of {password}"


@pytest.fixture(scope="module")
def loaded(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with sqlite_databases.fresh_url(tmp_path_factory.mktemp("access")) as url:
        engine = open_engine(url)
        with transaction(engine, writes=True) as session:
            load_demonstration(session, TODAY, safekeeping=Safekeeping(SECRETS, hashed))
        with Session(engine) as session:
            yield session
        engine.dispose()


def test_every_role_of_people_has_an_account_and_every_chantier_an_advisor(loaded: Session) -> None:
    held = loaded.exec(select(RoleAssignment)).all()
    assert {each.role for each in held} == set(Role) - {Role.SOFTWARE, Role.LOCAL}
    assert {each.chantier_id for each in held if each.role is Role.ADVISOR} == CHANTIERS


def test_accounts_are_marked_and_open_with_the_one_public_password(loaded: Session) -> None:
    accounts = loaded.exec(select(Account)).all()
    assert {each.login for each in accounts} == {each.login for each in demonstration_accounts()}
    assert all(each.is_demonstration for each in accounts)
    assert {each.password_hash for each in accounts} == {hashed(demonstration_password())}


def test_everyone_is_accompanied_by_one_advisor_of_their_own_chantier(loaded: Session) -> None:
    where = {each.account_id: each.chantier_id for each in loaded.exec(select(RoleAssignment))}
    chantiers = dict(loaded.exec(select(Person.id, Person.chantier_id)).all())
    grants = loaded.exec(select(Grant).where(Grant.kind == GrantKind.ACCOMPANIES)).all()
    assert Counter(grant.person_id for grant in grants) == dict.fromkeys(chantiers, 1)
    assert all(where[grant.account_id] == chantiers[grant.person_id] for grant in grants)
    assert min(Counter(grant.account_id for grant in grants).values()) >= 20


def test_the_showcase_is_accompanied_by_the_first_advisor_of_rejoue(loaded: Session) -> None:
    query = select(Grant).where(Grant.person_id == "P-0417", Grant.kind == GrantKind.ACCOMPANIES)
    assert loaded.exec(query).one().account_id == "demo-conseil-rejoue"


def test_officers_were_entrusted_needs_of_their_field_that_the_people_have(loaded: Session) -> None:
    domains = {each.id: each.domain for each in demonstration_accounts() if each.role is Role.OFFICER}
    needs = {(need.person_id, need.barrier) for need in loaded.exec(select(Need))}
    grants = loaded.exec(select(Grant).where(Grant.kind == GrantKind.ENTRUSTED)).all()
    assert {grant.account_id for grant in grants} == set(domains)
    for grant in grants:
        assert grant.barriers
        assert {BARRIERS[code].domain.value for code in grant.barriers} == {domains[grant.account_id]}
        assert {(grant.person_id, code) for code in grant.barriers} <= needs


def test_one_person_has_just_been_handed_over(loaded: Session) -> None:
    former = loaded.exec(select(Grant).where(Grant.kind == GrantKind.HANDS_OVER)).one()
    now = loaded.exec(
        select(Grant).where(Grant.person_id == former.person_id, Grant.kind == GrantKind.ACCOMPANIES)
    ).one()
    assert (former.account_id, now.account_id) == ("demo-conseil-rejoue", "demo-conseil-rejoue-2")


def test_everyone_has_a_sealed_name_and_a_telephone_of_the_range_kept_for_fiction(loaded: Session) -> None:
    sealer = Sealer(SECRETS, PURPOSE)
    people = {each.id: each for each in loaded.exec(select(Person))}
    rows = loaded.exec(select(PersonIdentity)).all()
    assert {row.person_id for row in rows} == set(people)
    for row in rows:
        told, person = sealer.open(row.sealed), people[row.person_id]
        assert told["first_name"]
        assert told["last_name"]
        assert (told["phone"] or "+33 1 99 00").startswith("+33 1 99 00")
        assert bool(told["phone"]) == bool(person.has_phone)
        assert not (person.secret_address and told["address"])
    assert sealer.open(rows[0].sealed) == identity_of(people[rows[0].person_id], SEED)


def test_the_same_seed_gives_the_same_names() -> None:
    people = demonstration().persons
    assert [identity_of(each, SEED) for each in people] == [identity_of(each, SEED) for each in people]
    assert len({(told["first_name"], told["last_name"]) for told in (identity_of(each, SEED) for each in people)}) > 100


def test_each_chantier_has_a_key_that_can_be_shown_again(loaded: Session) -> None:
    stored = {key.id: key for key in loaded.exec(select(ApiKey))}
    assert {key.chantier_id for key in stored.values()} == CHANTIERS
    for key in demonstration_keys():
        prefix, key_id, secret = key.shown.split("_")
        assert (prefix, key_id) == ("mlg", key.id)
        assert stored[key_id].secret_hash == sha256(secret.encode()).hexdigest()
        assert stored[key_id].permissions == ["match", "network", "persons", "referrals"]


def test_access_is_added_once_to_a_demonstration_that_had_none(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with transaction(engine, writes=True) as session:
        load_demonstration(session, TODAY)
        assert session.exec(select(Account)).all() == []
        for _ in range(2):
            load_access(session, TODAY, Safekeeping(SECRETS, hashed), SEED)
        assert len(session.exec(select(Account)).all()) == len(demonstration_accounts())

    engine.dispose()
