"""Counting a territory reads everyone as nobody in particular, for its coordinator and officers alone."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository, View
from network_data.tables import AuditEntry
from tests.integration.storage.asking import asker, people_as
from tests.integration.storage.records import DAY, chantier, need, partner, person, referent, service, store, territory


@pytest.fixture
def programme(engine: Engine) -> Engine:
    """Someone in Paris whose address is secret, and someone who left."""
    store(engine, territory(), territory("lyon"), chantier())
    store(engine, person(secret_address=True, insee_code="75119", latitude=48.0, longitude=2.0, known_partners=["p1"]))
    store(engine, person("P-0002", left_on=DAY))
    store(engine, need("addictions"), need("calcul"), referent(barrier="addictions", organisation="CSAPA"))
    return engine


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER])
def test_people_come_without_pseudonym_chantier_place_or_whoever_knows_them(programme: Engine, role: Role) -> None:
    with people_as(asker("someone", Position(role, territory="paris")), programme) as people:
        (file,) = people.unnamed_of("paris")
    assert (file.person.id, file.person.chantier_id, file.view) == ("", "", View.UNNAMED)
    assert (file.person.insee_code, file.person.latitude, list(file.person.known_partners)) == (None, None, [])
    assert {each.barrier for each in file.needs} == {"addictions", "calcul"}
    assert [(one.barrier, one.organisation, one.person_id) for one in file.referents] == [
        ("addictions", "un partenaire", "")
    ]


@pytest.mark.parametrize(
    "position",
    [
        Position(Role.COORDINATOR, territory="lyon"),
        Position(Role.ADVISOR, chantier="rejoue"),
        Position(Role.DIRECTION, chantier="rejoue"),
        Position(Role.ADMINISTRATOR),
        Position(Role.SOFTWARE, chantier="rejoue"),
    ],
)
def test_anyone_else_counts_nobody_and_leaves_no_trace_of_a_count(programme: Engine, position: Position) -> None:
    with people_as(asker("someone", position), programme) as people:
        assert people.unnamed_of("paris") == []
    with Session(programme) as session:
        assert session.exec(select(AuditEntry)).all() == []


def test_a_count_leaves_one_trace_that_names_nobody(programme: Engine) -> None:
    with people_as(Asker.local(), programme) as people:
        people.unnamed_of("paris")
    with Session(programme) as session:
        (entry,) = session.exec(select(AuditEntry)).all()
        assert (entry.action, entry.subjects, entry.details) == (
            "needs.count",
            [],
            {"territory": "paris", "people": 1},
        )


def test_communes_are_called_as_most_records_call_them(engine: Engine) -> None:
    store(engine, territory(), partner(insee_code="93001", city="Aubervilliers"))
    store(engine, *(service(f"s{number}", insee_code="93001", city="AUBERVILLIERS") for number in range(2)))
    store(engine, service("s9", insee_code="93066", city="Saint-Denis"), service("s10", insee_code="93048"))
    with Session(engine) as session:
        assert NetworkRepository(session).commune_names() == {"93001": "AUBERVILLIERS", "93066": "Saint-Denis"}
