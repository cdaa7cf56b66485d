"""The documents as text, and what they claim to exist: commands, settings, targets, files."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`((?:network_data|matching|api|tests|docs)/[\w./-]+)`")
_COMMAND = re.compile(r"\bmaillage ((?:[a-z]+)(?: [a-z][a-z-]+)?)")
_TARGET = re.compile(r"(?:`|^)make ([a-z-]+)", re.MULTILINE)
_SETTING = re.compile(r"\bMAILLAGE_[A-Z_]+\b")


def text_of(*documents: Path) -> str:
    """The text of all, one after the other."""
    return "\n".join(document.read_text(encoding="utf-8") for document in documents or DOCUMENTS)


def links(document: Path) -> Iterator[Path]:
    """The files of the repository that a document links to or names."""
    text = text_of(document)
    yield from (document.parent / link for link in _LINK.findall(text) if "://" not in link)
    yield from (ROOT / path for path in _PATH.findall(text))


def commands_named() -> set[str]:
    """What follows ``maillage`` in code, one word or two."""
    return set(_COMMAND.findall("\n".join(_code(text_of()))))


def targets_named() -> set[str]:
    """The targets of make that the documents name."""
    return set(_TARGET.findall("\n".join(_code(text_of()))))


def settings_named() -> set[str]:
    """The settings that the documents name."""
    return set(_SETTING.findall(text_of()))


def _code(text: str) -> Iterator[str]:
    """Blocks and spans of code; spans keep their opening mark."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    yield from blocks
    for block in blocks:
        text = text.replace(block, "")
    yield from re.findall(r"`[^`\n]+", text)


def python_examples(document: Path) -> list[str]:
    """The Python blocks of a document."""
    return re.findall(r"```python\n(.*?)```", text_of(document), re.DOTALL)
