"""A fictitious network and two hundred fictitious people, the same for everyone: nothing in it is real."""

from network_data.demo.access import Safekeeping, load_access
from network_data.demo.demonstration import SEED, Demonstration, build_demonstration, load_demonstration
from network_data.demo.planted import BEST_NEW_PARTNER, PLANTED_GAPS, SINGLE_POINTS, GapCause, PlantedGap
from network_data.demo.team import (
    DemonstrationAccount,
    DemonstrationKey,
    demonstration_accounts,
    demonstration_keys,
    demonstration_password,
)

__all__ = [
    "BEST_NEW_PARTNER",
    "PLANTED_GAPS",
    "SEED",
    "SINGLE_POINTS",
    "Demonstration",
    "DemonstrationAccount",
    "DemonstrationKey",
    "GapCause",
    "PlantedGap",
    "Safekeeping",
    "build_demonstration",
    "demonstration_accounts",
    "demonstration_keys",
    "demonstration_password",
    "load_access",
    "load_demonstration",
]
