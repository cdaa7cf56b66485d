"""For each barrier the few best services, each with its score drawn apart and every criterion answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from typing import Literal, NamedTuple

import numpy as np

from matching.candidates import Candidates, Pair, candidates_among, distances, find_candidates
from matching.channels import ChannelMatch
from matching.columns import ABSENT, Encoded, Ints
from matching.doors import Door
from matching.eligibility import Criterion, Status, overall
from matching.learning.record import TrackRecord
from matching.network import Service
from matching.presented import Presented, presented
from matching.problem import Problem
from matching.profile import Need
from matching.scoring import Standing, score_components
from matching.screening import NOT_MET, Screening, excluded
from network_data.vocabulary import AccessPath, Gate

NAMES_BEHIND_A_GATE = 4
"""How many kinds of service a gate names: enough to know what it opens."""


@dataclass(frozen=True, slots=True)
class Through:
    """What lies behind a gate: the best service there, how many are eligible in all, and what most are called."""

    gate: Gate
    service: Service
    partner_name: str
    count: int
    names: tuple[str, ...]


class Suggestion(NamedTuple):
    """A service proposed for a barrier, with everything needed to say why.

    ``partner_id`` and ``partner`` are where one asks: the gate for what is entered through one, with ``through``.
    ``components`` add up to ``score``. ``km`` is None when a place is unknown.
    ``track``: past requests; None behind a gate, and where the network has none at all.
    """

    barrier: str
    service: Service
    partner_id: str
    partner: str
    score: float
    components: Mapping[str, float]
    match: ChannelMatch
    km: float | None
    access_path: AccessPath
    through: Through | None
    status: Status
    criteria: tuple[Criterion, ...]
    track: TrackRecord | None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A need without any eligible service.

    ``reason`` is ``no-service`` (nobody in the network addresses it), ``all-refused`` (decisions leave nobody: see
    ``matching.decisions``), or ``nobody-eligible``, then with the ``criterion`` that excludes most of the ``services``
    that address it: ``refused`` of them.
    """

    barrier: str
    reason: Literal["no-service", "nobody-eligible", "all-refused"]
    services: int = 0
    criterion: str | None = None
    refused: int = 0

    @property
    def everywhere(self) -> bool:
        """Whether this one reason closes every door: nothing else about the services is worth changing first."""
        return self.refused == self.services


@dataclass(frozen=True, slots=True)
class BarrierSuggestions:
    """The suggestions of one need, best first; ``uncovered`` says why there are none."""

    need: Need
    suggestions: tuple[Suggestion, ...]
    uncovered: Uncovered | None


def suggest(problem: Problem) -> tuple[BarrierSuggestions, ...]:
    """The ``per_barrier`` best services of every need, in the order of the needs, one per door."""
    return explain_best(find_candidates(problem))


def explain_best(candidates: Candidates) -> tuple[BarrierSuggestions, ...]:
    """The displayed suggestions among ``candidates``, explained; the rest of the candidates cost nothing more."""
    problem = candidates.problem
    shown = candidates.shown(problem.profile.per_barrier)
    _look_behind(candidates, [pair for own in shown for pair in own if problem.catalogue.gated[pair.row]])
    return tuple(
        BarrierSuggestions(
            need,
            tuple([explain(candidates, pair) for pair in own]),
            None if len(candidates.of_need(number)) else why_uncovered(problem, need),
        )
        for number, (need, own) in enumerate(zip(problem.profile.needs, shown, strict=True))
    )


def explain(candidates: Candidates, pair: Pair) -> Suggestion:
    """One of the eligible pairs of ``candidates``, as a suggestion; the same pair is explained once."""
    known = candidates.explained.get((pair.need, pair.row))
    if not isinstance(known, Suggestion):
        known = candidates.explained[pair.need, pair.row] = _explain(candidates, pair)
    return known


def _explain(candidates: Candidates, pair: Pair) -> Suggestion:
    barrier = candidates.problem.profile.needs[pair.need].barrier
    verdict = judge(candidates, barrier, pair.row, pair.km)
    service, door, match, _settled, track = verdict.presented
    return Suggestion(
        barrier=barrier,
        service=service,
        partner_id=door.partner_id,
        partner=door.name,
        score=pair.score,
        components=verdict.components,
        match=match,
        km=verdict.km,
        access_path=service.access_path,
        through=None if door.gate is None else _through(candidates, pair, door, door.gate),
        status=overall(verdict.criteria),
        criteria=verdict.criteria,
        track=track,
    )


