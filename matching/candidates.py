"""Every eligible way to answer every need, best first: what suggestions and plans choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from matching.catalogue import Catalogue
from matching.columns import ABSENT, Bools, Floats, Ints
from matching.geography import EARTH_KM, UnitVector
from matching.problem import Problem
from matching.profile import Profile
from matching.ranking import rankings_of
from matching.scoring import certainty, nearness, sector_closeness
from matching.screening import Screening, excluded, met_count, unknown_count


class Pair(NamedTuple):
    """One of the pairs of ``Pairs``."""

    need: int
    row: int
    score: float
    door: int
    km: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a need (its position in the profile) and a service (its row), as parallel arrays."""

    need: Ints
    row: Ints
    score: Floats
    door: Ints
    km: Floats
    """Distance to the place, NaN where unknown."""

    def __len__(self) -> int:
        return len(self.need)

    def scored(self, score: Floats) -> "Pairs":
        """The same pairs with these scores."""
        return Pairs(self.need, self.row, score, self.door, self.km)

    def pairs(self, positions: Sequence[int] | Ints) -> list[Pair]:
        """The pairs at ``positions``."""
        columns, places = (self.need, self.row, self.score, self.door, self.km), np.asarray(positions, dtype=np.int64)
        return list(map(Pair, *(column.take(places).tolist() for column in columns)))

    def at(self, position: int) -> Pair:
        """The pair at a position."""
        (pair,) = self.pairs([position])
        return pair

    def take(self, which: Ints | Bools) -> "Pairs":
        """The pairs selected by an index or a mask."""
        places = np.flatnonzero(which) if which.dtype == np.bool_ else which
        return Pairs(
            need=self.need.take(places),
            row=self.row.take(places),
            score=self.score.take(places),
            door=self.door.take(places),
            km=self.km.take(places),
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """``eligible``: all pairs without a criterion not met, by need, then best score, then service id.

    ``best``: of those, the first of each door, in the same order. ``complete``: nothing eligible was left out.
    """

    problem: Problem
    screening: Screening
    complete: bool
    eligible: Pairs
    best: Pairs
    bounds: Ints
    """The pairs of need i in ``best`` are those from ``bounds[i]`` up to ``bounds[i + 1]``."""
    explained: dict[tuple[int, int], object] = field(default_factory=dict, compare=False, repr=False)
    """What ``matching.suggestions.explain`` has said already, by need and row."""
    behind: dict[tuple[int, int], Ints] = field(default_factory=dict, compare=False, repr=False)
    """The eligible rows behind the gates looked at already, by need and door."""

    def of_need(self, need: int) -> range:
        """The positions in ``best`` of the pairs of a need, best first."""
        return range(int(self.bounds[need]), int(self.bounds[need + 1]))

    def shown(self, most: int) -> list[list[Pair]]:
        """For each need its best pairs, at most so many."""
        spans = [range(start, min(end, start + most)) for start, end in pairwise(self.bounds.tolist())]
        pairs = iter(self.best.pairs([at for span in spans for at in span]))
        return [list(islice(pairs, len(span))) for span in spans]


Entries = Sequence[Ints]
"""Which services to look at: for each need, entries of its barrier's index."""


def find_candidates(problem: Problem) -> Candidates:
    """All candidates of all the needs of the problem's profile.

    Cost: some thirty array operations on the services that address any of the barriers, and one sort of those eligible.
    """
    return candidates_among(problem, Screening(problem.profile, problem.catalogue), every_entry(problem), complete=True)


def every_entry(problem: Problem) -> Entries:
    """Everything that addresses any of the needs."""
    return [np.arange(len(problem.catalogue.index_of(need.barrier).rows)) for need in problem.profile.needs]


def candidates_among(problem: Problem, screening: Screening, entries: Entries, *, complete: bool = False) -> Candidates:
    """The candidates among ``entries``."""
    return screened(problem, screening, addressing(problem, entries), complete=complete)


def screened(problem: Problem, screening: Screening, pairs: Pairs, *, complete: bool = False) -> Candidates:
    """The candidates among ``pairs``, as ``addressing`` gives them."""
    eligible = eligible_among(problem, screening, pairs)
    eligible = eligible.take(np.lexsort((eligible.row, -eligible.score, eligible.need)))
    _, first = np.unique(eligible.need * len(problem.catalogue.doors) + eligible.door, return_index=True)
    best = eligible.take(np.sort(first))
    bounds = np.searchsorted(best.need, np.arange(len(problem.profile.needs) + 1))
    return Candidates(problem, screening, complete, eligible, best, bounds)


def eligible_among(problem: Problem, screening: Screening, pairs: Pairs) -> Pairs:
    """Those of ``pairs``, as ``addressing`` gives them, without a criterion not met: scored, in their order."""
    tally = screening.tally(pairs.row, pairs.km)
    kept = np.flatnonzero(~excluded(tally))
    eligible, tally = pairs.take(kept), tally.take(kept)
    return eligible.scored(_scored(problem, eligible, certainty(met_count(tally), unknown_count(tally))))


def addressing(problem: Problem, entries: Entries) -> Pairs:
    """The pairs that ``entries`` name; as score, what is settled of it for everybody."""
    indexes = [problem.catalogue.index_of(need.barrier) for need in problem.profile.needs]
    rankings = rankings_of(problem)
    row = np.concatenate([index.rows.take(own) for index, own in zip(indexes, entries, strict=True)])
    return Pairs(
        need=np.repeat(np.arange(len(indexes)), [len(own) for own in entries]),
        row=row,
        score=np.concatenate([ranking.settled.take(own) for ranking, own in zip(rankings, entries, strict=True)]),
        door=problem.catalogue.door.take(row),
        km=kilometres(
            problem.here,
            np.concatenate([index.position.take(own, axis=0) for index, own in zip(indexes, entries, strict=True)]),
        ),
    )


def distances(profile: Profile, catalogue: Catalogue, rows: Ints) -> Floats:
    """Kilometres from the person to each row's place, to the metre; NaN where either is unknown."""
    return distances_from(catalogue.place_of(profile), catalogue, rows)


def distances_from(here: UnitVector | None, catalogue: Catalogue, rows: Ints) -> Floats:
    """Kilometres from ``here`` to each row's place, to the metre; NaN where either is unknown."""
    return kilometres(here, catalogue.position.take(rows, axis=0))


def kilometres(here: UnitVector | None, places: Floats) -> Floats:
    """Kilometres from ``here`` to each of ``places`` (unit vectors), to the metre; NaN where either is unknown."""
    if here is None:
        return np.full(len(places), np.nan)
    gap = places - np.array(here)
    square = gap * gap
    chord = np.sqrt(square[:, 0] + square[:, 1] + square[:, 2])
    km: Floats = np.rint(2.0 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2.0)) * 1000.0) / 1000.0
    return km


