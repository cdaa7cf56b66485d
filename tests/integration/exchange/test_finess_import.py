import gzip
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from network_data.database import transaction
from network_data.exchange import Fault, import_files
from network_data.tables import Partner
from network_data.vocabulary import AccessPath
from tests.integration.exchange.files import (
    ESTABLISHMENT,
    change_row,
    run_import,
    shared_file,
    table_rows,
    whole_database,
    write_csv,
)

PARIS = "data/finess_paris_social_sante.csv"


def test_the_paris_file_gives_a_thousand_partners_and_says_what_it_left_out(engine: Engine) -> None:
    report = run_import(engine, "finess", shared_file(PARIS))
    assert (report.read, report.accepted, report.skipped_count, report.rejected_count) == (1283, 1008, 275, 0)
    assert (report.partners.created, report.services.created, report.warning_count) == (1008, 1008, 0)
    assert report.skipped == {
        "aide à domicile : personnes âgées ou handicapées": 124,
        "protection maternelle et infantile : suivi des jeunes enfants": 65,
        "pour enfants ou adolescents, d'après son nom": 34,
        "prévention spécialisée : jeunes du quartier, par des éducateurs de rue": 29,
        "aide et soins à domicile : personnes âgées ou handicapées": 11,
        "accueil mère-enfant : l'entrée est décidée par l'aide sociale à l'enfance": 10,
        "public particulier (personnes âgées, familles), d'après son nom": 2,
    }


def test_the_paris_file_shows_which_doors_are_gates(engine: Engine) -> None:
    run_import(engine, "finess", shared_file(PARIS))
    paths = Counter(row["access_path"] for row in table_rows(engine, "service"))
    assert paths == {
        AccessPath.SIAO: 345,
        AccessPath.DIRECT: 327,
        AccessPath.CDAPH: 145,
        AccessPath.COMMISSION: 78,
        AccessPath.SECTOR: 49,
        AccessPath.MEDICAL: 42,
        AccessPath.UNKNOWN: 16,
        AccessPath.PRESCRIBER: 6,
    }


def test_every_partner_of_the_paris_file_is_placed_in_an_arrondissement(engine: Engine) -> None:
    run_import(engine, "finess", shared_file(PARIS))
    partners = table_rows(engine, "partner")
    assert all(row["insee_code"].startswith("751") and row["city"] == "Paris" for row in partners)
    assert sum(row["latitude"] is None for row in partners) <= 6


def test_a_second_import_of_the_paris_file_changes_nothing_not_even_the_network_version(engine: Engine) -> None:
    run_import(engine, "finess", shared_file(PARIS))
    before = whole_database(engine)
    report = run_import(engine, "finess", shared_file(PARIS))
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2016)
    assert whole_database(engine) == before


def test_an_establishment_becomes_a_partner_and_its_service(engine: Engine, tmp_path: Path) -> None:
    run_import(engine, "finess", write_csv(tmp_path / "finess.csv", [ESTABLISHMENT]))
    (partner,) = table_rows(engine, "partner")
    (service,) = table_rows(engine, "service")
    assert partner["id"] == "finess--750000001"
    assert (partner["name"], partner["address"]) == ("CMP La Pomme", "4 rue Charles Lauth")
    assert (partner["phone"], partner["insee_code"], partner["networks"]) == ("+33140375099", "75118", ["cmp"])
    assert (service["id"], service["partner_id"]) == ("finess--750000001--156", "finess--750000001")
    assert (service["name"], service["thematiques"]) == ("Centre médico-psychologique (CMP)", ["sante--sante-mentale"])
    assert (service["access_path"], service["latitude"]) == (AccessPath.SECTOR, 48.899036)
    assert str(service["updated_on"]) == "2019-06-14"


