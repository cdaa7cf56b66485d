"""The vocabulary says what its reference files say, wherever these are at hand."""

import csv
import json
from collections.abc import Iterable

from network_data.vocabulary import BARRIERS, PAPERS, PREREQUISITES
from tests.shared_data import shared


def rows(path: str) -> list[dict[str, str]]:
    with shared(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def column(path: str, name: str) -> set[str]:
    return {row[name] for row in rows(path)}


def used(field: str) -> set[str]:
    values: Iterable[tuple[str, ...]] = (getattr(barrier, field) for barrier in BARRIERS.values())
    return {value for several in values for value in several}


def test_barriers_equal_the_reference_list() -> None:
    expected = [
        {
            "code": row["code"],
            "domain": row["domaine"],
            "label": row["libelle"],
            "thematiques": split(row["di_thematiques"]),
            "fallback_thematiques": split(row["di_thematiques_repli"]),
            "specialist_networks": split(row["reseaux_porteurs_specialistes"]),
            "keywords": split(row["mots_cles"]),
            "publics": split(row["di_publics"]),
            "soliguide_categories": split(row["soliguide_categories"]),
            "carnet_de_bord_theme": row["cdb_theme"],
            "france_travail_situations": split(row["ft_situations"]),
            "france_travail_objectives": split(row["ft_objectifs"]),
            "iae_criteria": split(row["critere_iae"]),
            "convergence_team": row["equipe_convergence"],
            "parallel_routes": bool(row["parcours_paralleles"]),
        }
        for row in rows("domain/barriers.csv")
    ]
    assert [barrier.model_dump(exclude={"sensitive", "open_now"}) for barrier in BARRIERS.values()] == expected


def test_prerequisites_equal_the_reference_list() -> None:
    expected = [
        {
            "before": row["prealable"],
            "after": row["frein"],
            "strength": row["force"],
            "step": row["etape"] or None,
            "equivalent_papers": split(row["pieces_alternatives"]),
            "status": row["statut"],
            "explanation": row["explication"],
        }
        for row in rows("domain/prerequisites.csv")
    ]
    assert [edge.model_dump(exclude={"source"}) for edge in PREREQUISITES] == expected


def test_papers_equal_the_reference_list() -> None:
    expected = [
        {
            "code": row["code"],
            "label": row["libelle"],
            "validity_months": int(row["validite_mois"]) if row["validite_mois"] else None,
            "renewal": row["renouvellement"],
            "barrier": row["frein_lie"],
            "status": row["statut"],
            "remark": row["remarque"],
        }
        for row in rows("domain/papers.csv")
    ]
    assert [paper.model_dump() for paper in PAPERS.values()] == expected


def test_themes_of_the_carnet_de_bord_exist() -> None:
    themes = column("reference/carnet-de-bord/ref_theme.csv", "name")
    assert {barrier.carnet_de_bord_theme for barrier in BARRIERS.values()} <= themes


def test_categories_of_soliguide_exist() -> None:
    mappings = "reference/data-inclusion/mappings/soliguide-categories-vers"
    known = column(f"{mappings}-thematiques-v1.csv", "category") | column(f"{mappings}-types-v1.csv", "category")
    # Soliguide has hairdressers; data·inclusion maps them to nothing.
    assert used("soliguide_categories") - known == {"hairdresser"}


def test_criteria_of_the_insertion_by_work_exist() -> None:
    criteria = json.loads(shared("reference/iae/administrative_criteria_iae.json").read_text(encoding="utf-8"))
    assert used("iae_criteria") <= {criterion["fields"]["kind"] for criterion in criteria}


def test_situations_and_objectives_of_france_travail_exist() -> None:
    listed = rows("reference/france-travail/contraintes-situations-objectifs.csv")
    needs = {f"B{row['code']}" for row in rows("reference/france-travail/besoins-diagnostic.csv")}
    assert used("france_travail_situations") <= {row["code"] for row in listed if row["nature"] == "situation"}
    assert used("france_travail_objectives") <= needs | {row["code"] for row in listed if row["nature"] == "objectif"}
