"""Which barriers, services and partners hold together, and where: what a picture of the network is drawn from."""

from collections import Counter
from dataclasses import dataclass

from matching.coverage.reach import Reach, Standing

MOST_BARRIERS = 7
SERVICES_OF_A_BARRIER = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A barrier, a service that can take some of its needs, how many, and how many of them have no other partner."""

    barrier: str
    service_id: str
    partner_id: str
    needs: int
    fragile: int


@dataclass(frozen=True, slots=True)
class Links:
    """``drawn``: the links of the barriers that hang most on few.

    ``areas``: each commune with how many needs nobody follows, and how many of them nobody can take.
    """

    drawn: tuple[Link, ...]
    more: tuple[tuple[str, int], ...]
    """How many further services each barrier of ``drawn`` has."""
    areas: tuple[tuple[str, int, int], ...]


def find_links(reach: Reach, alone: frozenset[int]) -> Links:
    """The links of the barriers with most needs that hang on one partner, and the needs of each commune."""
    hanging = Counter(reach.needs[at].need.barrier for at in alone)
    barriers = sorted(hanging, key=lambda code: (-hanging[code], code))[:MOST_BARRIERS]
    able: Counter[tuple[str, int]] = Counter()
    fragile: Counter[tuple[str, int]] = Counter()
    for at, rows in enumerate(reach.rows_by_need()):
        barrier = reach.needs[at].need.barrier
        able.update((barrier, row) for row in rows)
        if at in alone:
            fragile.update((barrier, row) for row in rows)
    drawn: list[Link] = []
    more: list[tuple[str, int]] = []
    for barrier in barriers:
        rows = sorted((row for of, row in able if of == barrier), key=lambda row: _rank(barrier, row, able, fragile))
        drawn.extend(_link(reach, barrier, row, able, fragile) for row in rows[:SERVICES_OF_A_BARRIER])
        more.append((barrier, max(0, len(rows) - SERVICES_OF_A_BARRIER)))
    return Links(tuple(drawn), tuple(more), _areas(reach))


def _rank(
    barrier: str, row: int, able: "Counter[tuple[str, int]]", fragile: "Counter[tuple[str, int]]"
) -> tuple[int, int, int]:
    return -fragile[barrier, row], -able[barrier, row], row


def _link(
    reach: Reach, barrier: str, row: int, able: "Counter[tuple[str, int]]", fragile: "Counter[tuple[str, int]]"
) -> Link:
    service = reach.catalogue.services[row]
    return Link(barrier, service.id, service.partner_id, able[barrier, row], fragile[barrier, row])


def _areas(reach: Reach) -> tuple[tuple[str, int, int], ...]:
    needs: Counter[str] = Counter()
    uncovered: Counter[str] = Counter()
    for need in reach.needs:
        location = reach.profile_of(need).location
        if location and location.insee_code and need.standing is not Standing.FOLLOWED:
            needs[location.insee_code] += 1
            uncovered[location.insee_code] += need.standing is Standing.UNCOVERED
    return tuple(
        (code, needs[code], uncovered[code]) for code in sorted(needs, key=lambda code: (-uncovered[code], code))
    )
