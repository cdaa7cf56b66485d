"""For many people at once: which needs have a way forward, which have their référent, which have nothing yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.services.profiles import profile_of
from matching.candidates import find_candidates
from matching.catalogue import Catalogue
from matching.problem import Problem
from matching.profile import Need
from matching.weights import Weights
from network_data.repositories import PersonFile


class Standing(StrEnum):
    """Where a need stands before anything is decided."""

    FOLLOWED = "followed"
    """A référent is on it already."""
    COVERED = "covered"
    """At least one service of the network may take it."""
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class Overview:
    """A person's needs in the order they were recorded, each with its standing."""

    file: PersonFile
    standings: tuple[tuple[str, Standing], ...]

    def count(self, standing: Standing) -> int:
        """How many needs stand so."""
        return sum(found is standing for _, found in self.standings)

    @property
    def answered(self) -> int:
        """How many needs have a way forward or a référent."""
        return len(self.standings) - self.count(Standing.UNCOVERED)


def overview_of(people: Iterable[PersonFile], catalogue: Catalogue, weights: Weights, on: date) -> list[Overview]:
    """The overview of each person, in the order given. Cost: about 1 ms a person; no explanation is computed."""
    return [_overview(file, catalogue, weights, on) for file in people]


def _overview(file: PersonFile, catalogue: Catalogue, weights: Weights, on: date) -> Overview:
    profile = profile_of(file, on)
    if not profile.needs:
        return Overview(file, ())
    candidates = find_candidates(Problem(profile, catalogue, weights))
    return Overview(
        file,
        tuple((need.barrier, _standing(need, candidates.of_need(number))) for number, need in enumerate(profile.needs)),
    )


def _standing(need: Need, answers: range) -> Standing:
    if need.followed_by:
        return Standing.FOLLOWED
    return Standing.COVERED if answers else Standing.UNCOVERED
