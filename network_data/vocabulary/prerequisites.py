"""What comes before what between two barriers that one person carries."""

from enum import StrEnum

from network_data.vocabulary.loading import Entry, rows


class Strength(StrEnum):
    """How much the barrier that comes first weighs on the other."""

    BLOCKING = "bloquant"
    """Blocks one named step of the other, never the opening of its file."""
    EASING = "facilite"
    """A preferred order."""
    TOGETHER = "parallele"
    """To be worked on at the same time."""


class Prerequisite(Entry):
    """An edge ``before -> after``; it counts only if the person carries both barriers.

    ``step``: the one step that a blocking edge blocks. ``equivalent_papers``: holding any of them lifts the block.
    ``status``: ``source`` where a text backs the edge, ``hypothese`` where practice alone does (shown as such).
    """

    before: str
    after: str
    strength: Strength
    step: str | None = None
    equivalent_papers: tuple[str, ...] = ()
    status: str
    explanation: str = ""
    source: str = ""

    @property
    def is_hypothesis(self) -> bool:
        """Whether no published source backs this edge."""
        return self.status == "hypothese"


PREREQUISITES = tuple(Prerequisite.model_validate(row) for row in rows("prerequisites", "prerequisite"))
