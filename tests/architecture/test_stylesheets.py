"""Stylesheets are whole: a brace left open silences every rule after it, and no browser says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import api.web

STYLESHEETS = sorted((Path(api.web.__file__).parent / "static").glob("*.css"))


def rules(text: str) -> Iterator[tuple[int, int]]:
    """Each line's number, and how deep the rules are nested after it."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        depth += line.count("{") - line.count("}")
        yield number, depth


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda path: path.name)
def test_every_rule_is_closed_before_the_next_section(stylesheet: Path) -> None:
    text = stylesheet.read_text(encoding="utf-8")
    depths = dict(rules(text))
    sections = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("/*")]
    assert [number for number in sections if depths[number] != 0] == []
    assert depths[max(depths)] == 0
    assert min(depths.values()) == 0