class Verdict(NamedTuple):
    """One service before one person: distance, criteria, and what its score is made of."""

    presented: Presented
    km: float | None
    criteria: tuple[Criterion, ...]
    components: Mapping[str, float]


def judge(candidates: Candidates, barrier: str, row: int, kilometres: float) -> Verdict:
    """The verdict on the service at ``row``, which addresses ``barrier``; NaN kilometres are unknown."""
    problem, profile = candidates.problem, candidates.problem.profile
    shown, km = presented(problem, barrier, row), None if isnan(kilometres) else kilometres
    criteria = candidates.screening.criteria(row, shown.service, km)
    known = shown.door.partner_id in profile.known_partners
    standing = Standing(shown.service, shown.settled, criteria, km, known)
    return Verdict(shown, km, criteria, score_components(profile, standing, problem.weights))


def _through(candidates: Candidates, pair: Pair, door: Door, gate: Gate) -> Through | None:
    catalogue, columns = candidates.problem.catalogue, candidates.problem.catalogue.columns
    rows = _eligible_at(candidates, pair)
    keeper = catalogue.partner_numbers.get(door.partner_id, ABSENT)
    behind = rows[columns.partner_id.codes.take(rows) != keeper]
    if not len(behind):
        return None
    service = catalogue.services[pair.row if pair.row in behind else _best_of(candidates, pair.need, behind)]
    names = tuple(dict.fromkeys((service.name, *_commonest(columns.names, behind))))[:NAMES_BEHIND_A_GATE]
    partner_name = catalogue.network.partners[service.partner_id].name
    return Through(gate, service, partner_name, len(behind), names)


def _best_of(candidates: Candidates, need: int, rows: Ints) -> int:
    """The best of eligible ``rows`` for a need."""
    problem = candidates.problem
    entries = [np.empty(0, dtype=np.int64) for _ in problem.profile.needs]
    entries[need] = np.flatnonzero(np.isin(problem.catalogue.index_of(problem.profile.needs[need].barrier).rows, rows))
    return int(candidates_among(problem, candidates.screening, entries).eligible.row[0])


def _commonest(names: Encoded[str], rows: Ints) -> Sequence[str]:
    """The names of ``rows`` that a gate names, and a few more: those of most of them first, then from A to Z."""
    counts = Counter(names.codes.take(rows).tolist())
    told: list[str] = []
    for common in sorted(set(counts.values()), reverse=True):
        told += sorted([names.values[code] for code, count in counts.items() if count == common])
        if len(told) >= NAMES_BEHIND_A_GATE:
            break
    return told


def _eligible_at(candidates: Candidates, pair: Pair) -> Ints:
    """The rows that can take the pair's need at its door, none left out, in ascending order."""
    if (pair.need, pair.door) not in candidates.behind:
        _look_behind(candidates, [pair])
    return candidates.behind[pair.need, pair.door]


def _look_behind(candidates: Candidates, pairs: Sequence[Pair]) -> None:
    """Finds what ``_eligible_at`` gives for ``pairs`` behind gates, with one screening for all of them."""
    problem, catalogue, eligible = candidates.problem, candidates.problem.catalogue, candidates.eligible
    if not pairs:
        return
    if candidates.complete:
        for pair in pairs:
            same = (eligible.need == pair.need) & (eligible.door == pair.door)
            candidates.behind[pair.need, pair.door] = np.sort(eligible.row[same])
        return
    rows = [catalogue.behind(problem.profile.needs[pair.need].barrier, pair.door) for pair in pairs]
    every = np.concatenate(rows)
    # How far away what lies behind a gate stands is no criterion.
    able = ~excluded(candidates.screening.tally(every, np.full(len(every), np.nan)))
    ends = np.cumsum([0, *map(len, rows)]).tolist()
    for pair, own, (start, end) in zip(pairs, rows, pairwise(ends), strict=True):
        candidates.behind[pair.need, pair.door] = own[able[start:end]]


def why_uncovered(problem: Problem, need: Need) -> Uncovered:
    """Why nobody can take a need: no service addresses it, or which criterion excludes most of those that do."""
    profile, catalogue = problem.profile, problem.catalogue
    rows = catalogue.index_of(need.barrier).rows
    if not len(rows):
        return Uncovered(need.barrier, "no-service")
    km = distances(profile, catalogue, rows)
    refused = Counter(
        {
            name: int(np.count_nonzero(tally == NOT_MET))
            for name, tally in Screening(profile, catalogue).by_criterion(rows, km)
        }
    )
    (criterion, count), *_others = refused.most_common(1)
    return Uncovered(need.barrier, "nobody-eligible", len(rows), criterion, count)
