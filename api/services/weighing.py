"""Reads the weights file, and names the rules that every result was computed under."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from matching.weight_meanings import Explained, explained
from matching.weights import Weights, weights_from
from network_data.vocabulary import VOCABULARY_VERSION


@cache
def default_tables() -> Mapping[str, Mapping[str, Any]]:
    """The weights file shipped with the engine, table by table."""
    return tomllib.loads((files("matching") / "weights.toml").read_text(encoding="utf-8"))


@cache
def default_weights() -> Weights:
    """The weights shipped with the engine, each of which has its meaning."""
    explained_weights()
    return weights_from(default_tables())


@cache
def explained_weights() -> tuple[Explained, ...]:
    """The same one by one, with what each means."""
    return explained(default_tables())


def rules_version(weights: Weights) -> str:
    """Changes with the vocabulary and with any weight."""
    return f"{VOCABULARY_VERSION}-{weights.fingerprint}"
