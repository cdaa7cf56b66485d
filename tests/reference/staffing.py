"""Staffing by the plainest way: a checker of every rule, and all months of a small problem tried one by one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor

import networkx as nx

from matching.staffing import DOMAINS, Accompaniment, Cell, Chantier, Officer, Slot, StaffingProblem
from network_data.vocabulary import HALF_DAYS

Triple = tuple[str, str, str]
Month = Mapping[Triple, int]
"""Half-days by officer, chantier and domain."""
WHOLE = 100_000


def free(officer: Officer, slot: Slot) -> bool:
    return HALF_DAYS[slot[1]] in officer.works and slot not in officer.away


def opened(chantier: Chantier, slot: Slot) -> bool:
    return HALF_DAYS[slot[1]] in chantier.opening and slot not in chantier.closed


def to_give(officer: Officer, weeks: int) -> int:
    there = sum(free(officer, Slot(week, number)) for week in range(weeks) for number in range(14))
    return floor(Fraction(there, len(officer.works)) * officer.half_days * Fraction(str(officer.field_share)))


def broken_rules(problem: StaffingProblem, cells: Sequence[Cell]) -> list[str]:
    """Every rule that the month breaks, in words; empty when it stands."""
    return [
        *_broken_by_officers(problem, cells),
        *_broken_by_chantiers(problem, cells),
        *_changed_hands(problem, cells),
    ]


def _broken_by_officers(problem: StaffingProblem, cells: Sequence[Cell]) -> Iterator[str]:
    pairs = {(cell.officer, cell.chantier) for cell in cells}
    if not set(problem.pins) <= set(cells):
        yield "pins are lost"
    if not problem.required <= pairs:
        yield "required pairs are absent"
    if problem.forbidden & pairs:
        yield "forbidden pairs are there"
    yield from _broken_by_each(problem, cells)


def _broken_by_each(problem: StaffingProblem, cells: Sequence[Cell]) -> Iterator[str]:
    for officer in problem.officers:
        own = [cell for cell in cells if cell.officer == officer.id]
        if len({cell.slot for cell in own}) < len(own):
            yield f"{officer.id} is in two places"
        if not all(free(officer, cell.slot) and cell.slot.week < problem.weeks for cell in own):
            yield f"{officer.id} is away"
        if not all(officer.skills.get(cell.domain, 0) > 0 for cell in own):
            yield f"{officer.id} lacks a skill"
        places = {cell.chantier for cell in own}
        if officer.reaches is not None and not places <= officer.reaches:
            yield f"{officer.id} is out of reach"
        if len(places) > officer.most_sites:
            yield f"{officer.id} has too many sites"
        if 100 * len(own) > problem.settings.most_load * to_give(officer, problem.weeks):
            yield f"{officer.id} is overloaded"


def _broken_by_chantiers(problem: StaffingProblem, cells: Sequence[Cell]) -> Iterator[str]:
    for chantier in problem.chantiers:
        here = [cell for cell in cells if cell.chantier == chantier.id]
        if not all(opened(chantier, cell.slot) for cell in here):
            yield f"{chantier.id} is closed"
        if max(Counter(cell.slot for cell in here).values(), default=0) > chantier.room:
            yield f"{chantier.id} is too small"
        for domain, given in Counter(cell.domain for cell in here).items():
            if given > chantier.demand.get(domain, 0):
                yield f"{chantier.id} gets more {domain} than it asked for"
        if 100 * len(here) < problem.settings.floors.get(chantier.id, 0) * sum(chantier.demand.values()):
            yield f"{chantier.id} is under its floor"


def least_of(problem: StaffingProblem, own: Accompaniment) -> int:
    """Of an accompaniment, what its officer holds at least: as large a part as of the month they are there."""
    officer = next(each for each in problem.officers if each.id == own.officer)
    there = sum(free(officer, Slot(week, number)) for week in range(problem.weeks) for number in range(14))
    return own.half_days * there // (len(officer.works) * problem.weeks)


def _changed_hands(problem: StaffingProblem, cells: Sequence[Cell]) -> Iterator[str]:
    held = month_of(cells)
    for own in problem.accompaniments:
        if held.get((own.officer, own.chantier, own.domain), 0) < least_of(problem, own):
            yield f"{own.officer} loses whom they accompany at {own.chantier}"
    for chantier in problem.chantiers:
        for domain in chantier.demand:
            theirs = {
                each.officer: each.half_days
                for each in problem.accompaniments
                if (each.chantier, each.domain) == (chantier.id, domain)
            }
            others = sum(
                max(0, number - theirs.get(who, 0))
                for (who, at, of), number in held.items()
                if (at, of) == (chantier.id, domain)
            )
            if theirs and others > chantier.demand[domain] - sum(theirs.values()):
                yield f"somebody at {chantier.id} is taken over in {domain}"


def every_calendar(problem: StaffingProblem) -> Iterator[tuple[Cell, ...]]:
    """Every month that breaks no rule; of a handful of slots, two officers and two or three chantiers."""
    for chosen in product(*(list(_months_of(problem, officer)) for officer in problem.officers)):
        cells = tuple(sorted(cell for own in chosen for cell in own))
        if not broken_rules(problem, cells):
            yield cells


def _months_of(problem: StaffingProblem, officer: Officer) -> Iterator[tuple[Cell, ...]]:
    """Every month of one officer that breaks no rule of theirs."""
    alone = replace(
        problem,
        officers=(officer,),
        pins=(),
        required=frozenset(),
        forbidden=frozenset(),
        running=(),
        accompaniments=(),
    )
    choices: list[list[Cell | None]] = [
        [
            None,
            *(
                Cell(slot, officer.id, chantier.id, domain)
                for chantier in problem.chantiers
                if opened(chantier, slot)
                for domain in DOMAINS
                if officer.skills.get(domain) and chantier.demand.get(domain)
            ),
        ]
        for slot in (Slot(week, number) for week in range(problem.weeks) for number in range(14))
        if free(officer, slot)
    ]
    for chosen in product(*choices):
        cells = tuple(cell for cell in chosen if cell is not None)
        if not any(_broken_by_officers(alone, cells)):
            yield cells


def most_served(problem: StaffingProblem) -> int:
    """Half-days that officers could give if numbers of sites, the calendar and every other wish were forgotten."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    for officer in problem.officers:
        graph.add_edge("all", officer.id, capacity=to_give(officer, problem.weeks) * problem.settings.most_load // 100)
        for chantier in problem.chantiers:
            if officer.reaches is None or chantier.id in officer.reaches:
                for domain in (each for each, skill in officer.skills.items() if skill):
                    graph.add_edge(officer.id, (chantier.id, domain))
    for chantier in problem.chantiers:
        for domain, asked in chantier.demand.items():
            graph.add_edge((chantier.id, domain), "served", capacity=asked)
    return int(nx.maximum_flow_value(graph, "all", "served"))


def month_of(cells: Sequence[Cell]) -> Month:
    return Counter((cell.officer, cell.chantier, cell.domain) for cell in cells)


@dataclass(frozen=True)
class Worth:
    """The levels of stage one as (name, tolerance, the vector that is compared in order)."""

    problem: StaffingProblem

    def levels(self, month: Month) -> list[tuple[str, float, tuple[int, ...]]]:
        allowed, problem = self.problem.settings.tolerances, self.problem
        chantiers = [(sum(each.demand.values()), self._given(month, 1, each.id)) for each in problem.chantiers]
        officers = [(to_give(each, problem.weeks), self._given(month, 0, each.id)) for each in problem.officers]
        domains = [
            (sum(each.demand.get(domain, 0) for each in problem.chantiers), self._given(month, 2, domain))
            for domain in DOMAINS
        ]
        skills = {each.id: each.skills for each in problem.officers}
        fit = sum(number * skills[who][domain] for (who, _, domain), number in month.items())
        pairs = self._pairs(month)
        running = self._pairs(month_of(problem.running))
        common = pairs.keys() & running.keys()
        kept = sum(min(pairs[pair], running[pair]) for pair in common) + problem.settings.relation * len(common)
        return [
            ("coverage", allowed.coverage, self._sums(chantiers)),
            ("load", allowed.load, self._sums(officers)),
            ("domains", allowed.domains, self._sums(domains)),
            ("fit", allowed.fit, (fit,)),
            ("continuity", allowed.continuity, (kept,)),
            ("sites", allowed.sites, (-len(pairs),)),
        ]

    def _given(self, month: Month, axis: int, name: str) -> int:
        return sum(number for key, number in month.items() if key[axis] == name)

    def _pairs(self, month: Month) -> Counter[tuple[str, str]]:
        pairs: Counter[tuple[str, str]] = Counter()
        for (who, at, _), number in month.items():
            pairs[who, at] += number
        return pairs

    def _sums(self, shares: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        ratios = sorted(given * round(WHOLE / whole) for whole, given in shares if whole)
        return tuple(sum(ratios[: rank + 1]) for rank in range(len(ratios)))


def best_values(problem: StaffingProblem) -> list[tuple[str, tuple[int, ...]]] | None:
    """The optimum of every level of stage one, each within what those before it keep; None when no month stands."""
    worth = Worth(problem)
    months = {tuple(sorted(month_of(cells).items())) for cells in every_calendar(problem)}
    left = [worth.levels(dict(month)) for month in sorted(months)]
    if not left:
        return None
    standing = tuple(sorted(month_of(problem.running).items()))
    running = worth.levels(dict(standing)) if problem.running and standing in months else None
    found = []
    for number, (name, tolerance, _) in enumerate(left[0]):
        best = max(levels[number][2] for levels in left)
        found.append((name, best))
        kept = [
            max(
                value - floor(abs(value) * tolerance / 100),
                min(value, running[number][2][rank]) if running else -ceil(1e9),
            )
            for rank, value in enumerate(best)
        ]
        left = [
            levels
            for levels in left
            if all(value >= least for value, least in zip(levels[number][2], kept, strict=True))
        ]
    return found


def best_calendar(problem: StaffingProblem, cells: Sequence[Cell]) -> tuple[int, int, int]:
    """For the half-days per pair of a month: the most seats kept, then the least travel, then the fewest habits."""
    wanted = Counter((cell.officer, cell.chantier) for cell in cells)
    return max(
        calendar_worth(problem, other)
        for other in every_calendar(problem)
        if Counter((cell.officer, cell.chantier) for cell in other) == wanted
    )


def calendar_worth(problem: StaffingProblem, cells: Sequence[Cell]) -> tuple[int, int, int]:
    """Seats kept, travel and habits; the last two count down."""
    seats = {(cell.officer, cell.chantier, cell.slot) for cell in cells}
    running = {(cell.officer, cell.chantier, cell.slot) for cell in problem.running}
    pinned = {(cell.officer, cell.chantier, cell.slot) for cell in problem.pins}
    travel = sum(
        problem.minutes(one[1], other[1])
        for one in seats
        for other in seats
        if one[0] == other[0] and one[2].position % 2 == 0 and other[2] == (one[2].week, one[2].position + 1)
    )
    habits = {(who, at, slot.position) for who, at, slot in seats - pinned}
    return len(seats & running), -travel, -len(habits)
