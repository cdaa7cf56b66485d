import json
from pathlib import Path

import pytest

from network_data.database import open_engine, transaction
from network_data.repositories import NetworkRepository
from tests.cli.running import run, stopped

STRUCTURES = [
    {
        "id": "test--un",
        "source": "test",
        "nom": "Accueil Un",
        "date_maj": "2026-10-01",
        "commune": "Paris",
        "code_insee": "75119",
        "latitude": 48.88,
        "longitude": 2.38,
    },
    {"id": "test--deux", "source": "test", "nom": "", "date_maj": "hier"},
]


@pytest.fixture
def file(elsewhere: Path) -> str:
    (elsewhere / "structures.json").write_text(json.dumps(STRUCTURES), encoding="utf-8")
    assert run("db", "upgrade").exit_code == 0
    return "structures.json"


def partners(elsewhere: Path) -> list[str]:
    engine = open_engine(f"sqlite:///{elsewhere / 'var' / 'maillage.sqlite'}")
    with transaction(engine) as session:
        stored, _total = NetworkRepository(session).partners_page(0, 100)
        found = [partner.id for partner in stored]
    engine.dispose()
    return found


def test_an_import_reports_what_it_did_and_names_what_it_refused(file: str, elsewhere: Path) -> None:
    result = run("import", "data-inclusion", file)
    assert result.exit_code == 0
    assert "Lignes lues : 2" in result.stdout
    assert "Refusées : 1" in result.stdout
    assert "structures.json, ligne 2, " in result.stdout
    assert partners(elsewhere) == ["test--un"]


def test_the_report_in_json_has_the_contract_s_figures(file: str) -> None:
    report = json.loads(run("import", "data-inclusion", file, "--json").stdout)
    assert (report["read"], report["created"], report["updated"], report["unchanged"]) == (2, 1, 0, 0)
    assert [(fault["row"], bool(fault["field"]), bool(fault["reason"])) for fault in report["rejected"]] == [
        (2, True, True)
    ]
    again = json.loads(run("import", "data-inclusion", file, "--json").stdout)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_a_dry_run_leaves_the_database_as_it_was(file: str, elsewhere: Path) -> None:
    result = run("import", "data-inclusion", file, "--dry-run")
    assert result.exit_code == 0
    assert "Partenaires et services créés : 1" in result.stdout
    assert "Essai : rien n’a été enregistré." in result.stdout
    assert partners(elsewhere) == []


def test_files_without_one_usable_row_end_with_2_after_the_report(file: str, elsewhere: Path) -> None:
    (elsewhere / "mauvais.json").write_text(json.dumps(STRUCTURES[1:]), encoding="utf-8")
    result = run("import", "data-inclusion", "mauvais.json")
    assert result.exit_code == 2
    assert "Refusées : 1" in result.stdout
    assert result.stderr == "Aucune ligne n’a pu être utilisée : la base est restée comme avant.\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("import", "excel", "structures.json"), "Le format « excel » n’existe pas. Formats connus : data-inclusion, "),
        (("import", "data-inclusion", "absent.json"), "absent.json : "),
        (("import", "finess", "structures.json"), "structures.json : "),
        (
            ("import", "data-inclusion", "structures.json", "--territory", "lune"),
            "Le territoire « lune » n'existe pas.",
        ),
    ],
)
def test_what_cannot_be_imported_says_why_in_one_line(file: str, command: tuple[str, ...], said: str) -> None:
    if "--territory" in command:
        assert run("import", "data-inclusion", file).exit_code == 0
    told = stopped(*command)
    assert told.startswith(said)
    assert "\n" not in told
