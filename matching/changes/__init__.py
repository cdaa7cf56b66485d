"""What would change an answer: atomic changes, which of them settles a criterion, and the smallest set that flips it."""

from matching.changes.change import Change, Side, Subject, apply, ordered, size
from matching.changes.search import Field, smallest_to_be_eligible, smallest_to_stand

__all__ = [
    "Change",
    "Field",
    "Side",
    "Subject",
    "apply",
    "ordered",
    "size",
    "smallest_to_be_eligible",
    "smallest_to_stand",
]
