"""What the open needs of a territory ask of its officers: half-days by chantier and domain, with the working."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from api.services.staffing.month import WEEKS
from matching.staffing import DOMAINS, Accompaniment, Demand, DemandFormula, OpenNeed, demand_of
from matching.staffing import Officer as OfficerToSend
from matching.staffing.capacity import capacity
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


def accompaniments_of(
    needs: Iterable[CountedNeed], posts: Mapping[str, OfficerToSend], formula: DemandFormula, on: date
) -> tuple[Accompaniment, ...]:
    """What officers are entrusted with, as whole half-days of the demand; ``posts`` are theirs by account.

    Only where they may go for that domain, and no more in all than they have to give.
    """
    held: dict[tuple[str, str, str], float] = defaultdict(float)
    for need in needs:
        barrier, post = BARRIERS.get(need.barrier), posts.get(need.entrusted_to or "")
        if barrier is None or post is None:
            continue
        domain = DOMAIN_OF_TEAM[barrier.convergence_team]
        if post.skills.get(domain) and (post.reaches is None or need.chantier_id in post.reaches):
            open_need = OpenNeed(domain, need.severity, (on - need.assessed_on).days, need.referred)
            held[post.id, need.chantier_id, domain] += formula.of_need(open_need)
    totals = Counter[str]()
    for (post_id, _, _), half_days in held.items():
        totals[post_id] += int(half_days)
    most = {post.id: capacity(post, WEEKS) for post in posts.values()}
    return tuple(
        Accompaniment(*place, int(half_days) * min(most[place[0]], totals[place[0]]) // max(totals[place[0]], 1))
        for place, half_days in sorted(held.items())
        if int(half_days)
    )


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
