"""What a network's requests let one expect of each service for each barrier, on a given day.

The figures of a service for a barrier are made of its own requests, those it had for other barriers at
``OTHER_BARRIERS`` of their weight (a power prior: Ibrahim and Chen 2000), and pseudo-requests like those of the
barrier's domain, themselves drawn towards the whole network's. So a service never asked has the mean of its
domain to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matching.columns import ABSENT, Floats, Ints
from matching.learning.requests import HORIZON_DAYS, Observed, RequestColumns, observed_on
from matching.learning.shrinkage import shrunk, strength_of
from matching.learning.survival import Curve, Waits, answering, curve_of
from network_data.vocabulary import BARRIERS, DOMAINS

OTHER_BARRIERS = 0.5
"""What a request for another barrier says of a service, beside one for this barrier."""
COMPONENTS = ("answer", "delay", "acceptance")
"""The components of a score that are learned, in the order they are added."""

_NUMBER = {code: number for number, code in enumerate(BARRIERS)}
_DOMAIN = np.array([list(DOMAINS).index(barrier.domain) for barrier in BARRIERS.values()])


@dataclass(frozen=True, slots=True)
class Estimate:
    """What to expect of a service for a barrier; None where the network has nothing to tell it from.

    ``answer``: the chance of an answer within ``HORIZON_DAYS``. ``days``: days waited on average, silence counting as
    so many. ``acceptance``: the chance that an answer is a yes.
    """

    answer: float | None
    days: float | None
    acceptance: float | None

    def components(self) -> dict[str, float | None]:
        """The values, 0 to 1, of the components of a score."""
        return {
            "answer": self.answer,
            "delay": None if self.days is None else promptness(self.days),
            "acceptance": self.acceptance,
        }


NOTHING_LEARNED = Estimate(None, None, None)


def promptness(days: Any) -> Any:
    """1 when answers come on the day, 0 when none comes in ``HORIZON_DAYS``; of one figure or of an array."""
    return 1.0 - days / HORIZON_DAYS


@dataclass(frozen=True, slots=True)
class Decisions:
    """Per group: how many answers said yes, of how many that said yes or no."""

    accepted: Floats
    made: Floats

    @classmethod
    def of(cls, group: Ints, accepted: Ints, groups: int) -> "Decisions":
        """The decisions of each of ``groups`` groups."""
        made = np.bincount(group[accepted != ABSENT], minlength=groups)
        return cls(np.bincount(group[accepted == 1], minlength=groups).astype(np.float64), made.astype(np.float64))

    def weighing(self, weight: float, other: "Decisions") -> "Decisions":
        """The sum of both, ``other`` times ``weight``."""
        return Decisions(self.accepted + weight * other.accepted, self.made + weight * other.made)


@dataclass(frozen=True, slots=True)
class Learned:
    """What the requests say on one day; figures of a barrier are worked out when first asked.

    ``number_of_row``: for each service of the network its position among those ever asked, else -1: the last, which is
    of a service without any request. ``curves`` and ``acceptances``: of each domain. ``strength`` and
    ``acceptance_strength``: how many requests those are worth.
    """

    number_of_row: Ints
    observed: Observed
    waits: Waits
    decisions: Decisions
    curves: Sequence[Curve]
    acceptances: Sequence[float]
    strength: float
    acceptance_strength: float
    known: dict[str, Floats] = field(default_factory=dict, compare=False, repr=False)
    estimates: dict[tuple[str, int], Estimate] = field(default_factory=dict, compare=False, repr=False)
    """Those told already, by barrier and position."""
    records: dict[tuple[str, int], object] = field(default_factory=dict, compare=False, repr=False)
    """What ``matching.learning.record`` has said already, by barrier and service."""

    @property
    def tells_answers(self) -> bool:
        """Whether the network has any request that counts."""
        return len(self.observed.service) > 0

    @property
    def tells_acceptance(self) -> bool:
        """Whether the network has any answer that said yes or no."""
        return bool(self.decisions.made.any())

    def figures(self, barrier: str) -> Floats:
        """Answer rate, days and acceptance (rows) of each service ever asked (columns), then of one that never was."""
        found = self.known.get(barrier)
        if found is None:
            found = self.known[barrier] = self._figures(_NUMBER[barrier])
        return found

    def values(self, barrier: str) -> Floats:
        """As ``figures``, the values of ``COMPONENTS``; 0 where the network has nothing to tell them from."""
        answer, days, acceptance = self.figures(barrier)
        return np.vstack(
            (
                answer * self.tells_answers,
                promptness(days) * self.tells_answers,
                acceptance * self.tells_acceptance,
            )
        )

    def estimate(self, barrier: str, row: int) -> Estimate:
        """What to expect of the service at ``row`` for ``barrier``."""
        key = (barrier, self.number_of_row.item(row))
        found = self.estimates.get(key)
        if found is None:
            answer, days, acceptance = self.figures(barrier)[:, key[1]].tolist()
            found = self.estimates[key] = Estimate(
                answer if self.tells_answers else None,
                days if self.tells_answers else None,
                acceptance if self.tells_acceptance else None,
            )
        return found

    def _figures(self, barrier: int) -> Floats:
        groups, domain = len(self.waits.answers), _DOMAIN[barrier]
        observed, own = self.observed, np.flatnonzero(self.observed.barrier == barrier)
        waits = Waits.of(observed.service[own], observed.waited[own], observed.answered[own], groups)
        decisions = Decisions.of(observed.service[own], observed.accepted[own], groups)
        waits = waits.weighing(OTHER_BARRIERS, self.waits.weighing(-1.0, waits))
        decisions = decisions.weighing(OTHER_BARRIERS, self.decisions.weighing(-1.0, decisions))
        expected = answering(waits, self.curves[domain], self.strength)
        acceptance = shrunk(decisions.accepted, decisions.made, self.acceptances[domain], self.acceptance_strength)
        return np.vstack((expected.rate, expected.days, acceptance))


def learn(columns: RequestColumns, on: int) -> Learned:
    """What the requests say on day ``on`` (an ordinal).

    Cost: a few array operations over the requests, and 61 figures for each service ever asked.
    """
    observed, asked = observed_on(columns, on), columns.asked
    # One group more than services asked, the last, empty: what a service without any request is given.
    waits = Waits.of(observed.service, observed.waited, observed.answered, asked + 1)
    decisions = Decisions.of(observed.service, observed.accepted, asked + 1)
    strength, acceptance_strength = _answer_strength(observed, asked), strength_of(decisions.accepted, decisions.made)
    return Learned(
        number_of_row=columns.number_of_row,
        observed=observed,
        waits=waits,
        decisions=decisions,
        curves=_curves(observed, strength),
        acceptances=_acceptances(observed, acceptance_strength),
        strength=strength,
        acceptance_strength=acceptance_strength,
    )


def _answer_strength(observed: Observed, asked: int) -> float:
    """From the requests whose answer in time is settled: counting recent answers alone would flatter everybody."""
    of, in_time = observed.service[observed.mature], (observed.answered & (observed.waited <= HORIZON_DAYS))
    made = observed.service[observed.mature & in_time]
    return strength_of(
        np.bincount(made, minlength=asked).astype(np.float64), np.bincount(of, minlength=asked).astype(np.float64)
    )


def _curves(observed: Observed, strength: float) -> list[Curve]:
    everywhere = curve_of(Waits.of(np.zeros_like(observed.service), observed.waited, observed.answered, 1))
    by_domain = Waits.of(_DOMAIN[observed.barrier], observed.waited, observed.answered, len(DOMAINS))
    return [curve_of(by_domain.take(np.array([domain])), everywhere, strength) for domain in range(len(DOMAINS))]


def _acceptances(observed: Observed, strength: float) -> list[float]:
    everywhere = Decisions.of(np.zeros_like(observed.service), observed.accepted, 1)
    mean = float(everywhere.accepted[0] / everywhere.made[0]) if everywhere.made[0] else 0.0
    by_domain = Decisions.of(_DOMAIN[observed.barrier], observed.accepted, len(DOMAINS))
    means: list[float] = shrunk(by_domain.accepted, by_domain.made, mean, strength).tolist()
    return means
