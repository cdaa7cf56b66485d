"""What is worked out once for everybody who asks on one day, under one set of weights."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Day:
    """``rankings``: of each barrier asked for (``matching.ranking``).

    ``presented``: services shown lately, by barrier and row (``matching.presented``).
    """

    rankings: dict[str, Any] = field(default_factory=dict)
    presented: dict[tuple[str, int], Any] = field(default_factory=dict)

    def without(self, barriers: Collection[str]) -> "Day":
        """What still holds once services have changed that address these barriers."""
        return Day({barrier: ranking for barrier, ranking in dict(self.rankings).items() if barrier not in barriers})
