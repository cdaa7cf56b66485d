"""The labels of real services, and the texts they are of."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.shared_data import shared

PARTS = sorted(Path(__file__).parent.glob("labels_*.toml"))
SAMPLE = {"labels_a": range(200), "labels_b": range(180, 380)}


@dataclass(frozen=True)
class Label:
    """The barriers that a reader found a service to be good for."""

    serves: tuple[str, ...]
    partly: tuple[str, ...]
    why: str = ""


def labels(part: Path) -> dict[str, Label]:
    """The labels of one part, by the id of the service; TOML itself refuses an id that comes twice."""
    table = tomllib.loads(part.read_text(encoding="utf-8"))
    return {service: Label(tuple(row.pop("serves")), tuple(row.pop("partly")), **row) for service, row in table.items()}


def texts() -> Mapping[str, tuple[str, str]]:
    """The name and summary of every real service by its id, in the order of the sample; skips where they are absent."""
    records = json.loads(shared("data/services_textes_2022.json").read_text(encoding="utf-8"))
    records.sort(key=lambda record: sha256(record["id"].encode()).hexdigest())
    return {record["id"]: (record["nom"].strip(), record["presentation_resume"].strip()) for record in records}
