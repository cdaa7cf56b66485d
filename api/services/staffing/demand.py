"""What the open needs of a territory ask of its officers: half-days by chantier and domain, with the working."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from matching.staffing import DOMAINS, Demand, DemandFormula, OpenNeed, demand_of
from network_data.repositories.need_counts import CountedNeed
from network_data.vocabulary import BARRIERS

DOMAIN_OF_TEAM: Mapping[str, str] = MappingProxyType(
    {
        "RSA": "droits",
        "administratif": "droits",
        "besoins": "droits",
        "judiciaire": "droits",
        "hébergement": "logement",
        "logement": "logement",
        "santé": "sante",
        "formation": "formation",
        "emploi": "emploi",
        "remobilisation": "emploi",
    }
)
"""The officers' domain for what Convergence's teams call a barrier's theme."""


def chantier_demands(
    needs: Iterable[CountedNeed], chantiers: Iterable[str], formula: DemandFormula, on: date
) -> dict[str, Demand]:
    """The demand of each chantier on a day."""
    gathered: dict[str, list[OpenNeed]] = defaultdict(list)
    for need in needs:
        barrier = BARRIERS.get(need.barrier)
        if barrier is not None:
            domain = DOMAIN_OF_TEAM[barrier.convergence_team]
            age = (on - need.assessed_on).days
            gathered[need.chantier_id].append(OpenNeed(domain, need.severity, age, need.referred))
    return {each: demand_of(gathered[each], formula) for each in chantiers}


def formula_of(changes: Mapping[str, Any]) -> DemandFormula:
    """The default formula with what was set otherwise; half-days of domains that are not said stay as they are."""
    base = DemandFormula()
    known = {each.name for each in fields(DemandFormula)}
    told = {name: value for name, value in changes.items() if name in known}
    if "half_days" in told:
        told["half_days"] = {**base.half_days, **{d: told["half_days"][d] for d in DOMAINS if d in told["half_days"]}}
    if "severity" in told:
        told["severity"] = {int(severity): weight for severity, weight in told["severity"].items()}
    return replace(base, **told)


def formula_facts(formula: DemandFormula) -> dict[str, Any]:
    """The formula as JSON holds it."""
    facts = asdict(formula)
    return facts | {"severity": {str(severity): weight for severity, weight in formula.severity.items()}}
