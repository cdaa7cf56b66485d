"""A weights file that makes no sense is refused, naming what is wrong."""

import tomllib
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from api.services.weighing import default_weights
from matching.weights import InvalidWeightsError, weights_from

SHIPPED: dict[str, Any] = tomllib.loads((files("matching") / "weights.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("table", "key", "value", "message"),
    [
        ("score", "fit", 0.6, "must add up to 1"),
        ("score", "fit", "0.5", r"\[score\] fit must be a number"),
        ("score", "fit", -0.5, r"\[score\] fit must be a number"),
        ("score", "fit", True, r"\[score\] fit must be a number"),
        ("score", "origin", 0.0, r"origin: unknown in \[score\]"),
        ("fit", "words", [0.0, 1.0], "needs 9 numbers"),
        ("fit", "words", [9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0], "never fall"),
        ("fit", "own", "strong", r"\[fit\] own must be a number"),
        ("scale", "half_distance_km", 0, "above 0"),
        ("plan", "severity", [1, 2], "three numbers"),
        ("plan", "travel_hour", 0, "above 0"),
        ("travel", "walking_kmh", 0, "above 0"),
    ],
)
def test_nonsense_is_refused(table: str, key: str, value: object, message: str) -> None:
    tables = deepcopy(SHIPPED)
    tables[table][key] = value
    with pytest.raises(InvalidWeightsError, match=message):
        weights_from(tables)


def test_a_missing_key_is_named() -> None:
    tables = deepcopy(SHIPPED)
    del tables["plan"]["priority"]
    with pytest.raises(InvalidWeightsError, match=r"priority: missing from \[plan\]"):
        weights_from(tables)


def test_the_fingerprint_changes_with_any_weight() -> None:
    tables = deepcopy(SHIPPED)
    tables["scale"]["half_distance_km"] = 2.5
    assert weights_from(tables).fingerprint != default_weights().fingerprint
