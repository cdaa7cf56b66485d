"""Names are sealed, and open to those alone who accompany the person or to whom they agreed."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories.identities import PURPOSE, Identity, IdentityRepository
from network_data.sealing import Sealer, UnreadableSealError
from network_data.tables import AuditEntry, GrantKind, PersonIdentity
from network_data.trail import JoinedTrail, Trail
from tests.integration.storage.asking import NOON, SECRETS, account, asker, grant, identities_as, store_advisor
from tests.integration.storage.records import chantier, need, person, store, territory

AMINA = Identity("Amina", "Haddad", "+33 1 99 00 12 34", "amina@example.org", "3 rue du Fil")
OFFICER = asker("nadia", Position(Role.OFFICER, territory="paris"))


def seal(engine: Engine, identity: Identity = AMINA, secret_address: bool = False) -> Engine:
    """One person with their name."""
    record = {"first_name": identity.first_name, "last_name": identity.last_name, "phone": identity.phone}
    record |= {"email": identity.email, "address": identity.address}
    store(engine, territory(), chantier(), person(secret_address=secret_address), need("identite"))
    store(engine, PersonIdentity(person_id="P-0001", sealed=Sealer(SECRETS, PURPOSE).seal(record)))
    return engine


def read(who: Asker, engine: Engine) -> Identity | None:
    """What ``who`` reads of the person, having opened their file."""
    with identities_as(who, engine) as (people, identities):
        file = people.find("P-0001")
        return identities.of([file]).get("P-0001") if file else None


@pytest.mark.parametrize("kind", [GrantKind.ACCOMPANIES, GrantKind.STANDS_IN, GrantKind.HANDS_OVER])
def test_whoever_accompanies_the_person_reads_their_name(engine: Engine, kind: GrantKind) -> None:
    store(seal(engine), account("ines"), grant("ines", "P-0001", kind))
    assert read(asker("ines"), engine) == AMINA


def test_a_file_opened_for_a_reason_shows_the_plan_and_not_the_name(engine: Engine) -> None:
    store(seal(engine), account("ines"), grant("ines", "P-0001", GrantKind.OPENED))
    assert read(asker("ines"), engine) is None


def test_an_officer_reads_the_first_name_and_the_telephone_where_the_person_agreed(engine: Engine) -> None:
    store(seal(engine), account("nadia"))
    store(engine, grant("nadia", "P-0001", GrantKind.ENTRUSTED, barriers=["identite"], identity_agreed=True))
    assert read(OFFICER, engine) == Identity(first_name="Amina", phone="+33 1 99 00 12 34")


def test_an_officer_reads_no_name_where_the_person_did_not_agree(engine: Engine) -> None:
    store(seal(engine), account("nadia"))
    store(engine, grant("nadia", "P-0001", GrantKind.ENTRUSTED, barriers=["identite"]))
    assert read(OFFICER, engine) is None


@pytest.mark.parametrize(("kind", "knows"), [(GrantKind.ACCOMPANIES, True), (GrantKind.HANDS_OVER, False)])
def test_a_secret_address_is_for_those_who_accompany_the_person_now(
    engine: Engine, kind: GrantKind, knows: bool
) -> None:
    store(seal(engine, secret_address=True), account("ines"), grant("ines", "P-0001", kind))
    shown = read(asker("ines"), engine)
    assert shown is not None
    assert (shown.name, shown.address) == ("Amina Haddad", "3 rue du Fil" if knows else None)


@pytest.mark.parametrize(
    "who",
    [
        Asker.local(),
        asker("key:rejoue", Position(Role.SOFTWARE, chantier="rejoue")),
        asker("mireille", Position(Role.COORDINATOR, territory="paris")),
        asker("boss", Position(Role.DIRECTION, chantier="rejoue")),
    ],
    ids=["machine", "key", "coordinator", "direction"],
)
def test_neither_a_key_nor_the_machine_nor_another_role_reads_a_name(engine: Engine, who: Asker) -> None:
    seal(engine)
    with identities_as(Asker.local(), engine) as (people, _):
        file = people.find("P-0001")
    assert file is not None
    with identities_as(who, engine) as (_, identities):
        assert identities.of([file]) == {}


def test_the_database_alone_tells_no_name(engine: Engine) -> None:
    seal(engine)
    with Session(engine) as session:
        sealed = session.exec(select(PersonIdentity)).one().sealed
    for part in (b"Amina", b"Haddad", b"99 00", b"example", b"Fil"):
        assert part not in sealed
    with pytest.raises(UnreadableSealError):
        Sealer(["another secret"], PURPOSE).open(sealed)
    with pytest.raises(UnreadableSealError):
        Sealer(SECRETS, "another purpose").open(sealed)


def test_reading_a_name_leaves_a_trace_without_the_name(engine: Engine) -> None:
    read(store_advisor(seal(engine), "ines", "P-0001"), engine)
    with Session(engine) as session:
        entries = session.exec(select(AuditEntry)).all()
    assert [(entry.actor, entry.action) for entry in entries] == [("ines", "person.read"), ("ines", "identity.read")]
    assert "Amina" not in str([entry.model_dump() for entry in entries])


def write(who: Asker, engine: Engine) -> bool:
    trail = Trail(engine, SECRETS)
    with transaction(engine, writes=True) as session:
        joined = JoinedTrail(trail, session)
        return IdentityRepository(who, session, NOON, joined, Sealer(SECRETS, PURPOSE)).write("P-0001", AMINA)


def test_whoever_accompanies_the_person_writes_their_name(engine: Engine) -> None:
    store(engine, territory(), chantier(), person())
    ines = store_advisor(engine, "ines", "P-0001")
    assert write(ines, engine)
    assert read(ines, engine) == AMINA


def test_nobody_else_writes_a_name(engine: Engine) -> None:
    store(seal(engine, Identity("Bea")), account("ines"), grant("ines", "P-0001", GrantKind.OPENED))
    assert not write(asker("ines"), engine)
    with Session(engine) as session:
        assert Sealer(SECRETS, PURPOSE).open(session.exec(select(PersonIdentity)).one().sealed)["first_name"] == "Bea"
