"""Computes a kept month again, and says whether the answer is the same."""

from dataclasses import dataclass

from api.errors import InvalidRequestError
from api.i18n import say
from api.services.results import engine_version
from api.services.staffing.desk import ReadRun
from api.services.staffing.scenarios import play
from matching.staffing import Limits


@dataclass(frozen=True, slots=True)
class ReplayedMonth:
    """Whether a run gives the same month, by which versions, and whether it can be expected to."""

    identical: bool
    then: str
    now: str
    replayable: bool
    half_days_that_differ: int


def replay_month(read: ReadRun) -> ReplayedMonth:
    """The same question asked again, with the same effort.

    Raises:
        InvalidRequestError: the run has no answer.
    """
    if read.answer is None:
        raise InvalidRequestError(say("Ce calcul n’a pas de réponse à comparer."))
    then, now = read.answer.result, play(read.problem, read.scenario, Limits(read.run.effort)).result
    differing = set(then.cells) ^ set(now.cells)
    same = not differing and (then.status, then.levels) == (now.status, now.levels)
    return ReplayedMonth(same, read.run.engine_version, engine_version(), then.replayable, len(differing))
