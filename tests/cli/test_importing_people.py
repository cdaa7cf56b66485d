"""``maillage import people``: everybody of a file, or nobody; said twice, each person once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.services.people_import.reading import TEMPLATE
from network_data.asker import Role
from network_data.database import open_engine, transaction
from network_data.repositories.identities import PURPOSE
from network_data.sealing import Sealer
from network_data.tables import (
    Account,
    Grant,
    HeldPaper,
    Need,
    PaperChange,
    Person,
    PersonIdentity,
    RoleAssignment,
)
from tests.api.serving import NOW, TODAY
from tests.cli.conftest import SECRET
from tests.cli.running import run

HEAD = "chantier;reference;conseiller;prenom;telephone;freins;papiers;adresse_secrete\n"
TWO = (
    HEAD
    + "rejoue;R-1;conseil-rejoue;Zoé;01 99 00 00 01;domiciliation:3!,identite;css:2026-12-31,rib;oui\n"
    + "Rejoué;R-2;conseil-rejoue-2;;;;;\n"
)


@pytest.fixture
def engine(demonstration: str) -> Iterator[Engine]:
    engine = open_engine(demonstration)
    with transaction(engine, writes=True) as session:
        for login in ("conseil-rejoue", "conseil-rejoue-2"):
            session.add(Account(id=f"demo-{login}", login=login, name=login, created_at=NOW))
            session.flush()
            session.add(
                RoleAssignment(account_id=f"demo-{login}", role=Role.ADVISOR, chantier_id="rejoue", since=TODAY)
            )
    yield engine
    engine.dispose()


def given(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def people(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(Person.id)).all())


def test_everybody_is_entered_once_accompanied_and_their_names_sealed(engine: Engine, tmp_path: Path) -> None:
    before, file = people(engine), given(tmp_path / "people.csv", TWO)
    tried = run("import", "people", file, "--dry-run")
    assert (tried.exit_code, people(engine)) == (0, before), tried.output
    assert "À entrer : 2" in tried.stdout
    told = json.loads(run("import", "people", file, "--json").stdout)
    assert set(told["people"]) == people(engine) - before
    assert (told["read"], told["known"], len(told["people"])) == (2, 0, 2)
    again = json.loads(run("import", "people", file, "--json").stdout)
    assert (again["known"], again["people"]) == (2, [])
    with Session(engine) as session:
        first, second = (session.get_one(Person, each) for each in told["people"])
        assert (first.chantier_id, first.secret_address, first.has_phone) == ("rejoue", True, True)
        assert first.entry is not None
        assert "R-1" not in first.entry
        needs = session.exec(select(Need).where(Need.person_id == first.id)).all()
        assert {(need.barrier, need.severity, need.priority) for need in needs} == {
            ("domiciliation", 3, True),
            ("identite", 2, False),
        }
        held = session.exec(select(HeldPaper.paper).where(HeldPaper.person_id == first.id)).all()
        changes = session.exec(select(PaperChange.paper).where(PaperChange.person_id == first.id)).all()
        assert set(held) == set(changes) == {"css", "rib"}
        sealed = session.get_one(PersonIdentity, first.id).sealed
        assert "Zoé".encode() not in sealed
        assert Sealer([SECRET], PURPOSE).open(sealed)["first_name"] == "Zoé"
        assert session.get(PersonIdentity, second.id) is None
        given_to = {one.person_id: one.account_id for one in session.exec(select(Grant))}
        grants = {person: given_to[person] for person in told["people"]}
        assert grants == {first.id: "demo-conseil-rejoue", second.id: "demo-conseil-rejoue-2"}


def test_one_thing_to_correct_and_nobody_is_entered(engine: Engine, tmp_path: Path) -> None:
    before = people(engine)
    wrong = TWO + "rejoue;R-3;conseil-prelude;zqnomqz;;identit;;\nailleurs;R-4;conseil-rejoue;;;;;\n"
    wrong += "rejoue;R-1;conseil-rejoue;;;;;\n"
    result = run("import", "people", given(tmp_path / "people.csv", wrong))
    assert result.exit_code == 2
    for words in ("Ligne 4, freins", "Ligne 4, conseiller", "Ligne 5, chantier", "Ligne 6, reference", "à la ligne 2"):
        assert words in result.stdout
    assert "Rien n’a été enregistré" in result.stderr
    assert "zqnomqz" not in result.output
    assert people(engine) == before


def test_the_template_is_written_and_one_file_is_asked_for(engine: Engine, tmp_path: Path) -> None:
    assert run("people", "template").stdout.splitlines() == TEMPLATE.splitlines()
    file = given(tmp_path / "people.csv", TWO)
    for arguments in ((file, file), (file, "--territory", "paris"), (str(tmp_path / "absent.csv"),)):
        result = run("import", "people", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
    assert engine
