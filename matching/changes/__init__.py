"""What would change an answer: atomic changes, what each settles, and the smallest set that flips it."""

from matching.changes.change import Change, Side, Subject, apply, ordered, side_of, size
from matching.changes.field import Field
from matching.changes.search import smallest_to_be_eligible, smallest_to_stand

__all__ = [
    "Change",
    "Field",
    "Side",
    "Subject",
    "apply",
    "ordered",
    "side_of",
    "size",
    "smallest_to_be_eligible",
    "smallest_to_stand",
]
