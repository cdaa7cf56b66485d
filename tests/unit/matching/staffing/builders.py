"""A month small enough to read: two officers, two chantiers."""

from collections.abc import Mapping
from typing import Any

from matching.staffing import Cell, Chantier, Officer, StaffingProblem, slot


def officer(name: str = "ada", skills: Mapping[str, int] | None = None, **others: Any) -> Officer:
    return Officer(name, skills or {"emploi": 100, "sante": 50}, **others)


def chantier(name: str = "rejoue", demand: Mapping[str, int] | None = None, **others: Any) -> Chantier:
    return Chantier(name, 50, demand or {"emploi": 8, "sante": 4}, **others)


def month(**others: Any) -> StaffingProblem:
    given: dict[str, Any] = {
        "officers": (officer("ada"), officer("bea", {"sante": 90, "logement": 60})),
        "chantiers": (chantier("rejoue"), chantier("prelude", {"logement": 6, "sante": 6})),
        "weeks": 1,
    }
    return StaffingProblem(**(given | others))


def cell(
    half_day: str = "mon-am", who: str = "ada", where: str = "rejoue", domain: str = "emploi", week: int = 0
) -> Cell:
    return Cell(slot(week, half_day), who, where, domain)
