"""The hard cases: fictitious services written to mislead whoever reads words or codes instead of the text."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILES = sorted((Path(__file__).parent / "hard_cases").glob("*.toml"))
ASIDE = [kind for kind in FILES if kind.stem.endswith("_aside")]
"""Kept aside: reported on, never read to tune the engine."""
KINDS = [kind for kind in FILES if kind not in ASIDE]


@dataclass(frozen=True)
class HardCase:
    """A fictitious service, and the barriers it serves, touches, or only seems to serve.

    ``traps`` are the barriers that a word, a code or a network of the service suggests wrongly.
    """

    name: str
    description: str
    thematiques: tuple[str, ...]
    networks: tuple[str, ...]
    serves: tuple[str, ...]
    partly: tuple[str, ...]
    traps: tuple[str, ...]
    why: str


def hard_cases(kind: Path) -> list[HardCase]:
    """The cases of one file; ``KeyError`` where a case lacks one of its eight fields."""
    return [
        HardCase(
            name=row["name"],
            description=row["description"],
            thematiques=tuple(row["thematiques"]),
            networks=tuple(row["networks"]),
            serves=tuple(row["serves"]),
            partly=tuple(row["partly"]),
            traps=tuple(row["not"]),
            why=row["why"],
        )
        for row in tomllib.loads(kind.read_text(encoding="utf-8"))["case"]
    ]
