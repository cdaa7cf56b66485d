"""The documents tell the truth: what exists is named, what is named exists, and the example runs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli import app
from api.settings import Settings
from network_data import tables
from tests.architecture.documents import (
    DOCUMENTS,
    commands_named,
    links,
    python_examples,
    settings_named,
    targets_named,
    text_of,
)
from tests.architecture.people_queries import PEOPLE_TABLES
from tests.architecture.source import ROOT

OF_THE_TESTS = {"MAILLAGE_NO_SKIP", "MAILLAGE_SCREENSHOTS"}


def commands(group: object, before: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of the command line, with its groups."""
    for name, command in getattr(group, "commands", {}).items():
        words = (*before, name)
        if hasattr(command, "commands"):
            yield from commands(command, words)
        else:
            yield " ".join(words)


COMMANDS = set(commands(get_command(app)))
SETTINGS = {f"MAILLAGE_{name.upper()}" for name in Settings.model_fields}
TARGETS = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_readme_shows_every_command() -> None:
    shown = text_of(ROOT / "README.md")
    assert {command for command in COMMANDS if f"maillage {command}" not in shown} == set()


def test_every_command_that_is_named_exists() -> None:
    groups = {command.split()[0] for command in COMMANDS if " " in command}
    named = {words if words.split()[0] in groups else words.split()[0] for words in commands_named()}
    assert named - COMMANDS == set()


def test_operations_name_every_setting_with_its_default() -> None:
    shown = text_of(ROOT / "docs" / "operations.md")
    for name, field in Settings.model_fields.items():
        default = "none" if field.default is None else f"`{str(field.default).lower()}`"
        assert f"| `MAILLAGE_{name.upper()}` | {default} |" in shown


def test_every_setting_that_is_named_exists() -> None:
    assert settings_named() <= SETTINGS | OF_THE_TESTS


def test_every_target_of_make_that_is_named_exists_and_the_main_ones_are_named() -> None:
    named = targets_named()
    assert named <= TARGETS
    assert {"demo", "test", "install", "check", "fix", "lock", "bench", "test-deep", "migration"} <= named


def test_the_page_on_personal_data_lists_everything_that_is_stored_of_a_person() -> None:
    shown = text_of(ROOT / "docs" / "personal-data.md")
    for name in sorted(PEOPLE_TABLES):
        table = getattr(tables, name).__table__
        assert f"`{table.name}`" in shown
        assert {column.name for column in table.columns if f"`{column.name}`" not in shown} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_a_document_links_to_or_names_exist(document: Path) -> None:
    assert [path for path in links(document) if not path.exists()] == []


def test_the_example_of_the_readme_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = python_examples(ROOT / "README.md")
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [line[2:] for line in example.splitlines() if line.startswith("# ")]
