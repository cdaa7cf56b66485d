"""What counts in a score and in a plan, and how much: validated, immutable, with a fingerprint."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from math import exp, isclose
from typing import Any

from matching.channels import STRENGTHS, Tag
from matching.reading import Grade

MEANING = "meaning"
"""The table that says what each weight means (``matching.weight_meanings``)."""


class InvalidWeightsError(ValueError):
    """A weights file says something that makes no sense; the message names the key."""


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """Weight of each component of a score; they add up to 1. In this order components are listed and added.

    Those that are the same whoever asks come first: their sum is kept for the day (``matching.ranking``).
    """

    fit: float
    capacity: float
    freshness: float
    answer: float
    delay: float
    acceptance: float
    distance: float
    certainty: float
    known: float


@dataclass(frozen=True, slots=True)
class FitWeights:
    """How surely thématiques and words make a service answer a barrier, in log-odds.

    ``words``: what each grade of the words adds, from ``ELSEWHERE`` to ``CENTRAL``, never falling. ``near``, ``own``,
    ``specialist``: what thématiques add to them (``matching.channels.Tag``).
    """

    words: tuple[float, ...]
    near: float
    own: float
    specialist: float

    def of(self, tag: Tag, grade: Grade) -> float:
        """The probability, 0 to 1, that a service so tagged and so worded answers the barrier."""
        added = {Tag.NEAR: self.near, Tag.OWN: self.own, Tag.SPECIALIST: self.specialist}.get(tag, 0.0)
        return 1.0 / (1.0 + exp(-(self.words[grade] + added)))

    @property
    def by_strength(self) -> tuple[float, ...]:
        """The probability of each of ``STRENGTHS``."""
        return tuple(self.of(tag, grade) for tag, grade in STRENGTHS)


@dataclass(frozen=True, slots=True)
class Scales:
    """Where a component has fallen by half, or to nothing."""

    half_distance_km: float
    far_km: float
    stale_after_days: float
    half_waiting_days: float


@dataclass(frozen=True, slots=True)
class PlanWeights:
    """What a need weighs by severity (1, 2, 3) and priority, and prices in the same units.

    ``new_partner``: of one more partner who does not know the person. ``travel_hour``: of an hour to go there.
    ``waiting_week``: of a week until a place is open, per unit of the need's weight. ``move``: of a step that changes
    from a plan kept before. ``appointments``: most new appointments in one wave, by mean severity (1, 2, 3).
    """

    severity: tuple[float, float, float]
    priority: float
    new_partner: float
    travel_hour: float
    waiting_week: float
    move: float
    appointments: tuple[int, int, int]

    def of_need(self, severity: int, *, priority: bool) -> float:
        """The weight of one need."""
        return self.severity[severity - 1] * (self.priority if priority else 1.0)


@dataclass(frozen=True, slots=True)
class TravelWeights:
    """How long a way takes: speeds, how much longer it is than the straight line, and public transport's fixed part."""

    walking_kmh: float
    walking_detour: float
    transit_fixed_hours: float
    transit_kmh: float
    transit_detour: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything adjustable in the engine's judgement."""

    score: ScoreWeights
    fit: FitWeights
    scale: Scales
    plan: PlanWeights
    travel: TravelWeights

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any weight."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


def weights_from(tables: Mapping[str, Mapping[str, Any]]) -> Weights:
    """Validated weights from the tables of a TOML file.

    Raises:
        InvalidWeightsError: a table or key is missing, unknown, of the wrong type or out of range.
    """
    same_keys("the file", set(tables), {entry.name for entry in fields(Weights)} | {MEANING})
    weights = Weights(
        score=ScoreWeights(**_numbers("score", tables["score"], ScoreWeights)),
        fit=_fit(tables["fit"]),
        scale=Scales(**_numbers("scale", tables["scale"], Scales)),
        plan=_plan(tables["plan"]),
        travel=TravelWeights(**_numbers("travel", tables["travel"], TravelWeights)),
    )
    total = sum(asdict(weights.score).values())
    if not isclose(total, 1.0, abs_tol=1e-9):
        raise InvalidWeightsError(f"[score] adds up to {total:g}; its weights must add up to 1.")
    if min(asdict(weights.scale).values()) <= 0:
        raise InvalidWeightsError("[scale] values must be above 0.")
    if min(asdict(weights.travel).values()) <= 0:
        raise InvalidWeightsError("[travel] values must be above 0.")
    if weights.plan.travel_hour <= 0:
        # A way that costs nothing would make a plan look as far as the network reaches.
        raise InvalidWeightsError("[plan] travel_hour must be above 0.")
    return weights


def _fit(table: Mapping[str, Any]) -> FitWeights:
    same_keys("[fit]", set(table), {entry.name for entry in fields(FitWeights)})
    words, grades = table["words"], [grade for grade in Grade if grade <= Grade.CENTRAL]
    if not isinstance(words, list) or len(words) != len(grades):
        raise InvalidWeightsError(f"[fit] words needs {len(grades)} numbers, from elsewhere to central.")
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in words) or words != sorted(words):
        raise InvalidWeightsError("[fit] words are numbers that never fall.")
    near, own, specialist = (_number("fit", key, table[key]) for key in ("near", "own", "specialist"))
    return FitWeights(tuple(float(value) for value in words), near, own, specialist)


def _plan(table: Mapping[str, Any]) -> PlanWeights:
    same_keys("[plan]", set(table), {entry.name for entry in fields(PlanWeights)})
    light, marked, severe = (_number("plan", "severity", value) for value in _three(table, "severity"))
    appointments = _three(table, "appointments")
    if not all(isinstance(most, int) and not isinstance(most, bool) and most > 0 for most in appointments):
        raise InvalidWeightsError("[plan] appointments must be whole numbers, 1 or more.")
    few, fewer, fewest = appointments
    prices = ("priority", "new_partner", "travel_hour", "waiting_week", "move")
    return PlanWeights(
        severity=(light, marked, severe),
        appointments=(few, fewer, fewest),
        **{name: _number("plan", name, table[name]) for name in prices},
    )


def _three(table: Mapping[str, Any], key: str) -> list[Any]:
    found = table[key]
    if not isinstance(found, list) or len(found) != len(("light", "marked", "severe")):
        raise InvalidWeightsError(f"[plan] {key} needs three numbers: light, marked, severe.")
    return found


def _numbers(name: str, table: Mapping[str, Any], kind: type[Any]) -> dict[str, float]:
    same_keys(f"[{name}]", set(table), {entry.name for entry in fields(kind)})
    return {key: _number(name, key, value) for key, value in table.items()}


def _number(table: str, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise InvalidWeightsError(f"[{table}] {key} must be a number, 0 or more.")
    return float(value)


def same_keys(where: str, found: set[str], expected: set[str]) -> None:
    """Passes when ``where`` has the ``expected`` keys and no other.

    Raises:
        InvalidWeightsError: otherwise, naming them.
    """
    for problem, keys in (("unknown in", found - expected), ("missing from", expected - found)):
        if keys:
            raise InvalidWeightsError(f"{', '.join(sorted(keys))}: {problem} {where}.")
