"""Where more places would help: services that only their fullness closes, and waiting lists that nobody can avoid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.candidates import addressing, every_entry
from matching.catalogue import Catalogue
from matching.columns import ABSENT, Bools, Ints
from matching.coverage.reach import Reach, Standing
from matching.eligibility import CAPACITY_TRUST_DAYS
from matching.problem import Problem
from matching.screening import NOT_MET, Screening

CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class PlacesWanted:
    """A service of which places should be asked for.

    ``unlocks``: needs that nobody can take today and that it would take if it had places. ``shortens``: needs whose
    every service is a waiting list, of which this one is the shortest; ``waiting_days`` is its own list.
    """

    service_id: str
    unlocks: int
    shortens: int
    waiting_days: int | None


def find_places(reach: Reach) -> tuple[PlacesWanted, ...]:
    """The services where places would help, the most needs first."""
    unlocks, shortens = _unlocked(reach), _shortened(reach)
    services, waiting = reach.catalogue.services, reach.catalogue.columns.waiting_days
    found = [
        PlacesWanted(
            services[row].id,
            unlocks.get(row, 0),
            shortens.get(row, 0),
            None if waiting[row] == ABSENT else int(waiting[row]),
        )
        for row in {*unlocks, *shortens}
    ]
    return tuple(sorted(found, key=lambda one: (-one.unlocks, -one.shortens, one.service_id)))


def _unlocked(reach: Reach) -> Mapping[int, int]:
    """For each row, how many uncovered needs only its lack of places keeps out."""
    counts: dict[int, int] = defaultdict(int)
    wanted: dict[int, set[str]] = defaultdict(set)
    for _, need in reach.numbered(Standing.UNCOVERED):
        wanted[need.person].add(need.need.barrier)
    for person, barriers in wanted.items():
        for row in _full_only(Problem(reach.profiles[person], reach.catalogue, reach.weights), barriers):
            counts[row] += 1
    return counts


def _full_only(problem: Problem, barriers: set[str]) -> list[int]:
    pairs = addressing(problem, every_entry(problem))
    asked = np.array([need.barrier in barriers for need in problem.profile.needs], dtype=bool)
    pairs = pairs.take(asked[pairs.need])
    refusals = np.zeros(len(pairs), dtype=np.int64)
    full = np.zeros(len(pairs), dtype=bool)
    for name, tally in Screening(problem.profile, problem.catalogue).by_criterion(pairs.row, pairs.km):
        refusals += tally == NOT_MET
        if name == CAPACITY:
            full = tally == NOT_MET
    rows: list[int] = pairs.row[full & (refusals == 1)].tolist()
    return rows


def _shortened(reach: Reach) -> Mapping[int, int]:
    """For each row, how many needs find only waiting lists, this one the shortest."""
    listed = waiting_lists(reach.catalogue, reach.profiles[0].on.toordinal()) if reach.profiles else None
    counts: dict[int, int] = defaultdict(int)
    for rows in reach.rows_by_need():
        if listed is not None and rows and listed[rows].all():
            counts[_shortest(reach.catalogue.columns.waiting_days, rows)] += 1
    return counts


def _shortest(waiting_days: Ints, rows: Sequence[int]) -> int:
    return min(rows, key=lambda row: (int(waiting_days[row]), row))


def waiting_lists(catalogue: Catalogue, today: int) -> Bools:
    """The rows known, from an answer still believed, to have no place but a waiting list."""
    columns = catalogue.columns
    asked = (columns.places_open == 0) & (columns.checked_on != ABSENT) & (columns.waiting_days != ABSENT)
    return np.asarray(asked & (today - columns.checked_on <= CAPACITY_TRUST_DAYS))
