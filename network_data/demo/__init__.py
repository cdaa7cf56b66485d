"""A fictitious network and two hundred fictitious people, the same for everyone: nothing in it is real."""

from network_data.demo.demonstration import SEED, Demonstration, build_demonstration, load_demonstration
from network_data.demo.planted import PLANTED_GAPS, SINGLE_POINTS, GapCause, PlantedGap

__all__ = [
    "PLANTED_GAPS",
    "SEED",
    "SINGLE_POINTS",
    "Demonstration",
    "GapCause",
    "PlantedGap",
    "build_demonstration",
    "load_demonstration",
]
