"""How long the way to a service takes: on foot, or by public transport where that is quicker.

Estimates from the straight line, under speeds and detours that the weights file states; nobody's timetable is read.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.candidates import Pair, Pairs
from matching.columns import Bools, Floats
from matching.criteria.place import does_without_place
from matching.problem import Problem
from matching.weights import TravelWeights


def hours_one_way(km: Any, travel: TravelWeights) -> Any:
    """Hours to a place ``km`` away as the crow flies: 0 on the spot, growing with every metre.

    Takes a number or an array of numbers; NaN gives NaN.
    """
    walking = km * travel.walking_detour / travel.walking_kmh
    transit = travel.transit_fixed_hours + km * travel.transit_detour / travel.transit_kmh
    return np.minimum(walking, transit)


@dataclass(frozen=True, slots=True)
class Trip:
    """The way to a service: hours one way, on foot or by public transport."""

    hours: float
    on_foot: bool


def trip_over(km: float, travel: TravelWeights) -> Trip:
    """The way to a place ``km`` away as the crow flies."""
    hours = float(hours_one_way(km, travel))
    return Trip(hours, on_foot=hours >= km * travel.walking_detour / travel.walking_kmh)


def trip_to(problem: Problem, pair: Pair) -> Trip | None:
    """The way of one pair; None where none is known or needed."""
    only = Pairs(**{name: np.array([value]) for name, value in pair._asdict().items()})
    return trip_over(pair.km, problem.weights.travel) if hours_of(problem, only)[0] else None


def hours_of(problem: Problem, pairs: Pairs) -> Floats:
    """Hours one way of each pair; 0 where no way is known or needed.

    Nobody walks to what lies behind a gate, nor to what is given from a distance, nor to a place that moves.
    """
    hours = hours_one_way(pairs.km, problem.weights.travel)
    free = problem.catalogue.gated.take(pairs.row) | _from_afar(problem, pairs) | np.isnan(pairs.km)
    return np.where(free, 0.0, hours)


def _from_afar(problem: Problem, pairs: Pairs) -> Bools:
    reception = problem.catalogue.columns.reception
    table = reception.table(lambda modes: does_without_place(problem.profile, modes))
    answers: Bools = table.take(reception.codes.take(pairs.row))
    return answers