def test_a_gzipped_file_reads_like_the_file_itself(engine: Engine, tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "finess.csv", [ESTABLISHMENT])
    packed = tmp_path / "finess.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    run_import(engine, "finess", packed)
    assert run_import(engine, "finess", plain).unchanged == 2


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-8", ";")])
def test_a_file_saved_by_a_spreadsheet_reads_the_same(
    engine: Engine, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    row = ESTABLISHMENT | {"nom": "CMP KALEÏDOSCOPE À L’ÎLE"}
    run_import(engine, "finess", write_csv(tmp_path / "a.csv", [row]))
    report = run_import(engine, "finess", write_csv(tmp_path / "b.csv", [row], encoding, delimiter))
    assert (report.unchanged, report.updated) == (2, 0)


def test_a_bad_row_is_rejected_by_its_number_and_field_and_stops_no_other(engine: Engine, tmp_path: Path) -> None:
    rows = [
        ESTABLISHMENT | {"nom": " "},
        ESTABLISHMENT | {"finess_et": "12"},
        ESTABLISHMENT | {"maj_le": "hier"},
        ESTABLISHMENT,
        ESTABLISHMENT | {"nom": "CMP DU MEME NUMERO"},
    ]
    report = run_import(engine, "finess", write_csv(tmp_path / "finess.csv", rows))
    assert [(fault.row, fault.field) for fault in report.rejected] == [
        (2, "nom"),
        (3, "finess_et"),
        (4, "maj_le"),
        (6, "id"),
    ]
    assert [row["name"] for row in table_rows(engine, "partner")] == ["CMP La Pomme"]


def test_a_row_with_a_missing_cell_is_rejected_and_the_next_one_read(engine: Engine, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "finess.csv", [ESTABLISHMENT | {"finess_et": "750000002"}, ESTABLISHMENT])
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, first.rsplit(",", 2)[0], "", second]), encoding="utf-8")
    report = run_import(engine, "finess", path)
    assert report.rejected == [Fault("finess.csv", 2, "", "9 colonnes au lieu de 11")]
    assert (report.read, report.accepted) == (2, 1)


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("latitude", "148.9", "latitude"),
        ("longitude", "", "latitude"),
        ("telephone", "0140", "phone"),
        ("siret", "123", "siret"),
        ("code_postal", "7501", "postcode"),
    ],
)
def test_a_bad_detail_is_left_out_with_a_warning_and_the_row_is_kept(
    engine: Engine, tmp_path: Path, field: str, value: str, column: str
) -> None:
    report = run_import(engine, "finess", write_csv(tmp_path / "finess.csv", [ESTABLISHMENT | {field: value}]))
    (warning,) = report.warnings
    assert (warning.row, warning.reason.startswith("valeur ignorée")) == (2, True)
    assert table_rows(engine, "partner")[0][column] is None


def test_what_changed_in_the_file_changes_here_and_what_people_added_stays(engine: Engine, tmp_path: Path) -> None:
    run_import(engine, "finess", write_csv(tmp_path / "old.csv", [ESTABLISHMENT]))
    change_row(engine, "partner", "finess--750000001", email="accueil@example.org", sensitive=True)
    added = {
        "places_open": 4,
        "quota_places": 3,
        "languages": ["ara"],
        "opening_hours": "Mo 09:00-12:00",
        "age_min": 18,
        "women_only": True,
        "sensitive": True,
    }
    change_row(engine, "service", "finess--750000001--156", **added)
    moved = ESTABLISHMENT | {"adresse": "5 R NEUVE", "maj_le": "2021-01-01"}
    report = run_import(engine, "finess", write_csv(tmp_path / "new.csv", [moved]))
    (partner,) = table_rows(engine, "partner")
    (service,) = table_rows(engine, "service")
    assert (report.partners.updated, report.services.updated) == (1, 1)
    assert (partner["address"], service["address"]) == ("5 rue Neuve", "5 rue Neuve")
    assert (partner["email"], partner["sensitive"]) == ("accueil@example.org", True)
    assert {name: service[name] for name in added} == added


def test_a_dry_run_is_the_caller_rolling_back(engine: Engine, tmp_path: Path) -> None:
    before = whole_database(engine)
    path = write_csv(tmp_path / "finess.csv", [ESTABLISHMENT])
    with Session(engine) as session:
        assert import_files(session, "finess", [path]).created == 2
        session.rollback()
    assert whole_database(engine) == before


def test_the_caller_sees_the_imported_values_in_objects_it_already_holds(engine: Engine, tmp_path: Path) -> None:
    run_import(engine, "finess", write_csv(tmp_path / "old.csv", [ESTABLISHMENT]))
    with transaction(engine) as session:
        partner = session.get_one(Partner, "finess--750000001")
        import_files(session, "finess", [write_csv(tmp_path / "new.csv", [ESTABLISHMENT | {"nom": "CMP NEUF"}])])
        assert partner.name == "CMP Neuf"
