"""Reads the demonstration's data files, shipped inside the package."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

_DATA = files("network_data.demo") / "data"


class Recipe(BaseModel):
    """One row of a data file: immutable, and refusing any field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@cache
def read(name: str) -> dict[str, Any]:
    """The content of the data file ``name``.toml."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def read_folder(name: str, table: str) -> list[dict[str, Any]]:
    """The rows of ``table`` in every file of the folder ``name``, files in the order of their names."""
    names = sorted(entry.name.removesuffix(".toml") for entry in (_DATA / name).iterdir())
    return [row for file in names for row in read(f"{name}/{file}")[table]]
