"""The same day and seed give the same demonstration, here and in any other process."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from network_data.demo import Demonstration, build_demonstration
from tests.unit.network_data.demo.building import SEEDS, TODAY, demonstration

ROOT = Path(__file__).resolve().parents[4]
_PRINT_DIGEST = """
from datetime import date
from network_data.demo import build_demonstration
from tests.unit.network_data.demo.test_reproducibility import digest
print(digest(build_demonstration(date(2026, 11, 22), 417)))
"""


def digest(built: Demonstration) -> str:
    """A fingerprint of every value of every row, in order."""
    rows = []
    for entry in fields(built):
        value = getattr(built, entry.name)
        several = value if isinstance(value, list) else [value]
        rows.append([row.model_dump(mode="json") if hasattr(row, "model_dump") else row for row in several])
    return sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_seed_gives_the_same_rows(seed: int) -> None:
    assert digest(build_demonstration(TODAY, seed)) == digest(demonstration(seed))


def test_another_seed_gives_other_rows() -> None:
    assert len({digest(demonstration(seed)) for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_with_another_hash_seed_gives_the_same_rows(hash_seed: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", _PRINT_DIGEST],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.strip() == digest(demonstration())


def test_every_date_moves_with_today() -> None:
    later = build_demonstration(TODAY + timedelta(days=100), 417)
    built = demonstration()
    assert [row.updated_on + timedelta(days=100) for row in built.services] == [
        row.updated_on for row in later.services
    ]
    assert [row.assessed_on + timedelta(days=100) for row in built.needs] == [row.assessed_on for row in later.needs]
    assert [row.until and row.until + timedelta(days=100) for row in built.papers] == [
        row.until for row in later.papers
    ]
