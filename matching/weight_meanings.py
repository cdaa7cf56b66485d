"""What each weight means: a unit and a sentence in each language, read from the weights file and validated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from matching.weights import MEANING, InvalidWeightsError, same_keys


class Unit(StrEnum):
    """What a weight is counted in."""

    SHARE = "share"
    """Of the score, or of a certainty: 0 to 1."""
    LOG_ODDS = "log-odds"
    WEIGHT = "weight"
    """What a need counts in a plan."""
    VALUE = "value"
    """A price, in units of weight of the need x score."""
    FACTOR = "factor"
    KILOMETRES = "km"
    SPEED = "km/h"
    HOURS = "hours"
    DAYS = "days"
    APPOINTMENTS = "appointments"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one weight is counted in and what it stands for, in a French and an English sentence."""

    unit: Unit
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A weight of the file with its meaning; ``value`` as it is written, a number or a list of them."""

    table: str
    key: str
    value: float | list[float]
    meaning: Meaning


def explained(tables: Mapping[str, Mapping[str, Any]]) -> tuple[Explained, ...]:
    """Every weight of a weights file with its meaning, in the order of the file.

    Raises:
        InvalidWeightsError: a weight has no meaning, a meaning no weight, or a meaning lacks its unit or a sentence.
    """
    return tuple(_explained(tables))


def _explained(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Explained]:
    meanings = tables[MEANING]
    weights = {name: table for name, table in tables.items() if name != MEANING}
    same_keys(f"[{MEANING}]", set(meanings), set(weights))
    for name, table in weights.items():
        same_keys(f"[{MEANING}.{name}]", set(meanings[name]), set(table))
        for key, value in table.items():
            yield Explained(name, key, value, _meaning(f"[{MEANING}.{name}] {key}", meanings[name][key]))


def _meaning(where: str, stated: Any) -> Meaning:
    if not isinstance(stated, dict):
        raise InvalidWeightsError(f"{where} must state its unit and a sentence in French and English.")
    same_keys(where, set(stated), {each.name for each in fields(Meaning)})
    if stated["unit"] not in list(Unit):
        raise InvalidWeightsError(f"{where} has an unknown unit; the units are {', '.join(Unit)}.")
    if not all(isinstance(stated[language], str) and stated[language].strip() for language in ("fr", "en")):
        raise InvalidWeightsError(f"{where} needs its sentences.")
    return Meaning(Unit(stated["unit"]), stated["fr"], stated["en"])
