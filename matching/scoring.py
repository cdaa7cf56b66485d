"""How good is a service for a person? Named components that add up to the score.

The formulas take a number or an array of numbers alike, so that one service explained and ten thousand ranked
give the same figures to the last bit. Sex, nationality and origin have no component; neither have past results,
which would reward partners who pick the easiest people.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np

from matching.eligibility import CAPACITY_TRUST_DAYS, Criterion, Status
from matching.learning.estimates import Estimate
from matching.network import Capacity, Service
from matching.profile import Profile
from matching.weights import Scales, Weights
from network_data.vocabulary import AccessPath, gate_of

WAITING_LIST_WORTH = 0.5
"""A place on a short waiting list is worth half a place."""
OWN_SECTOR_WORTH = 0.5
"""A sectored service is chosen by address: half its closeness is to stand in the person's own commune."""


def nearness(km: Any, scale: Scales) -> Any:
    """1 on the spot, falling to 0: half of it fast, by ``half_distance_km``, and half in a straight line to ``far_km``.

    The first half tells the next street from the next town, the second the next town from the other end of the country.
    """
    far = _up_to(scale.far_km, km) / scale.far_km
    return 0.5 * (scale.half_distance_km / (scale.half_distance_km + km)) + 0.5 * (1.0 - far)


def freshness(days_old: Any, scale: Scales) -> Any:
    """1 for a record of today, falling in a straight line to 0 at ``stale_after_days``."""
    return 1.0 - _up_to(scale.stale_after_days, days_old) / scale.stale_after_days


def sector_closeness(own: Any, near: Any) -> Any:
    """For a service that goes by home address: in the person's ``own`` commune first, then the nearest."""
    return OWN_SECTOR_WORTH * own + (1.0 - OWN_SECTOR_WORTH) * near


def waiting_worth(days: Any, scale: Scales) -> Any:
    """The worth of a place that comes after ``days`` of waiting."""
    return WAITING_LIST_WORTH * scale.half_waiting_days / (scale.half_waiting_days + days)


def certainty(met: Any, unknown: Any) -> Any:
    """The share of criteria already known to be met (at least one criterion always arises)."""
    return met / (met + unknown)


def _up_to(limit: float, value: Any) -> Any:
    """``value``, or the nearer of 0 and ``limit``; over a number alone numpy takes ten times as long as Python."""
    if isinstance(value, np.ndarray):
        return np.minimum(np.maximum(value, 0.0), limit)
    return min(max(value, 0.0), limit)


def settled_components(service: Service, fit: float, learned: Estimate, on: date, weights: Weights) -> dict[str, float]:
    """The components that are the same whoever asks, in the order they are added; one without data is absent."""
    values = {
        "fit": fit,
        "capacity": _availability(service.capacity, on, weights.scale),
        "freshness": float(freshness((on - service.updated_on).days, weights.scale)),
        **learned.components(),
    }
    return {name: getattr(weights.score, name) * value for name, value in values.items() if value is not None}


class Standing(NamedTuple):
    """What scoring needs to know of one service before this person; ``settled``: see ``settled_components``."""

    service: Service
    settled: Mapping[str, float]
    criteria: Sequence[Criterion]
    km: float | None
    known: bool


def score_components(profile: Profile, standing: Standing, weights: Weights) -> dict[str, float]:
    """The components of the score, in the order they are added; one without data is absent.

    Their ``total`` is the score.
    """
    components = dict(standing.settled)
    near = _closeness(profile, standing, weights.scale)
    if near is not None:
        components["distance"] = weights.score.distance * near
    statuses = [criterion.status for criterion in standing.criteria]
    met, unknown = statuses.count(Status.MET), statuses.count(Status.UNKNOWN)
    if met + unknown:
        components["certainty"] = weights.score.certainty * certainty(met, unknown)
    if standing.known:
        components["known"] = weights.score.known
    return components


def total(components: Mapping[str, float]) -> float:
    """The score that components make, added one after another: ``sum`` rounds otherwise from Python 3.12 on."""
    return reduce(add, components.values(), 0.0)


def _closeness(profile: Profile, standing: Standing, scale: Scales) -> float | None:
    service = standing.service
    if gate_of(service.access_path) is not None:
        return None
    near: float | None = None if standing.km is None else nearness(standing.km, scale)
    if service.access_path is not AccessPath.SECTOR:
        return near
    here = profile.location.insee_code if profile.location else None
    if here is None and near is None:
        return None
    own = here is not None and service.insee_code == here
    return float(sector_closeness(own, near or 0.0))


def _availability(capacity: Capacity, on: date, scale: Scales) -> float | None:
    if capacity.places_open is None or capacity.checked_on is None:
        return None
    if (on - capacity.checked_on).days > CAPACITY_TRUST_DAYS:
        return None
    if capacity.places_open > 0:
        return 1.0
    return None if capacity.waiting_days is None else float(waiting_worth(capacity.waiting_days, scale))
