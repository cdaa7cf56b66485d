"""Draws that depend on a seed and a key alone: changing one partner never reshuffles the others."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

_UNKNOWN = 0.15


class Draws:
    """A stream of draws for one thing, named by ``key``; the same seed and key give the same stream everywhere."""

    def __init__(self, seed: int, *key: str) -> None:
        # A text seeds through SHA-512, not through hash(): PYTHONHASHSEED changes nothing.
        self._random = Random("/".join((str(seed), *key)))  # noqa: S311 - a fiction, not a secret

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._random.randint(low, high)

    def pick(self, items: Sequence[T]) -> T:
        return self._random.choice(items)

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """``count`` different items, in the order drawn."""
        return self._random.sample(items, count)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self.some(items, len(items))

    def weighted(self, items: Sequence[T], weights: Sequence[float], count: int) -> list[T]:
        """At most ``count`` different items, heavier ones more often."""
        left = list(zip(items, weights, strict=True))
        found: list[T] = []
        while left and len(found) < count:
            position = self._random.choices(range(len(left)), [weight for _, weight in left])[0]
            found.append(left.pop(position)[0])
        return found

    def known(self, probability: float) -> bool | None:
        """Yes or no with ``probability``, or sometimes unknown; 0 and 1 are certain, hence always known."""
        if 0 < probability < 1 and self.chance(_UNKNOWN):
            return None
        return self.chance(probability)

    def around(self, position: tuple[float, float], degrees: float) -> tuple[float, float]:
        """A position near ``position``: within ``degrees`` of latitude, and as many metres of longitude at Paris."""
        latitude, longitude = position
        north = self._random.uniform(-degrees, degrees)
        east = self._random.uniform(-degrees, degrees) * 1.5
        return round(latitude + north, 6), round(longitude + east, 6)

    def recent(self, today: date, most_days: int) -> date:
        """A day of the last ``most_days``, most often one of the last weeks."""
        return today - timedelta(days=1 + int((most_days - 1) * self._random.random() ** 2))

    def day(self, today: date, span: tuple[int, int]) -> date:
        """A day within ``span``, in days from ``today`` (negative is past)."""
        return today + timedelta(days=self.between(*span))
