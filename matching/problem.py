"""A matching problem: one person before one network, judged with one set of weights."""

from dataclasses import dataclass

from matching.catalogue import Catalogue
from matching.decisions import NOTHING_DECIDED, Decisions
from matching.profile import Profile
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that an answer depends on; the same problem always gives the same answer.

    ``decisions`` bind the plan and leave suggestions as they are.
    """

    profile: Profile
    catalogue: Catalogue
    weights: Weights
    decisions: Decisions = NOTHING_DECIDED
