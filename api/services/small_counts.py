"""Hides small counts in whatever may leave the programme: a count of one to four could tell of someone.

Hiding the small ones is not enough where a total gives them away. A sum of which one member alone is hidden, or whose
hidden parts are known to make less than five together, loses another member, and so on until nothing can be worked
out from any of the sums (complementary suppression: Willenborg and de Waal, Elements of Statistical Disclosure
Control, Springer 2001, chapter 4).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST = 5
"""The smallest count that is shown; zero is, for it tells of nobody."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """A total that readers can compare with its parts."""

    total: Key
    parts: tuple[Key, ...]


def hidden(counts: Mapping[Key, int], sums: Sequence[Sum[Key]], fewest: int = FEWEST) -> frozenset[Key]:
    """The counts that must not be shown, those under ``fewest`` first, given every sum that relates them.

    Cost: each round hides at least one more count; in practice two or three rounds over the sums.
    """
    kept_back = {key for key, count in counts.items() if 0 < count < fewest}
    growing = True
    while growing:
        growing = False
        for each in sums:
            more = _one_more(counts, each, kept_back, fewest)
            if more is not None:
                kept_back.add(more)
                growing = True
    return frozenset(kept_back)


def _one_more(counts: Mapping[Key, int], found: Sum[Key], kept_back: set[Key], fewest: int) -> Key | None:
    """Another member of the sum to hide, or None when it gives nothing away."""
    parts = [key for key in found.parts if key in kept_back]
    if found.total in kept_back:
        if parts:
            return None
        return _smallest(counts, found.parts, kept_back)
    together = sum(counts[key] for key in parts)
    if not parts or (len(parts) > 1 and together >= fewest):
        return None
    more = _smallest(counts, found.parts, kept_back)
    return found.total if more is None else more


def _smallest(counts: Mapping[Key, int], keys: Sequence[Key], kept_back: set[Key]) -> Key | None:
    """The smallest count still shown that is not zero; the first of equals."""
    shown = [key for key in keys if key not in kept_back and counts[key]]
    return min(shown, key=lambda key: counts[key], default=None)
