"""The whole analysis: gaps, dependence, prospects and places wanted, for one network and many people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matching.catalogue import Catalogue
from matching.coverage.dependence import (
    Loss,
    find_dependence,
    holders_by_gate,
    holders_by_partner,
    holders_by_service,
    lost_without,
)
from matching.coverage.facets import Facet, Tally, tallies, tally
from matching.coverage.gaps import Gap, find_gaps
from matching.coverage.links import Links, find_links
from matching.coverage.places import PlacesWanted, find_places
from matching.coverage.prospects import PICKS, Prospects, find_prospects
from matching.coverage.reach import Reach, find_reach
from matching.profile import Profile
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the network is missing for ``people`` people; every list has what matters most first.

    ``gates`` are the losses of doors that stand before other partners' services; partners and services stand apart.
    """

    network_version: str
    people: int
    total: Tally
    facets: Mapping[Facet, tuple[tuple[str, Tally], ...]]
    gaps: tuple[Gap, ...]
    partners: tuple[Loss, ...]
    services: tuple[Loss, ...]
    gates: tuple[Loss, ...]
    prospects: Prospects
    places: tuple[PlacesWanted, ...]
    links: Links


def analyse(catalogue: Catalogue, profiles: Sequence[Profile], weights: Weights, picks: int = PICKS) -> Coverage:
    """The coverage of the needs of ``profiles`` by the network of ``catalogue``."""
    reach = find_reach(catalogue, profiles, weights)
    by_partner = find_dependence(reach, holders_by_partner(reach))
    alone = by_partner.alone
    return Coverage(
        network_version=catalogue.version,
        people=len(profiles),
        total=tally((need, at in alone) for at, need in enumerate(reach.needs)),
        facets=tallies(reach, alone),
        gaps=find_gaps(reach),
        partners=by_partner.losses,
        services=find_dependence(reach, holders_by_service(reach)).losses,
        gates=_gates(reach),
        prospects=find_prospects(reach, alone, picks),
        places=find_places(reach),
        links=find_links(reach, alone),
    )


def uncovered_without(
    catalogue: Catalogue, profiles: Sequence[Profile], weights: Weights, gone: Collection[str]
) -> dict[str, int]:
    """How many needs of each barrier would have nobody left if all the partners ``gone`` went at once."""
    reach = find_reach(catalogue, profiles, weights)
    lost = [reach.needs[at].need.barrier for at in lost_without(holders_by_partner(reach), gone)]
    return {barrier: lost.count(barrier) for barrier in sorted(set(lost))}


def _gates(reach: Reach) -> tuple[Loss, ...]:
    gates = {door.partner_id for door in reach.catalogue.doors if door.gate is not None}
    return tuple(loss for loss in find_dependence(reach, holders_by_gate(reach)).losses if loss.id in gates)
