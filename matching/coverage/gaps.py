"""The needs that nobody can take, gathered by barrier and by what excludes everyone."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from matching.coverage.reach import CarriedNeed, Reach, Standing

NO_SERVICE = "no-service"
"""The reason of a gap that no service of the network addresses."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Needs of one barrier that nobody can take for one reason.

    ``reason`` is the criterion that excludes most services, or ``NO_SERVICE``. ``everywhere`` counts those of the
    ``needs`` for which it excludes every service. ``languages`` (for the criterion of that name) are those that the
    people speak and no service that addresses the barrier does, ``areas`` their communes, commonest first;
    ``services`` is how many address the barrier.
    """

    barrier: str
    reason: str
    needs: int
    everywhere: int
    severe: int
    services: int
    languages: tuple[tuple[str, int], ...]
    areas: tuple[tuple[str, int], ...]


def find_gaps(reach: Reach) -> tuple[Gap, ...]:
    """All gaps; first those where one reason closes every door to most people.

    A need whose doors are closed by different reasons is often a matter of that person's own constraints; one reason
    for all of them is the network's.
    """
    groups: dict[tuple[str, str], list[CarriedNeed]] = defaultdict(list)
    for _, need in reach.numbered(Standing.UNCOVERED):
        if need.why is not None:
            groups[need.need.barrier, need.why.criterion or NO_SERVICE].append(need)
    gaps = [_gap(reach, *key, needs) for key, needs in groups.items()]
    return tuple(sorted(gaps, key=lambda gap: (-gap.everywhere, -gap.needs, -gap.severe, gap.barrier, gap.reason)))


def _gap(reach: Reach, barrier: str, reason: str, needs: list[CarriedNeed]) -> Gap:
    profiles = [reach.profile_of(need) for need in needs]
    rows = reach.catalogue.index_of(barrier).rows.tolist()
    heard = {code for row in rows for code in reach.catalogue.services[row].languages or ()}
    spoken = Counter(code for profile in profiles for code in profile.languages or () if code not in heard)
    areas = Counter(
        profile.location.insee_code for profile in profiles if profile.location and profile.location.insee_code
    )
    return Gap(
        barrier=barrier,
        reason=reason,
        needs=len(needs),
        everywhere=sum(need.why is not None and need.why.everywhere for need in needs),
        severe=sum(need.need.severity == _SEVERE for need in needs),
        services=len(rows),
        languages=_commonest(spoken) if reason == "language" else (),
        areas=_commonest(areas),
    )


_SEVERE = 3


def _commonest(counted: "Counter[str]") -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
