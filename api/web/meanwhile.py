"""Tells whoever sends a form what was written since they opened its page: nothing is done blindly, nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

VERSION = "version"
"""The field that says how many events the page had shown."""
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was written meanwhile: what, by whom, on which day."""

    words: str
    who: str
    day: date


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What changed since the page was opened, and the words that its reader had typed."""

    changes: Sequence[Change]
    written: Sequence[str] = ()


def version_shown(sent: str | None) -> int | None:
    """How many events the page had shown; None where its form does not say."""
    if sent is None or len(sent) > _LONGEST or not (sent.isascii() and sent.isdigit()):
        return None
    return int(sent)


def is_overtaken(sent: str | None, now: int) -> bool:
    """Whether something was written since the page was opened."""
    shown = version_shown(sent)
    return shown is not None and shown != now
