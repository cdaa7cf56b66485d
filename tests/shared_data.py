"""The reference data that may lie beside the repository: real files to test with, never committed to it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """The file ``path`` of the reference data; skips the test where their folder is absent."""
    if not SHARED.is_dir():
        pytest.skip("The reference data are absent: no folder `shared` beside the repository.")
    return SHARED / path
