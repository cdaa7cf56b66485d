"""What the demonstration hides on purpose, for the analysis of the network to find.

Three gaps: a barrier answered only from afar, one that is full everywhere, and one whose services lack languages that
people of the demonstration speak. Two single points of failure: barriers that one partner alone answers. One best new
partner: the barrier for which another partner would unlock more needs than for any other. One partner that never
answers, and one that nobody ever asked.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class GapCause(StrEnum):
    """Why a barrier is not really answered."""

    REMOTE_ONLY = "remote-only"
    FULL_EVERYWHERE = "full-everywhere"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class PlantedGap:
    """A barrier that some people of the demonstration carry in vain."""

    barrier: str
    cause: GapCause
    languages: tuple[str, ...] = ()
    """The languages in which nobody answers."""


PLANTED_GAPS = (
    PlantedGap("discrimination", GapCause.REMOTE_ONLY),
    PlantedGap("garde-enfants", GapCause.FULL_EVERYWHERE),
    PlantedGap("sante-mentale", GapCause.LANGUAGE, ("prs", "pus", "tir")),
)
SINGLE_POINTS = MappingProxyType(
    {
        "protection-juridique": "demo--service-des-majeurs-proteges-l-arbre-a-sous",
        "diplome-etranger": "demo--parchemin-sans-frontiere",
    }
)
"""The one partner that answers each of these barriers."""
BEST_NEW_PARTNER = "garde-enfants"
"""What the partner to look for first would answer: families here wait for places that nobody has."""
PLANTED_HABITS = MappingProxyType(
    {
        "demo--permanence-sociale-d-accueil-du-bassin": "quick",
        "demo--le-bus-aux-sourires": "quick",
        "demo--pass-de-l-hopital-montreval": "steady",
        "demo--point-justice-riquet": "steady",
        "demo--le-recours-doux": "silent",
    }
)
"""How these partners answer requests (``network_data.demo.requests``): well where the guide's plan goes, one never."""
NEVER_ASKED = "demo--adresse-commune"
"""A partner to whom no request was ever made."""
