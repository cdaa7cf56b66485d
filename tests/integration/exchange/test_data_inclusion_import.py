from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from network_data.database import open_engine, transaction
from network_data.exchange import Fault, ImportReport, import_files
from network_data.tables import METADATA
from network_data.vocabulary import AccessPath
from tests.integration.exchange.files import (
    SERVICE,
    STRUCTURE,
    change_row,
    run_import,
    shared_file,
    table_rows,
    whole_database,
    write_csv,
    write_json,
)

EXAMPLES = "reference/data-inclusion/exemples"


def imported(engine: Engine, folder: Path, services: Sequence[Any], structures: Sequence[Any] = ()) -> ImportReport:
    paths = [write_json(folder / "services.json", services)] if services else []
    if structures:
        paths.append(write_json(folder / "structures.json", structures))
    return run_import(engine, "data-inclusion", *paths)


def example_files(extension: str) -> list[Path]:
    return [shared_file(f"{EXAMPLES}/{name}-inclusion-exemple.{extension}") for name in ("services", "structures")]


def test_the_published_examples_are_read_whole_whatever_the_order_of_the_files(engine: Engine) -> None:
    report = run_import(engine, "data-inclusion", *example_files("json"))
    assert (report.partners.created, report.services.created, report.rejected, report.warnings) == (2, 3, [], [])


def test_the_published_json_and_csv_give_the_same_rows(engine: Engine) -> None:
    run_import(engine, "data-inclusion", *example_files("json"))
    before = whole_database(engine)
    report = run_import(engine, "data-inclusion", *example_files("csv"))
    assert (report.unchanged, report.created, report.updated) == (5, 0, 0)
    assert whole_database(engine) == before


def test_a_service_takes_place_and_hours_from_its_structure_and_its_way_in_from_who_may_ask(
    engine: Engine, tmp_path: Path
) -> None:
    imported(engine, tmp_path, [SERVICE], [STRUCTURE])
    (service,) = table_rows(engine, "service")
    assert (service["address"], service["insee_code"]) == ("1 rue Imaginaire", "75119")
    assert (service["latitude"], service["longitude"]) == (48.89, 2.37)
    assert (service["opening_hours"], service["access_path"]) == ("Mo-Fr 09:00-17:00", AccessPath.DIRECT)


def test_the_networks_of_the_structure_are_its_gate(engine: Engine, tmp_path: Path) -> None:
    housing = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
    imported(
        engine, tmp_path, [SERVICE | {"thematiques": [housing]}], [STRUCTURE | {"reseaux_porteurs": ["chrs", "emmaus"]}]
    )
    assert table_rows(engine, "service")[0]["access_path"] == AccessPath.SIAO


def test_a_service_without_its_structure_is_rejected_by_row_and_field(engine: Engine, tmp_path: Path) -> None:
    report = imported(engine, tmp_path, [SERVICE, SERVICE | {"id": "x", "structure_id": "nulle part"}], [STRUCTURE])
    assert report.rejected == [
        Fault("services.json", 2, "structure_id", "aucune structure connue ne porte cet identifiant")
    ]
    assert (report.read, report.accepted) == (3, 2)


def test_services_alone_join_the_structures_already_known(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, [], [STRUCTURE])
    report = imported(engine, tmp_path, [SERVICE])
    assert (report.services.created, table_rows(engine, "service")[0]["city"]) == (1, "Paris")


def test_objects_that_are_no_objects_and_repeated_ids_stop_no_other(engine: Engine, tmp_path: Path) -> None:
    report = imported(engine, tmp_path, [], [STRUCTURE, 3, None, [STRUCTURE], STRUCTURE, STRUCTURE | {"id": "b--2"}])
    assert [(fault.row, fault.field) for fault in report.rejected] == [(2, ""), (3, ""), (4, ""), (5, "id")]
    assert [row["id"] for row in table_rows(engine, "partner")] == ["b--2", "exemple--s1"]


def test_a_number_too_big_for_anything_spoils_its_own_row_only(engine: Engine, tmp_path: Path) -> None:
    path = write_json(tmp_path / "structures.json", [STRUCTURE, STRUCTURE | {"id": "b--2", "latitude": 123}])
    path.write_text(path.read_text(encoding="utf-8").replace(": 123", ": 1e999"), encoding="utf-8")
    report = run_import(engine, "data-inclusion", path)
    assert (report.accepted, [warning.row for warning in report.warnings]) == (2, [2])


def test_a_bad_detail_is_left_out_with_a_warning_that_does_not_repeat_it(engine: Engine, tmp_path: Path) -> None:
    report = imported(engine, tmp_path, [], [STRUCTURE | {"courriel": "jeanne.dupont chez exemple"}])
    assert report.warnings == [
        Fault("structures.json", 1, "courriel", "valeur ignorée : adresse électronique non valable")
    ]
    assert table_rows(engine, "partner")[0]["email"] is None


def test_an_edited_service_is_updated_and_what_the_programme_added_stays(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, [SERVICE], [STRUCTURE])
    added = {"languages": ["fra"], "places_open": 2, "quota_places": 5, "sensitive": True, "step_free": True}
    change_row(engine, "service", "exemple--1", **added)
    report = imported(engine, tmp_path, [SERVICE | {"nom": "Permanence du mardi", "mobilisable_par": None}])
    (service,) = table_rows(engine, "service")
    assert (report.services.updated, service["name"]) == (1, "Permanence du mardi")
    assert {name: service[name] for name in added} == added


