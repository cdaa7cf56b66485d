from pathlib import Path

import pytest
from sqlalchemy import Engine

from network_data.database import transaction
from network_data.exchange import TerritoryError
from network_data.tables import Territory
from tests.integration.exchange.files import ESTABLISHMENT, STRUCTURE, run_import, table_rows, write_csv, write_json


def finess_in(folder: Path, *postcodes: str) -> Path:
    rows = [
        ESTABLISHMENT | {"finess_et": f"75000000{rank}", "code_postal": postcode, "commune": "VILLE"}
        for rank, postcode in enumerate(postcodes)
    ]
    return write_csv(folder / "finess.csv", rows)


def add_territories(engine: Engine, *slugs: str) -> None:
    with transaction(engine) as session:
        session.add_all([Territory(slug=slug, name=slug.capitalize()) for slug in slugs])


@pytest.mark.parametrize(
    ("postcodes", "expected"),
    [
        (("75018", "75019", "93300"), ("paris", "Paris", ["75"])),
        (("93300", "93200", "75018"), ("departement-93", "Département 93", ["93"])),
        (("97400",), ("departement-974", "Département 974", ["974"])),
        (("59000", "75018", "13001"), ("territoire", "Territoire", [])),
        (("",), ("territoire", "Territoire", [])),
    ],
)
def test_the_first_import_creates_the_territory_of_most_of_its_rows(
    engine: Engine, tmp_path: Path, postcodes: tuple[str, ...], expected: tuple[str, str, list[str]]
) -> None:
    report = run_import(engine, "finess", finess_in(tmp_path, *postcodes))
    (territory,) = table_rows(engine, "territory")
    assert (territory["slug"], territory["name"], territory["departments"]) == expected
    assert report.territory == expected[0]
    assert {row["territory_slug"] for row in table_rows(engine, "partner")} == {expected[0]}


def test_the_only_territory_is_used(engine: Engine, tmp_path: Path) -> None:
    add_territories(engine, "lyon")
    assert run_import(engine, "finess", finess_in(tmp_path, "75018")).territory == "lyon"
    assert len(table_rows(engine, "territory")) == 1


def test_with_several_territories_one_must_be_named(engine: Engine, tmp_path: Path) -> None:
    add_territories(engine, "lyon", "paris")
    with pytest.raises(TerritoryError, match=r"Plusieurs territoires existent : lyon, paris\. Précisez lequel"):
        run_import(engine, "finess", finess_in(tmp_path, "75018"))
    assert run_import(engine, "finess", finess_in(tmp_path, "75018"), territory="paris").territory == "paris"


def test_a_territory_that_does_not_exist_is_told_with_those_that_do(engine: Engine, tmp_path: Path) -> None:
    add_territories(engine, "lyon")
    with pytest.raises(TerritoryError, match=r"« pariss » n'existe pas\. Territoires connus : lyon"):
        run_import(engine, "finess", finess_in(tmp_path, "75018"), territory="pariss")


def test_the_first_territory_may_be_named(engine: Engine, tmp_path: Path) -> None:
    path = write_json(tmp_path / "structures.json", [STRUCTURE])
    assert run_import(engine, "data-inclusion", path, territory="convergence").territory == "convergence"
    assert table_rows(engine, "territory")[0]["departments"] == ["75"]


def test_an_import_never_moves_a_partner_to_another_territory(engine: Engine, tmp_path: Path) -> None:
    add_territories(engine, "lyon", "paris")
    run_import(engine, "finess", finess_in(tmp_path, "75018"), territory="paris")
    report = run_import(engine, "finess", finess_in(tmp_path, "75018"), territory="lyon")
    assert (report.unchanged, table_rows(engine, "partner")[0]["territory_slug"]) == (2, "paris")
