"""How the partners of the demonstration answer: each has one habit, whatever it is asked."""

from dataclasses import dataclass
from types import MappingProxyType

from network_data.demo.draws import Draws
from network_data.demo.planted import PLANTED_HABITS


@dataclass(frozen=True, slots=True)
class Habit:
    """How a partner answers: how often, within which days, and how often with a yes."""

    answers: float
    days: tuple[int, int]
    accepts: float


HABITS = MappingProxyType(
    {
        "quick": Habit(0.97, (0, 3), 0.85),
        "steady": Habit(0.85, (2, 9), 0.8),
        "picky": Habit(0.85, (3, 14), 0.4),
        "slow": Habit(0.7, (10, 35), 0.7),
        "silent": Habit(0.0, (0, 0), 0.0),
    }
)
_HOW_MANY = MappingProxyType({"quick": 6.0, "steady": 9.0, "picky": 2.0, "slow": 3.0, "silent": 1.0})
"""How many partners out of these, more or less, have each habit."""


def habit_name(partner_id: str, seed: int) -> str:
    """What the habit of a partner is called."""
    (drawn,) = Draws(seed, "habit", partner_id).weighted(list(_HOW_MANY), list(_HOW_MANY.values()), 1)
    return PLANTED_HABITS.get(partner_id, drawn)


def habit_of(partner_id: str, seed: int) -> Habit:
    """The habit of a partner."""
    return HABITS[habit_name(partner_id, seed)]
