"""Reads the weights file, and names the rules that every result was computed under."""

import tomllib
from functools import cache
from importlib.resources import files

from matching.weights import Weights, weights_from
from network_data.vocabulary import VOCABULARY_VERSION


@cache
def default_weights() -> Weights:
    """The weights shipped with the engine."""
    return weights_from(tomllib.loads((files("matching") / "weights.toml").read_text(encoding="utf-8")))


def rules_version(weights: Weights) -> str:
    """Changes with the vocabulary and with any weight."""
    return f"{VOCABULARY_VERSION}-{weights.fingerprint}"
