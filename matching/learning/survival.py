"""How long until a partner answers: the product-limit estimator (Kaplan and Meier 1958) for many services at once.

A request without an answer yet is censored at today: it says that the wait is at least so long. A prior enters as
``k`` pseudo-requests distributed as a whole curve, which gives the posterior mean under a beta process (Hjort 1990) or,
without censoring, under a beta-binomial model.
"""

from dataclasses import dataclass

import numpy as np

from matching.columns import Bools, Floats, Ints
from matching.learning.requests import HORIZON_DAYS

DAYS = HORIZON_DAYS + 1
"""Days on which an answer may come, the day of the request among them."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Per group (first axis) and day since the request (last axis): answers that came then, requests still waiting."""

    answers: Floats
    waiting: Floats

    @classmethod
    def of(cls, group: Ints, waited: Ints, answered: Bools, groups: int) -> "Waits":
        """The waits of each of ``groups`` groups."""
        day = np.minimum(waited, DAYS)  # the last column: beyond the horizon, whatever came of it
        ended = np.bincount(group * (DAYS + 1) + day, minlength=groups * (DAYS + 1)).reshape(groups, DAYS + 1)
        in_time = answered & (waited < DAYS)
        came = np.bincount((group * (DAYS + 1) + day)[in_time], minlength=groups * (DAYS + 1))
        still = np.cumsum(ended[:, ::-1], axis=1)[:, ::-1]
        return cls(came.reshape(groups, DAYS + 1)[:, :DAYS].astype(np.float64), still[:, :DAYS].astype(np.float64))

    def weighing(self, weight: float, other: "Waits") -> "Waits":
        """The sum of both, ``other`` times ``weight``."""
        return Waits(self.answers + weight * other.answers, self.waiting + weight * other.waiting)

    def take(self, which: Ints) -> "Waits":
        """The waits of some groups."""
        return Waits(self.answers[which], self.waiting[which])


@dataclass(frozen=True, slots=True)
class Curve:
    """One distribution of waits: the chance that the answer comes on each day, and that it has not come before."""

    chance: Floats
    before: Floats


@dataclass(frozen=True, slots=True)
class Answering:
    """Per group: the chance of an answer within ``HORIZON_DAYS``, and the days waited on average, at most so many."""

    rate: Floats
    days: Floats


def curve_of(waits: Waits, prior: Curve | None = None, strength: float = 0.0) -> Curve:
    """The curve of a single group."""
    chance, before, survival = np.zeros(DAYS), np.zeros(DAYS), np.ones(1)
    for day in range(DAYS):
        before[day] = survival[0]
        hazard = _hazard(waits, day, prior, strength)
        chance[day] = survival[0] * hazard[0]
        survival = survival * (1.0 - hazard)
    return Curve(chance, before)


def answering(waits: Waits, prior: Curve | None = None, strength: float = 0.0) -> Answering:
    """The product-limit estimate of each group, with ``strength`` pseudo-requests distributed as ``prior``."""
    survival = np.ones(len(waits.answers))
    days = np.zeros(len(waits.answers))
    for day in range(DAYS):
        survival = survival * (1.0 - _hazard(waits, day, prior, strength))
        if day < HORIZON_DAYS:
            days = days + survival
    return Answering(1.0 - survival, days)


def _hazard(waits: Waits, day: int, prior: Curve | None, strength: float) -> Floats:
    """The chance of an answer on ``day`` for who still waits; 0 where nobody does."""
    came, waiting = waits.answers[:, day], waits.waiting[:, day]
    if prior is not None:
        came, waiting = came + strength * prior.chance[day], waiting + strength * prior.before[day]
    hazard: Floats = np.divide(came, waiting, out=np.zeros(len(came)), where=waiting > 0)
    return hazard
