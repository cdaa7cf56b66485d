"""What somebody leaves for, and what may have become of it when they are asked."""

import tomllib
from enum import StrEnum

from network_data.vocabulary.loading import raw_text


class ExitKind(StrEnum):
    """What was found."""

    LASTING_JOB = "lasting_job"
    """A contract without end, or of six months and more."""
    SHORT_JOB = "short_job"
    TRAINING = "training"
    HOME = "home"
    """A home of their own, or lasting and accompanied."""
    OTHER = "other"


class ExitOutcome(StrEnum):
    """What became of it, as the person says."""

    HOLDS = "holds"
    CHANGED = "changed"
    """Another job, another home: still one."""
    ENDED = "ended"
    UNREACHED = "unreached"
    """Not an answer: to be asked again."""
    STOPPED = "stopped"
    """They wish to be left in peace, which ends the follow-up."""


ANSWERS = frozenset({ExitOutcome.HOLDS, ExitOutcome.CHANGED, ExitOutcome.ENDED})
EXIT_CLOCK = "after-exit"
"""The code of the clock that is about an exit."""
_RHYTHM = tomllib.loads(raw_text("after_exit"))["rhythm"]
EXIT_MONTHS: tuple[int, ...] = tuple(_RHYTHM["months"])
"""After how many months one asks."""
EXIT_GRACE: int = _RHYTHM["grace"]
