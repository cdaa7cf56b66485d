"""Reads the vocabulary's TOML files, shipped inside the package, into validated models."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

DATA = files("network_data.vocabulary") / "data"


class Entry(BaseModel):
    """One row of the vocabulary: immutable, and refusing any field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@cache
def raw_text(name: str) -> str:
    """The text of the data file ``name``.toml."""
    return (DATA / f"{name}.toml").read_text(encoding="utf-8")


def rows(name: str, table: str) -> list[dict[str, Any]]:
    """The rows of the array of tables ``table`` in the data file ``name``.toml."""
    found: list[dict[str, Any]] = tomllib.loads(raw_text(name))[table]
    return found
