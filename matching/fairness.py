"""Whether groups of people are offered as much as all the others: figures with their uncertainty, and no cause.

Groups are labels given beside the profiles; nothing here, and nothing that chose, reads them from a profile. Each
person counts once, whatever the number of their needs: needs of one person are not independent of each other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from matching.candidates import find_candidates
from matching.catalogue import Catalogue
from matching.coverage.reach import Standing, find_reach
from matching.problem import Problem
from matching.profile import Profile
from matching.student import (
    freedom_of,
    student_quantile,
    variance_of_mean,
    variance_of_mean_share,
    variance_of_median,
)
from matching.weights import Weights

LEVEL = 0.95
"""Confidence: of each figure by itself, and of all the comparisons of a receipt together."""
FEWEST_VALUES = 10
"""Persons with a value below which a figure is not compared: some measures are unknown for some people."""

Group = tuple[str, str]
"""A dimension and one of its labels: ``("language", "ara")``."""


class Measure(StrEnum):
    """What is measured of one person, over the needs that nobody follows yet."""

    SURE = "sure"
    """Share of needs that at least one service surely takes."""
    COVERED = "covered"
    """Share of needs that at least one service takes, surely or perhaps."""
    OPTIONS = "options"
    """Partners, or gates, per need."""
    KILOMETRES = "km"
    """Median distance of the first suggestions, where it is known."""
    SCORE = "score"
    """Mean score of the first suggestions."""


_SHARES = {Measure.SURE, Measure.COVERED}


@dataclass(frozen=True, slots=True)
class Treatment:
    """What one person is offered; a measure without data is absent. ``groups``: those they belong to."""

    groups: frozenset[Group]
    values: Mapping[Measure, float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and between what it lies."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether it lies wholly above or below 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class GroupReceipt:
    """A group: how many people, its figures, and by how much they differ from everybody else's."""

    group: Group
    people: int
    figures: Mapping[Measure, Interval]
    differences: Mapping[Measure, Interval]


@dataclass(frozen=True, slots=True)
class Receipt:
    """``people`` with needs to answer, the figures of all of them, the groups; ``comparisons``: how many were made."""

    people: int
    figures: Mapping[Measure, Interval]
    groups: tuple[GroupReceipt, ...]
    comparisons: int


def treatments(
    catalogue: Catalogue, weights: Weights, people: Sequence[tuple[Profile, frozenset[Group]]]
) -> tuple[Treatment, ...]:
    """What each person is offered; those all of whose needs are followed already are left out.

    Cost: about 1 ms a person.
    """
    found = (_treatment(Problem(profile, catalogue, weights), groups) for profile, groups in people if profile.needs)
    return tuple(each for each in found if each is not None)


def _treatment(problem: Problem, groups: frozenset[Group]) -> Treatment | None:
    (catalogue, weights), candidates = (problem.catalogue, problem.weights), find_candidates(problem)
    carried = find_reach(catalogue, [problem.profile], weights).needs
    needs = [number for number, each in enumerate(carried) if each.standing is not Standing.FOLLOWED]
    if not needs:
        return None
    firsts = [candidates.best.at(ranked[0]) for number in needs if (ranked := candidates.of_need(number))]
    values = {
        Measure.SURE: fmean(carried[number].standing is Standing.SURE for number in needs),
        Measure.COVERED: fmean(carried[number].standing is not Standing.UNCOVERED for number in needs),
        Measure.OPTIONS: fmean(len(candidates.of_need(number)) for number in needs),
    }
    placed = [first.km for first in firsts if first.km == first.km]  # NaN where the distance is unknown
    if placed:
        values[Measure.KILOMETRES] = median(placed)
    if firsts:
        values[Measure.SCORE] = fmean(first.score for first in firsts)
    return Treatment(groups, values)


def compare(offered: Sequence[Treatment], shown: Collection[Group]) -> Receipt:
    """The receipt of what is ``offered``, for the groups that may be ``shown``.

    Intervals of differences share the level between all the comparisons of the receipt (Bonferroni), so that where
    nothing differs, nothing at all is flagged 19 times out of 20. Means by Welch's interval, medians by Price and
    Bonett's.
    """
    pairs = {group: _split(offered, group) for group in sorted(shown)}
    compared = sum(len(_comparable(*pair)) for pair in pairs.values())
    tail = (1.0 - LEVEL) / 2 / max(1, compared)
    groups = tuple(
        GroupReceipt(
            group,
            len(own),
            _figures(own),
            {measure: _difference(measure, own, others, tail) for measure in _comparable(own, others)},
        )
        for group, (own, others) in pairs.items()
    )
    return Receipt(len(offered), _figures(offered), groups, compared)


def _split(offered: Sequence[Treatment], group: Group) -> tuple[list[Treatment], list[Treatment]]:
    own = [each for each in offered if group in each.groups]
    return own, [each for each in offered if group not in each.groups]


def _values(measure: Measure, offered: Sequence[Treatment]) -> list[float]:
    return [each.values[measure] for each in offered if measure in each.values]


def _known(measure: Measure, offered: Sequence[Treatment]) -> bool:
    return len(_values(measure, offered)) >= FEWEST_VALUES


def _comparable(own: Sequence[Treatment], others: Sequence[Treatment]) -> list[Measure]:
    return [measure for measure in Measure if _known(measure, own) and _known(measure, others)]


def _figures(offered: Sequence[Treatment]) -> dict[Measure, Interval]:
    return {measure: _figure(measure, offered) for measure in Measure if _known(measure, offered)}


def _figure(measure: Measure, offered: Sequence[Treatment]) -> Interval:
    values = _values(measure, offered)
    middle, spread = _centre(measure, values), _variance(measure, values)
    reach = student_quantile((1 + LEVEL) / 2, len(values) - 1) * spread**0.5
    most = 1.0 if measure in _SHARES else float("inf")
    return Interval(middle, max(0.0, middle - reach), min(most, middle + reach))


def _difference(measure: Measure, offered: Sequence[Treatment], others: Sequence[Treatment], tail: float) -> Interval:
    own, rest = _values(measure, offered), _values(measure, others)
    first, second = _variance(measure, own), _variance(measure, rest)
    gap = _centre(measure, own) - _centre(measure, rest)
    reach = student_quantile(1 - tail, freedom_of(first, len(own), second, len(rest))) * (first + second) ** 0.5
    return Interval(gap, gap - reach, gap + reach)


def _centre(measure: Measure, values: Sequence[float]) -> float:
    return median(values) if measure is Measure.KILOMETRES else fmean(values)


def _variance(measure: Measure, values: Sequence[float]) -> float:
    if measure is Measure.KILOMETRES:
        return variance_of_median(values)
    return variance_of_mean_share(values) if measure in _SHARES else variance_of_mean(values)
