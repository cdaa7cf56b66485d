"""What past requests let one expect, one service and one day at a time, in plain Python.

It shares the engine's constants and nothing else with it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from math import fsum

from matching.learning.estimates import OTHER_BARRIERS, Estimate
from matching.learning.requests import HORIZON_DAYS, MEMORY_DAYS
from matching.learning.shrinkage import ENOUGH_SERVICES, LEAST_STRENGTH, MOST_STRENGTH, USUAL_STRENGTH
from matching.network import Network, PastRequest
from network_data.vocabulary import BARRIERS, Domain, EndedBy, gate_of

Weighed = Sequence[tuple[float, PastRequest]]
Curve = tuple[list[float], list[float]]
"""For each day: the chance of an answer then, and of none before."""
NOTHING: Curve = ([0.0] * (HORIZON_DAYS + 1), [0.0] * (HORIZON_DAYS + 1))


class SlowLearning:
    """The estimates of a network on a day."""

    def __init__(self, network: Network, on: date) -> None:
        direct = {one.id for one in network.services if gate_of(one.access_path) is None}
        self.on, self.direct = on, direct
        self.requests = [one for one in network.requests if one.service_id in direct and self._counts(one)]
        self.strength = _strength(self._rates(self._in_time))
        self.acceptance_strength = _strength(self._rates(lambda one: one.accepted if self._wait(one)[1] else None))
        everyone = [(1.0, one) for one in self.requests]
        self.everywhere = self._curve(everyone, NOTHING, 0.0)[0]
        said = [one.accepted for one in self.requests if self._wait(one)[1] and one.accepted is not None]
        self.accepted = sum(said) / len(said) if said else None

    def estimate(self, service_id: str, barrier: str) -> Estimate:
        """What to expect of a service for a barrier."""
        if not self.requests:
            return Estimate(None, None, None)
        own = self._weighed(service_id, barrier) if service_id in self.direct else []
        if not own:
            return self._mean(barrier)
        prior, mean = self._prior(BARRIERS[barrier].domain)
        _, rate, days = self._curve(own, prior, self.strength)
        return Estimate(rate, days, None if mean is None else self._acceptance(own, mean))

    @cache  # noqa: B019 - it lives no longer than a test
    def _mean(self, barrier: str) -> Estimate:
        prior, mean = self._prior(BARRIERS[barrier].domain)
        _, rate, days = self._curve([], prior, self.strength)
        return Estimate(rate, days, None if mean is None else self._acceptance([], mean))

    @cache  # noqa: B019 - it lives no longer than a test
    def _prior(self, domain: Domain) -> tuple[Curve, float | None]:
        weighed = [(1.0, one) for one in self.requests if BARRIERS[one.barrier].domain is domain]
        curve, _, _ = self._curve(weighed, self.everywhere, self.strength)
        return curve, None if self.accepted is None else self._acceptance(weighed, self.accepted)

    def _weighed(self, service_id: str, barrier: str) -> Weighed:
        return [
            (1.0 if one.barrier == barrier else OTHER_BARRIERS, one)
            for one in self.requests
            if one.service_id == service_id
        ]

    def _counts(self, one: PastRequest) -> bool:
        if not 0 < (self.on - one.asked_on).days <= MEMORY_DAYS:
            return False
        gone = one.ended_on if one.ended_by not in {None, EndedBy.PARTNER} else None
        late = gone is None or gone >= self.on or (gone - one.asked_on).days >= HORIZON_DAYS
        return self._wait(one)[1] or late

    def _wait(self, one: PastRequest) -> tuple[int, bool]:
        if one.answered_on is not None and one.answered_on < self.on:
            return max(0, (one.answered_on - one.asked_on).days), True
        return (self.on - one.asked_on).days, False

    def _in_time(self, one: PastRequest) -> bool | None:
        if (self.on - one.asked_on).days < HORIZON_DAYS:
            return None
        wait, answered = self._wait(one)
        return answered and wait <= HORIZON_DAYS

    def _rates(self, judge: Callable[[PastRequest], bool | None]) -> list[tuple[int, int]]:
        found: dict[str, list[bool]] = {}
        for one in self.requests:
            told = judge(one)
            if told is not None:
                found.setdefault(one.service_id, []).append(told)
        return [(sum(found[service]), len(found[service])) for service in sorted(found)]

    def _acceptance(self, weighed: Weighed, mean: float) -> float:
        said = [(weight, one.accepted) for weight, one in weighed if self._wait(one)[1] and one.accepted is not None]
        made = sum(weight for weight, _ in said)
        return (self.acceptance_strength * mean + sum(weight * told for weight, told in said)) / (
            self.acceptance_strength + made
        )

    def _curve(self, weighed: Weighed, prior: Curve, strength: float) -> tuple[Curve, float, float]:
        """The curve with ``strength`` requests like ``prior``, the chance of an answer in time, and the days waited."""
        waits = [(weight, *self._wait(one)) for weight, one in weighed]
        chance, before, survival, days = [], [], 1.0, 0.0
        for day in range(HORIZON_DAYS + 1):
            came = sum(weight for weight, wait, answered in waits if answered and wait == day)
            waiting = sum(weight for weight, wait, _ in waits if wait >= day)
            came, waiting = came + strength * prior[0][day], waiting + strength * prior[1][day]
            hazard = came / waiting if waiting > 0 else 0.0
            before.append(survival)
            chance.append(survival * hazard)
            survival *= 1.0 - hazard
            days += survival if day < HORIZON_DAYS else 0.0
        return (chance, before), 1.0 - survival, days


def _strength(rates: Iterable[tuple[int, int]]) -> float:
    """Kleinman's moment estimator, by hand."""
    several = [(made, of) for made, of in rates if of >= 2]
    if len(several) < ENOUGH_SERVICES:
        return USUAL_STRENGTH
    total = sum(of for _, of in several)
    mean = sum(made for made, _ in several) / total
    spread = mean * (1.0 - mean)
    if spread == 0:
        return MOST_STRENGTH
    between = fsum(of * (made / of - mean) ** 2 for made, of in several) - spread * (len(several) - 1)
    if between <= 0:
        return MOST_STRENGTH
    share = between / (spread * (total - sum(of * of for _, of in several) / total - (len(several) - 1)))
    return min(MOST_STRENGTH, max(LEAST_STRENGTH, 1.0 / min(share, 1.0) - 1.0))
