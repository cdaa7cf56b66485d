import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from network_data.database import transaction
from network_data.exchange import UnusableFile, import_files
from tests.integration.exchange.files import (
    ESTABLISHMENT,
    STRUCTURE,
    run_import,
    shared_file,
    table_rows,
    whole_database,
    write_csv,
    write_json,
)

GOOD_CSV = (",".join(ESTABLISHMENT) + "\n" + ",".join(ESTABLISHMENT.values()) + "\n").encode()
GOOD_JSON = json.dumps([STRUCTURE] * 3, ensure_ascii=False).encode()

BAD_FILES = {
    "vide": ("finess", b"", "vide"),
    "blancs": ("finess", b" \n\n ", "vide"),
    "image": ("finess", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "ni un CSV ni un JSON"),
    "classeur": ("data-inclusion", b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "ni un CSV ni un JSON"),
    "utf-16": ("finess", GOOD_CSV.decode().encode("utf-16"), "encodage"),
    "octets": ("finess", GOOD_CSV + b"\x81\x8d\x90", "encodage"),
    "utf-8 coupé": ("finess", GOOD_CSV + "é".encode()[:1], "incomplet"),
    "autres colonnes": ("finess", b"a,b\n1,2\n", "colonnes absentes : categorie_code"),
    "un en-tête seul": ("finess", GOOD_CSV.split(b"\n")[0], "aucune ligne"),
    "json pour finess": ("finess", GOOD_JSON, "CSV"),
    "finess pour data·inclusion": ("data-inclusion", GOOD_CSV, "data·inclusion"),
    "texte": ("data-inclusion", "Bonjour à tous.\nVoici la liste.".encode(), "data·inclusion"),
    "json coupé": ("data-inclusion", GOOD_JSON[:-40], "incomplet"),
    "json coupé entre deux fiches": ("data-inclusion", GOOD_JSON[: GOOD_JSON.rindex(b", {")], "incomplet"),
    "json faux": ("data-inclusion", GOOD_JSON.replace(b'"source": "exemple"', b"source", 1), "JSON valide"),
    "json suivi d'autre chose": ("data-inclusion", GOOD_JSON + b" fin", "JSON valide"),
    "json d'un objet": ("data-inclusion", json.dumps(STRUCTURE).encode(), "liste"),
    "json sans fiche": ("data-inclusion", b"[]", "aucune fiche"),
    "json d'autre chose": ("data-inclusion", b'[{"nom": "x", "pivot": "1"}]', "data·inclusion"),
    "json en cp1252": ("data-inclusion", '[{"id": "é"}]'.encode("cp1252"), "encodage"),
    "csv sans colonne obligatoire": ("data-inclusion", b"id,nom,source\na,Maison,b\n", "date_maj"),
    "gzip coupé": ("finess", gzip.compress(GOOD_CSV)[:-12], "incomplet"),
    "gzip abîmé": ("finess", gzip.compress(GOOD_CSV)[:20] + b"\xff" * 40, "incomplet"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_used_is_told_in_one_clear_line_and_leaves_nothing(
    engine: Engine, tmp_path: Path, kind: str
) -> None:
    format_name, content, expected = BAD_FILES[kind]
    path = tmp_path / "fichier"
    path.write_bytes(content)
    before = whole_database(engine)
    with pytest.raises(UnusableFile) as error:
        run_import(engine, format_name, path)
    message = str(error.value)
    assert message.startswith("fichier : ")
    assert expected in message
    assert "\n" not in message
    assert whole_database(engine) == before


def test_a_file_that_does_not_exist_is_told(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"^absent\.csv : fichier introuvable"):
        run_import(engine, "finess", tmp_path / "absent.csv")


def test_a_folder_is_told(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="dossier"):
        run_import(engine, "finess", tmp_path)


def test_a_few_bytes_of_another_encoding_are_replaced_with_a_warning(engine: Engine, tmp_path: Path) -> None:
    rows = [ESTABLISHMENT | {"nom": "CMP ÉTOILE"}, ESTABLISHMENT | {"finess_et": "750000002", "nom": "CMP @"}]
    path = write_csv(tmp_path / "finess.csv", rows)
    path.write_bytes(path.read_bytes().replace(b"@", b"\xc9CHO"))
    report = run_import(engine, "finess", path)
    assert [row["name"] for row in table_rows(engine, "partner")] == ["CMP Étoile", "CMP \ufffdCho"]
    assert [(warning.row, "UTF-8" in warning.reason) for warning in report.warnings] == [(0, True)]


def test_one_unusable_file_among_several_undoes_the_others(engine: Engine, tmp_path: Path) -> None:
    many = [STRUCTURE | {"id": f"exemple--{number}"} for number in range(1_500)]
    good = write_json(tmp_path / "good.json", many)
    cut = tmp_path / "cut.json"
    cut.write_bytes(good.read_bytes()[:-100])
    before = whole_database(engine)
    with pytest.raises(UnusableFile, match=r"^cut\.json"):
        run_import(engine, "data-inclusion", good, cut)
    assert whole_database(engine) == before


def test_an_import_that_fails_is_undone_even_where_its_caller_goes_on(engine: Engine, tmp_path: Path) -> None:
    run_import(engine, "data-inclusion", write_json(tmp_path / "first.json", [STRUCTURE]))
    before = whole_database(engine)
    good = write_json(tmp_path / "good.json", [STRUCTURE | {"id": f"exemple--{rank}"} for rank in range(1_500)])
    cut = tmp_path / "cut.json"
    cut.write_bytes(good.read_bytes()[:-100])
    with transaction(engine) as session, pytest.raises(UnusableFile):
        import_files(session, "data-inclusion", [cut])
    assert whole_database(engine) == before


def test_an_import_interrupted_by_the_keyboard_leaves_the_database_as_it_was(engine: Engine, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", [STRUCTURE | {"id": f"exemple--{rank}"} for rank in range(2_500)])
    before = whole_database(engine)

    def interrupt(rows: int, _share: float) -> None:
        if rows >= 2_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction(engine) as session:
        import_files(session, "data-inclusion", [path], progress=interrupt)
    assert whole_database(engine) == before


def test_the_published_spreadsheets_and_parquet_are_told_to_be_exported(engine: Engine) -> None:
    for extension in ("xlsx", "parquet"):
        path = shared_file(f"reference/data-inclusion/exemples/structures-inclusion-exemple.{extension}")
        with pytest.raises(UnusableFile, match="Exportez les données"):
            run_import(engine, "data-inclusion", path)


def test_the_published_geojson_is_told_to_be_no_list(engine: Engine) -> None:
    path = shared_file("reference/data-inclusion/exemples/structures-inclusion-exemple.geojson")
    with pytest.raises(UnusableFile, match="une liste"):
        run_import(engine, "data-inclusion", path)


NEAR_MISSES = st.sampled_from([GOOD_CSV, GOOD_JSON]).flatmap(
    lambda good: st.tuples(st.integers(0, len(good)), st.binary(max_size=6), st.integers(0, 20)).map(
        lambda cut: good[: cut[0]] + cut[1] + good[cut[0] + cut[2] :]
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | NEAR_MISSES, format_name=st.sampled_from(["finess", "data-inclusion"]))
def test_any_bytes_are_either_imported_with_every_row_accounted_for_or_told_unusable(
    engine: Engine, tmp_path: Path, content: bytes, format_name: str
) -> None:
    path = tmp_path / "fichier"
    path.write_bytes(content)
    with Session(engine) as session:
        assert outcome_of(session, format_name, path) in ("told", "accounted for")
        session.rollback()


def outcome_of(session: Session, format_name: str, path: Path) -> str:
    try:
        report = import_files(session, format_name, [path])
    except UnusableFile as error:
        return "told" if "\n" not in str(error) else "told badly"
    total = report.accepted + report.skipped_count + report.rejected_count
    return "accounted for" if report.read == total else "rows lost"