def test_a_way_in_that_the_source_no_longer_tells_is_unknown_again(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, [SERVICE | {"publics": ["femmes"]}], [STRUCTURE])
    imported(engine, tmp_path, [SERVICE | {"publics": None, "mobilisable_par": None}])
    (service,) = table_rows(engine, "service")
    assert (service["access_path"], service["women_only"]) == (AccessPath.UNKNOWN, None)


def test_a_way_in_that_people_found_out_stays_while_the_source_does_not_tell(engine: Engine, tmp_path: Path) -> None:
    silent = SERVICE | {"mobilisable_par": None}
    imported(engine, tmp_path, [silent], [STRUCTURE])
    change_row(engine, "service", "exemple--1", access_path=AccessPath.PRESCRIBER, women_only=True)
    report = imported(engine, tmp_path, [silent])
    (service,) = table_rows(engine, "service")
    assert (report.unchanged, service["access_path"], service["women_only"]) == (1, AccessPath.PRESCRIBER, True)


def test_a_column_that_the_file_does_not_have_is_not_emptied(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, [], [STRUCTURE | {"siret": "00000000000001"}])
    report = imported(engine, tmp_path, [], [STRUCTURE])
    assert (report.unchanged, table_rows(engine, "partner")[0]["siret"]) == (1, "00000000000001")


def test_a_value_that_the_source_withdrew_is_emptied(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, [], [STRUCTURE])
    imported(engine, tmp_path, [], [STRUCTURE | {"telephone": None}])
    assert table_rows(engine, "partner")[0]["phone"] is None


def test_many_batches_are_read_in_one_pass_that_tells_how_far_it_is(engine: Engine, tmp_path: Path) -> None:
    structures = [STRUCTURE | {"id": f"exemple--{number}"} for number in range(2_500)]
    path = write_json(tmp_path / "structures.json", structures)
    seen: list[tuple[int, float]] = []
    with transaction(engine) as session:
        report = import_files(
            session, "data-inclusion", [path], progress=lambda rows, share: seen.append((rows, share))
        )
    assert report.partners.created == 2_500
    assert [rows for rows, _share in seen] == [1_000, 2_000, 2_500]
    assert [share for _rows, share in seen] == sorted(share for _rows, share in seen)
    assert 0 < seen[0][1] < 0.9
    assert seen[-1][1] == 1


TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
THEMATIQUES = ("sante--addictions", "sante--acces-aux-soins", "famille--garde-denfants", "poterie")
GOOD_OR_BAD_SERVICES = st.fixed_dictionaries(
    {
        "nom": TEXTS,
        "description": TEXTS,
        "date_maj": st.sampled_from(["2024-01-15", "2020-02-29", "1999-01-01", "bientôt", ""]),
        "courriel": st.none() | TEXTS | st.just("accueil@example.org"),
        "telephone": st.none() | TEXTS | st.just("0140000000"),
        "thematiques": st.none() | st.lists(st.sampled_from(THEMATIQUES), min_size=1),
        "mobilisable_par": st.sampled_from([None, ["usagers"], ["professionnels"], ["personne"]]),
        "latitude": st.none() | st.floats(-200, 200),
        "longitude": st.none() | st.floats(-200, 200),
        "nombre_semaines": st.none() | st.integers(-5, 100),
        "structure_id": st.sampled_from(["exemple--s1", "exemple--inconnue"]),
    }
)


def fresh_engine(folder: Path) -> Engine:
    engine = open_engine(f"sqlite:///{folder / 'fresh.db'}")
    METADATA.drop_all(engine)
    METADATA.create_all(engine)
    return engine


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exchange")


SLOW = settings(
    max_examples=settings().max_examples // 4,  # each makes a database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SLOW
@given(rows=st.lists(GOOD_OR_BAD_SERVICES, min_size=1, max_size=8))
def test_json_and_csv_of_the_same_rows_give_the_same_services_and_refuse_the_same_rows(
    folder: Path, rows: list[dict[str, Any]]
) -> None:
    services = [{"id": f"exemple--{rank}", "source": "exemple"} | row for rank, row in enumerate(rows)]
    engine = fresh_engine(folder)
    structures = write_json(folder / "structures.json", [STRUCTURE])
    from_json = run_import(engine, "data-inclusion", structures, write_json(folder / "s.json", services))
    before = whole_database(engine)
    from_csv = run_import(engine, "data-inclusion", structures, write_csv(folder / "s.csv", services))
    assert whole_database(engine) == before
    assert [(f.row, f.field) for f in from_json.rejected] == [(f.row - 1, f.field) for f in from_csv.rejected]
    assert from_csv.unchanged == from_json.created
    engine.dispose()


@SLOW
@given(rows=st.lists(GOOD_OR_BAD_SERVICES, max_size=8), place=st.integers(0, 8))
def test_whatever_is_around_it_a_good_row_is_imported_and_every_row_is_accounted_for(
    folder: Path, rows: list[dict[str, Any]], place: int
) -> None:
    services = [{"id": f"exemple--{rank}", "source": "exemple"} | row for rank, row in enumerate(rows)]
    services.insert(place, SERVICE | {"id": "exemple--bon"})
    engine = fresh_engine(folder)
    report = run_import(
        engine,
        "data-inclusion",
        write_json(folder / "services.json", services),
        write_json(folder / "structures.json", [STRUCTURE]),
    )
    assert "exemple--bon" in {row["id"] for row in table_rows(engine, "service")}
    assert report.read == len(services) + 1 == report.accepted + report.rejected_count
    assert report.services.created == len(table_rows(engine, "service"))
    engine.dispose()
