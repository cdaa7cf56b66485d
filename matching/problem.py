"""A matching problem: one person before one network, judged with one set of weights."""

from dataclasses import dataclass, field

from matching.catalogue import Catalogue
from matching.day import Day
from matching.decisions import Decisions
from matching.geography import UnitVector
from matching.profile import Profile
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that an answer depends on; the same problem always gives the same answer.

    ``day``: what it has in common with the other questions of its day. ``here``: where the person is, None if unknown.
    """

    profile: Profile
    catalogue: Catalogue
    weights: Weights
    day: Day = field(init=False, compare=False, repr=False)
    here: UnitVector | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", self.catalogue.day(self.profile.on, self.weights))
        object.__setattr__(self, "here", self.catalogue.place_of(self.profile))

    @property
    def decisions(self) -> Decisions:
        """What was decided about the plan; suggestions do without."""
        return self.profile.decisions
