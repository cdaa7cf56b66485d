"""What sharing the places gave: who gets what, who waits and why, what one more place would bring, how fair it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from matching.cohort.margins import OneMorePlace
from matching.columns import Floats, Ints

KeepGoing = Callable[[str, float], bool]
"""Told the stage and how much of it is done, 0 to 1, from time to time; answers whether to go on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much work a solve may do; in counts, so that an answer repeats whatever the machine does meanwhile.

    ``prices``: rounds of the prices' ascent. ``repairs``: rounds of destroy and repair. ``exact_options``: up to
    so many options a plan form is also given to a MIP solver, for at most ``exact_nodes`` branches; nought: never.
    """

    prices: int = 80
    repairs: int = 60
    exact_options: int = 600
    exact_nodes: int = 2_000


@dataclass(slots=True)
class Effort:
    """The limits of one solve, its seed, and whom to ask whether to go on; once stopped, it stays stopped."""

    limits: Limits
    seed: int
    keep_going: KeepGoing
    stopped: bool = False

    def goes_on(self, stage: str, done: float) -> bool:
        """Tells how far it is, and asks."""
        self.stopped = self.stopped or not self.keep_going(stage, done)
        return not self.stopped


class Reason(StrEnum):
    """Why a need waits."""

    NO_SERVICE = "no-service"
    NO_QUOTA = "no-quota"
    FULL = "full"
    APPOINTMENTS = "appointments"
    NEW_FACE = "new-face"
    NO_GAIN = "no-gain"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A need that got no place. ``option``: the best it could have taken, ``pool``: where that one is full; or None."""

    need: int
    reason: Reason
    option: int | None = None
    pool: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a distribution of the places amounts to. ``covered``: people with at least one need served."""

    value: float
    served: int
    urgent: int
    covered: int


@dataclass(frozen=True, slots=True)
class Level:
    """One aim: what was reached, and what cannot be exceeded once the aims before it are kept."""

    name: str
    value: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class Fairness:
    """The aims in their order, and their price.

    ``coverage``: for each person with needs, the share of them served, ascending. ``best_value``: the value if it alone
    counted (plan form: the highest found); ``price``: the share of it that fairness costs.
    """

    levels: tuple[Level, ...]
    coverage: Floats
    best_value: float
    price: float


@dataclass(frozen=True, slots=True)
class CohortResult:
    """A proposal for a cohort.

    ``chosen``: the option of each need, negative where it waits. ``price``: value of one more place in each pool.
    ``more``: what one more place would bring, pool by pool, where the form allows to say. ``baselines``: by name.
    """

    form: str
    status: str
    chosen: Ints
    value: float
    bound: float
    tally: Tally
    waiting: tuple[Waiting, ...]
    price: Floats
    more: tuple[OneMorePlace, ...]
    baselines: Mapping[str, Tally]
    fairness: Fairness
    problem_digest: str
    seed: int
    stopped: bool = False

    @property
    def gap(self) -> float:
        """How far the value may be below the best one, as a share of the bound."""
        return max(0.0, self.bound - self.value) / abs(self.bound) if self.bound else 0.0

    @property
    def digest(self) -> str:
        """The same for the same answer to the same problem: what a replay compares."""
        told = f"{self.problem_digest}:{self.seed}:{self.form}".encode()
        return sha256(told + self.chosen.astype("int64").tobytes()).hexdigest()
