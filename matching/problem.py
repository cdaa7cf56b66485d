"""A matching problem: one person before one network, judged with one set of weights."""

from dataclasses import dataclass

from matching.catalogue import Catalogue
from matching.decisions import Decisions
from matching.profile import Profile
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that an answer depends on; the same problem always gives the same answer."""

    profile: Profile
    catalogue: Catalogue
    weights: Weights

    @property
    def decisions(self) -> Decisions:
        """What was decided about the plan; suggestions do without."""
        return self.profile.decisions
