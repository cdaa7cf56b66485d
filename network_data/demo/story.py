"""What everything drawn about one person starts from."""

from dataclasses import dataclass
from datetime import date

from network_data.demo.archetypes import Archetype
from network_data.demo.draws import Draws


@dataclass(frozen=True, slots=True)
class Story:
    """One person's stream of draws, the day it is told, and the life it varies."""

    draws: Draws
    today: date
    life: Archetype
