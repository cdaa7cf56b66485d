"""Times callables in turns, so that whatever else the machine does weighs on all of them alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to time: called once for each case of a round."""

    name: str
    run: Callable[[int], object]
    cases: int


def side_by_side(contenders: Sequence[Contender], rounds: int) -> dict[str, float]:
    """The median milliseconds per case of each contender, taking turns over ``rounds`` rounds after one to warm up."""
    taken: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds + 1):
        for contender in contenders:
            for case in range(contender.cases):
                start = perf_counter()
                contender.run(case)
                if number:
                    taken[contender.name].append(1000 * (perf_counter() - start))
    return {name: median(times) for name, times in taken.items()}


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one thing, many times over."""

    times: Sequence[float]

    @classmethod
    def of(cls, run: Callable[[int], object], cases: int) -> "Timed":
        """``run`` for each case, after once for all of them."""
        times = []
        for case in [*range(cases), *range(cases)]:
            start = perf_counter()
            run(case)
            times.append(1000 * (perf_counter() - start))
        return cls(times[cases:])

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.times)

    @property
    def p99(self) -> float:
        """The 99th centile."""
        return quantiles(self.times, n=100)[98]
