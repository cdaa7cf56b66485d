"""When each step of a plan can start: after what blocks it, and not more new appointments at once than one can take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.prerequisites import Order
from matching.profile import Profile
from matching.weights import PlanWeights


@dataclass(frozen=True, slots=True)
class Chosen:
    """A step before it has its wave: the barrier, where one asks, whether that is new, and how urgent it is."""

    barrier: str
    door: int
    new: bool
    urgency: tuple[float, int, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """The wave of a step; ``postponed`` when only the number of appointments put it there."""

    wave: int
    postponed: bool


def most_appointments(profile: Profile, weights: PlanWeights) -> int:
    """How many new appointments one wave may hold, 1 at least.

    By the mean severity of what the person carries, and no more than they have free half-days.
    """
    severities = [need.severity for need in profile.needs]
    usual = weights.appointments[int(sum(severities) / len(severities) + 0.5) - 1]
    return max(1, usual if profile.available is None else min(usual, len(profile.available)))


def place(steps: Sequence[Chosen], order: Order, most: int) -> Mapping[str, Placed]:
    """The wave of every step, by barrier.

    Wave by wave the most urgent first, each as soon as all that blocks it is in an earlier wave. The first step at a
    new partner is an appointment of its wave; further ones there are not. At most ``most`` of them: the least urgent
    wait for the next wave, and what they block with them. Cost: steps x waves.
    """
    placed: dict[str, Placed] = {}
    met: set[int] = set()
    waiting = sorted(steps, key=lambda step: step.urgency)
    barriers = {step.barrier for step in steps}
    wave = 0
    while waiting:
        wave += 1
        ready = [step for step in waiting if _may_start(step.barrier, wave, order, barriers, placed)]
        first_met: set[int] = set()
        for step in ready:
            appointment = step.new and step.door not in met | first_met
            if appointment and len(first_met) == most:
                continue
            if appointment:
                first_met.add(step.door)
            placed[step.barrier] = Placed(wave, postponed=wave > order.wave[step.barrier])
        met |= first_met
        waiting = [step for step in waiting if step.barrier not in placed]
    return placed


def _may_start(barrier: str, wave: int, order: Order, steps: set[str], placed: Mapping[str, Placed]) -> bool:
    before = [first for first in order.waits_for(barrier) if first in steps]
    return order.wave[barrier] <= wave and all(first in placed and placed[first].wave < wave for first in before)
