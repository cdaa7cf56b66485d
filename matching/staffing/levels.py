"""What is told of each level, how long the search may last, and who listens to it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the order, solved.

    ``rank`` is how many of the worst are added up (0: a plain sum). ``value`` was reached when the level was solved and
    ``bound`` is the best that could be hoped for beside what earlier levels keep, both in whole ``unit``s: ratios in
    hundred-thousandths, fit in percents of half-days. ``proven``: nothing better exists.
    """

    name: str
    rank: int
    value: int
    bound: int
    proven: bool

    @property
    def gap(self) -> float:
        """The distance to the bound as a share of the larger of the two; 0 when proven."""
        widest = max(abs(self.value), abs(self.bound))
        return abs(self.bound - self.value) / widest if widest and not self.proven else 0.0


Watch = Callable[[Callable[[], None]], AbstractContextManager[None]]
"""Is given a way to stop the solver; whoever makes the context may use it, from anywhere, as long as that holds."""


def unwatched(stop: Callable[[], None]) -> AbstractContextManager[None]:
    """Lets every solver end by itself."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to search.

    ``effort`` is CP-SAT's deterministic time, shared out over the levels: with it alone the same problem has the same
    answer on every machine and under any load. ``seconds`` may stop earlier; such an answer cannot be replayed. They
    are counted by ``clock``, in seconds from any moment, from the call to the answer; without one, only what solvers
    take counts. ``watch`` may stop a solver in the middle of a level.
    """

    effort: float = 30.0
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    watch: Watch = unwatched


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search has come: ``done`` of ``total`` levels; ``level`` is the one it is at."""

    done: int
    total: int
    level: str


Tell = Callable[[Progress], bool]
"""Hears of every step; the search stops with what it has when it answers False."""


def go_on(progress: Progress) -> bool:
    """Listens to nothing."""
    return True
