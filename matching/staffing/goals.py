"""The levels of stage one as linear expressions to maximise, in their order."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from matching.staffing.capacity import most_half_days
from matching.staffing.counts_model import CountsModel
from matching.staffing.lexicographic import Goal, Hints
from matching.staffing.measures import SCALE, Counts, Measured, by_pair, ranks, unit, worst_sums
from matching.staffing.problem import DOMAINS

Ratios = Callable[[Counts], Sequence[int]]


class Shared(NamedTuple):
    """Half-days that count towards a whole, of which at most ``most`` can be given."""

    parts: Sequence[cp_model.IntVar]
    whole: int
    most: int

    @property
    def ratio(self) -> cp_model.LinearExprT:
        """The share of the whole, in ``SCALE``."""
        return cp_model.LinearExpr.sum(list(self.parts)) * unit(self.whole)


def how_many(measured: Measured) -> int:
    """The number of goals."""
    sizes = (measured.demand, measured.capacity, measured.domain_demand)
    return 3 + sum(len(ranks(sum(1 for total in size if total))) for size in sizes)


def goals(built: CountsModel, measured: Measured) -> Iterator[Goal[Counts]]:
    """The levels in order; the variables of a level are made when it is reached: earlier ones do not carry them."""
    allowed = built.problem.settings.tolerances
    chantiers = [Shared(built.served(at), total, total) for at, total in enumerate(measured.demand) if total]
    yield from _leximin(built, "coverage", allowed.coverage, chantiers, measured.coverage)
    officers = [
        Shared(built.of_officer(who), total, most_half_days(built.problem.officers[who], built.problem))
        for who, total in enumerate(measured.capacity)
        if total
    ]
    yield from _leximin(built, "load", allowed.load, officers, measured.load)
    domains = [
        Shared(built.served(domain=of), total, total) for of, total in enumerate(measured.domain_demand) if total
    ]
    yield from _leximin(built, "domains", allowed.domains, domains, measured.domains)
    yield fit_goal(built, measured)
    yield continuity_goal(built, measured)
    fewest = -cp_model.LinearExpr.sum(list(built.used.values()))
    yield Goal("sites", 0, allowed.sites, fewest, lambda counts: -measured.sites(counts), _nothing, 0)


def _nothing(counts: Counts) -> Hints:
    return {}


def _leximin(
    built: CountsModel, level: str, tolerance: float, shared: Sequence[Shared], measure: Ratios
) -> Iterator[Goal[Counts]]:
    """The sums of the k worst: at most k times any threshold less what lies under it (Ogryczak and Sliwinski, 2003)."""
    ratios = [each.ratio for each in shared]
    # The k-th worst is some ratio of whole half-days: no other threshold is needed, and bounds round down to one.
    reached = cp_model.Domain.from_values(
        sorted({unit(each.whole) * number for each in shared for number in range(each.most + 1)})
    )
    most = worst_sums([each.most * unit(each.whole) for each in shared])
    for rank, limit in zip(ranks(len(shared)), most, strict=True):
        value = _sum_of(measure, rank)
        if rank == len(shared):
            yield Goal(level, rank, tolerance, cp_model.LinearExpr.sum(ratios), value, _nothing, limit)
            continue
        threshold = built.model.new_int_var_from_domain(reached, f"{level}{rank}")
        below = [
            built.model.new_int_var(0, 2 * SCALE, f"{level}{rank}.{number}")
            for number in range(len(shared) if rank > 1 else 0)
        ]
        for number, ratio in enumerate(ratios):
            built.model.add(cp_model.LinearExpr.sum([ratio, *below[number : number + 1]]) >= threshold)
        total = rank * threshold - cp_model.LinearExpr.sum(below)
        yield Goal(level, rank, tolerance, total, value, _threshold_hint(measure, rank, threshold, below), limit)


def _sum_of(measure: Ratios, rank: int) -> Callable[[Counts], int]:
    return lambda counts: sum(sorted(measure(counts))[:rank])


def _threshold_hint(
    measure: Ratios, rank: int, threshold: cp_model.IntVar, below: Sequence[cp_model.IntVar]
) -> Callable[[Counts], Hints]:
    def hint(counts: Counts) -> Hints:
        ratios = measure(counts)
        limit = sorted(ratios)[rank - 1]
        under = {variable: max(0, limit - ratio) for variable, ratio in zip(below, ratios, strict=bool(below))}
        return {threshold: limit, **under}

    return hint


def fit_goal(built: CountsModel, measured: Measured) -> Goal[Counts]:
    """Half-days weighted by skill."""
    officers = built.problem.officers
    skilled = cp_model.LinearExpr.weighted_sum(
        list(built.half_days.values()),
        [officers[who].skills.get(DOMAINS[domain], 0) for who, _, domain in built.half_days],
    )
    most = sum(most_half_days(officer, built.problem) * max(officer.skills.values(), default=0) for officer in officers)
    return Goal("fit", 0, built.problem.settings.tolerances.fit, skilled, measured.fit, _nothing, most)


def continuity_goal(built: CountsModel, measured: Measured) -> Goal[Counts]:
    """Half-days kept between an officer and a chantier, and relations kept."""
    kept = {}
    for place, number in measured.running_pairs.items():
        if place in built.pair:
            kept[place] = built.model.new_int_var(0, number, "kept{}.{}".format(*place))
            built.model.add(kept[place] <= built.pair[place])
    relations = cp_model.LinearExpr.sum([built.used[place] for place in kept])

    def hint(counts: Counts) -> Hints:
        pairs = by_pair(counts)
        return {variable: min(pairs[place], measured.running_pairs[place]) for place, variable in kept.items()}

    relation = built.problem.settings.relation
    most = sum(measured.running_pairs[place] + relation for place in kept)
    value = cp_model.LinearExpr.sum(list(kept.values())) + relation * relations
    return Goal("continuity", 0, built.problem.settings.tolerances.continuity, value, measured.continuity, hint, most)
