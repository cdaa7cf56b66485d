"""Reads the hand-written table of docs/personal-data.md: who gets what status from which route, about whom."""

from dataclasses import dataclass

from tests.architecture.source import ROOT

DOCUMENT = ROOT / "docs" / "personal-data.md"
ROUTES = "## Routes"
READINGS = "## What each reads of a person"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A route, asked about something: one's own, another's, or ``-`` when it is about nobody."""

    method: str
    route: str
    whose: str


def read_table(text: str) -> dict[Row, dict[str, str]]:
    """What each row says of each kind of asker.

    Raises:
        ValueError: a row is there twice, or has not one cell for each kind.
    """
    headings, *rows = _cells(text, ROUTES)
    table: dict[Row, dict[str, str]] = {}
    for cells in rows:
        row = Row(*cells[:3])
        if row in table or len(cells) != len(headings):
            raise ValueError(f"This row is there twice, or has too many or too few cells: {row}.")
        table[row] = dict(zip(headings[3:], cells[3:], strict=True))
    return table


def read_readings(text: str) -> dict[str, dict[str, str]]:
    """What may be read of a person, by what opens the file."""
    headings, *rows = _cells(text, READINGS)
    return {what: dict(zip(headings[1:], cells, strict=True)) for what, *cells in rows}


def _cells(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, the row of headings first; the line that draws the table is left out."""
    _, _, after = text.partition(f"\n{heading}\n")
    section, _, _ = after.partition("\n## ")
    lines = [line for line in section.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip().strip("`") for cell in line.strip("| ").split("|")] for line in lines]


def written(table: dict[Row, dict[str, str]], kinds: tuple[str, ...]) -> str:
    """The rows as the document writes them: what a failing test shows, to be read before it is pasted."""
    return "\n".join(
        f"| {row.method} | `{row.route}` | {row.whose} | " + " | ".join(cells[kind] for kind in kinds) + " |"
        for row, cells in sorted(table.items(), key=lambda item: (item[0].route, item[0].method))
    )
