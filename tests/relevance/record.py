"""Writes down the hard cases that the engine still gets wrong: ``python -m tests.relevance.record``."""

import json
from pathlib import Path

from tests.relevance.hard_cases import KINDS, hard_cases
from tests.relevance.measure import missed

HEADING = "# Hard cases still wrong, by kind: -barrier is served and not proposed, +barrier a trap that is proposed.\n"


def recorded() -> str:
    """The file's text, from the engine as it is."""
    lines = [HEADING]
    for kind in KINDS:
        wrong = [(case.name, missed(case)) for case in hard_cases(kind)]
        lines += [f"\n[{kind.stem}]\n"] + [
            f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(found)}\n" for name, found in wrong if found
        ]
    return "".join(lines)


if __name__ == "__main__":
    Path(__file__).with_name("known_failures.toml").write_text(recorded(), encoding="utf-8")
