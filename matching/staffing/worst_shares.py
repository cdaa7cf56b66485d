"""Leximin as levels: the sums of the k worst shares, kept by sums and raised by counting who reaches what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from matching.staffing.lexicographic import Goal, Hints, Sharper
from matching.staffing.measures import SCALE, Counts, ranks, unit, worst_sums

Ratios = Callable[[Counts], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Half-days that count towards a whole, of which at most ``most`` can be given."""

    parts: Sequence[cp_model.IntVar]
    whole: int
    most: int

    @property
    def given(self) -> cp_model.LinearExpr:
        """The half-days."""
        return cp_model.LinearExpr.sum(list(self.parts))

    @property
    def ratio(self) -> cp_model.LinearExprT:
        """The share of the whole, in ``SCALE``."""
        return self.given * unit(self.whole)

    @property
    def reachable(self) -> Sequence[int]:
        """The ratios that whole half-days make."""
        return [unit(self.whole) * number for number in range(self.most + 1)]


def leximin(
    model: cp_model.CpModel, level: str, tolerance: float, shared: Sequence[Shared], measure: Ratios
) -> Iterator[Goal[Counts]]:
    """The sums of the k worst: at most k times any threshold less what lies under it (Ogryczak and Sliwinski, 2003)."""
    ratios = [each.ratio for each in shared]
    # The k-th worst is some ratio of whole half-days: no other threshold is needed, and bounds round down to one.
    reached = cp_model.Domain.from_values(_all_reachable(shared))
    most = worst_sums([each.reachable[-1] for each in shared])
    for rank, limit in zip(ranks(len(shared)), most, strict=True):
        value, sharpen = _sum_of(measure, rank), _counting(shared, measure, rank)
        if rank == len(shared):
            yield Goal(level, rank, tolerance, cp_model.LinearExpr.sum(ratios), value, _nothing, limit, sharpen)
            continue
        threshold = model.new_int_var_from_domain(reached, f"{level}{rank}")
        below = [
            model.new_int_var(0, 2 * SCALE, f"{level}{rank}.{number}")
            for number in range(len(shared) if rank > 1 else 0)
        ]
        for number, ratio in enumerate(ratios):
            model.add(cp_model.LinearExpr.sum([ratio, *below[number : number + 1]]) >= threshold)
        total = rank * threshold - cp_model.LinearExpr.sum(below)
        hint = _threshold_hint(measure, rank, threshold, below)
        yield Goal(level, rank, tolerance, total, value, hint, limit, sharpen)


def _all_reachable(shared: Sequence[Shared]) -> list[int]:
    return sorted({ratio for each in shared for ratio in each.reachable})


def _nothing(counts: Counts) -> Hints:
    return {}


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


def _counting(
    shared: Sequence[Shared], measure: Ratios, rank: int
) -> Callable[[cp_model.CpModel, Counts], Sharper | None] | None:
    """The same level by counting, where every sum of fewer was a level of its own: see ``Goal.sharpen``.

    Those being the best there are, the worst ratios but one are what they are now, in every answer that is left. So
    only the next one can rise, from ratio to ratio that whole half-days make, and each asks that enough of those who
    share reach a *whole number* of half-days. That leaves a solver far less between a value and its bound than sums.
    """
    if ranks(len(shared))[:rank] != tuple(range(1, rank + 1)):
        return None

    def sharpen(model: cp_model.CpModel, best: Counts) -> Sharper | None:
        now = sorted(measure(best))[:rank]
        highest = sorted(each.reachable[-1] for each in shared)[rank - 1]
        steps = [ratio for ratio in _all_reachable(shared) if now[-1] < ratio <= highest]
        if not steps:
            return None
        reaching = _Reaching(model, shared, {})
        for number, ratio in enumerate(now):
            model.add(reaching.how_many(ratio) >= len(shared) - number)
        literals = [model.new_bool_var(f"step{ratio}") for ratio in steps]
        for number, (literal, ratio) in enumerate(zip(literals, steps, strict=True)):
            model.add(reaching.how_many(ratio) >= len(shared) - rank + 1).only_enforce_if(literal)
            if number:
                model.add_implication(literal, literals[number - 1])
        rises = [ratio - before for before, ratio in zip([now[-1], *steps], steps, strict=False)]
        return Sharper(cp_model.LinearExpr.weighted_sum(literals, rises) + sum(now), dict.fromkeys(literals, 0))

    return sharpen


@dataclass(frozen=True, slots=True)
class _Reaching:
    """Literals that say that one who shares gets so many half-days, made when first asked for."""

    model: cp_model.CpModel
    shared: Sequence[Shared]
    literals: dict[tuple[int, int], cp_model.IntVar]

    def how_many(self, ratio: int) -> cp_model.LinearExpr:
        """At most how many reach the ratio."""
        return cp_model.LinearExpr.sum([self._literal(number, ratio) for number in range(len(self.shared))])

    def _literal(self, number: int, ratio: int) -> cp_model.IntVar | int:
        each = self.shared[number]
        half_days = -(-ratio // unit(each.whole))
        if half_days <= 0 or half_days > each.most:
            return int(half_days <= 0)
        if (number, half_days) not in self.literals:
            literal = self.model.new_bool_var(f"reaches{number}.{half_days}")
            self.model.add(each.given >= half_days).only_enforce_if(literal)
            self.literals[number, half_days] = literal
        return self.literals[number, half_days]
