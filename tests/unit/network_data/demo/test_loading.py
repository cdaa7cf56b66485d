"""The demonstration goes into a database whole, and is read back the same."""

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from network_data.database import transaction
from network_data.demo import load_demonstration
from network_data.tables import (
    Chantier,
    HeldPaper,
    Need,
    NetworkVersion,
    Partner,
    PastRequest,
    Person,
    Referent,
    Service,
    Territory,
)
from tests.unit.network_data.demo.building import TODAY, demonstration


def _facts(rows: list[SQLModel], *without: str) -> list[dict[str, object]]:
    dumped = [row.model_dump(exclude=set(without)) for row in rows]
    return sorted(dumped, key=lambda row: str(sorted(row.items())))


def test_what_is_read_back_is_what_was_built(engine: Engine) -> None:
    built = demonstration()
    with transaction(engine) as session:
        load_demonstration(session, TODAY)
    with Session(engine) as session:
        assert _facts(list(session.exec(select(Territory)))) == _facts([built.territory])
        for table, rows in (
            (Chantier, built.chantiers),
            (Partner, built.partners),
            (Service, built.services),
            (Person, built.persons),
            (HeldPaper, built.papers),
        ):
            assert _facts(list(session.exec(select(table)))) == _facts(list(rows))
        assert _facts(list(session.exec(select(PastRequest))), "id") == _facts(list(built.requests), "id")
        assert _facts(list(session.exec(select(Need))), "id") == _facts(list(built.needs), "id")
        assert _facts(list(session.exec(select(Referent))), "id") == _facts(list(built.referents), "id")


def test_needs_are_numbered_in_the_order_they_were_built(engine: Engine) -> None:
    with transaction(engine) as session:
        load_demonstration(session, TODAY)
    with Session(engine) as session:
        stored = sorted(session.exec(select(Need)), key=lambda need: need.id or 0)
        assert [(need.person_id, need.barrier) for need in stored] == [
            (need.person_id, need.barrier) for need in demonstration().needs
        ]


def test_loading_marks_the_network_as_changed(engine: Engine) -> None:
    with transaction(engine) as session:
        load_demonstration(session, TODAY)
    with Session(engine) as session:
        assert session.get(NetworkVersion, 1) is not None
