"""Gather the steps of a plan into stops: one place, one mark, however many steps happen there."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.web.pictures.geography import Position, distance_km
from api.web.pictures.svg import Translate
from api.web.pictures.wording import listing

_SAME_PLACE_KM = 0.03


@dataclass(frozen=True)
class MapStep:
    """A step of the plan, as a map shows it.

    Attributes:
        number: The number the step carries in the list beside the map.
        domain: Code of its domain, for the colour.
        label: What it is, in words (masked by the caller where the reader is not entitled).
        position: Where it happens; None when it has no place (by telephone, at home).
    """

    number: int
    domain: str
    label: str
    position: Position | None


@dataclass(frozen=True)
class Stop:
    """A place of the plan and the steps that happen there, by number."""

    position: Position
    steps: tuple[MapStep, ...]

    @property
    def numbers(self) -> str:
        """The numbers on the mark: « 1·4 »."""
        return "·".join(str(step.number) for step in self.steps)

    def words(self, translate: Translate) -> str:
        """Name the steps: « étape 2 (Ouvrir un compte) », « étapes 1 (…) et 4 (…) »."""
        return steps_in_words(self.steps, translate)


def steps_in_words(steps: Sequence[MapStep], translate: Translate) -> str:
    """Name steps by number and label."""
    named = listing([f"{step.number} ({step.label})" for step in steps], translate)
    return (translate("étape {steps}") if len(steps) == 1 else translate("étapes {steps}")).format(steps=named)


def stops_of(steps: Sequence[MapStep]) -> list[Stop]:
    """Gather steps less than thirty metres apart (the same door, the same building), by number."""
    gathered: list[list[tuple[Position, MapStep]]] = []
    for step in sorted(steps, key=lambda each: each.number):
        if step.position is None:
            continue
        for there in gathered:
            if distance_km(there[0][0], step.position) <= _SAME_PLACE_KM:
                there.append((step.position, step))
                break
        else:
            gathered.append([(step.position, step)])
    return [Stop(there[0][0], tuple(step for _, step in there)) for there in gathered]