def at_most(problem: Problem, pairs: Pairs) -> Floats:
    """The score that each of ``pairs``, as ``addressing`` gives them, would have if every criterion were met."""
    return _scored(problem, pairs, 1.0)


def _scored(problem: Problem, pairs: Pairs, certain: Floats | float) -> Floats:
    """The score of each of ``pairs``, of which so much is ``certain``."""
    weights = problem.weights.score
    # What is settled for everybody comes first, then the rest of ScoreWeights in its order.
    total = pairs.score + weights.distance * _closeness(problem, pairs.row, pairs.km)
    total += weights.certainty * certain
    if problem.profile.known_partners:
        total += weights.known * known_doors(problem, pairs.door)
    return total


def known_doors(problem: Problem, doors: Ints) -> Bools:
    """Whether each door is that of a partner who knows the person."""
    numbers = problem.catalogue.partner_doors
    known = [numbers[partner] for partner in sorted(problem.profile.known_partners) if partner in numbers]
    return np.isin(doors, known)


def _closeness(problem: Problem, rows: Ints, km: Floats) -> Floats:
    catalogue = problem.catalogue
    near: Floats = np.where(np.isnan(km), 0.0, nearness(km, problem.weights.scale))
    near[catalogue.gated.take(rows)] = 0.0
    sectored = np.flatnonzero(catalogue.sectored.take(rows))
    if len(sectored):
        here = problem.profile.location.insee_code if problem.profile.location else None
        codes = catalogue.columns.insee_code.codes.take(rows.take(sectored))
        own = codes == catalogue.code_number.get(here, ABSENT) if here else False
        near[sectored] = sector_closeness(own, near.take(sectored))
    return near
