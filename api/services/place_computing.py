"""Computes proposals of places outside any request: one at a time in a process, progress stored, stopped when asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from logging import getLogger

from sqlalchemy import Engine

from api.services.background import Background
from api.services.cohort_answer import ANSWER, SHARE, GroupShare, PosedPlaces, PosedShare, Share
from api.services.fairness import shown_groups
from api.services.sharing import share_places
from matching.catalogue import Catalogue
from matching.fairness import Group, Measure, Treatment, compare
from matching.weights import Weights
from network_data.repositories.shared_places_computed import SharedPlacesComputed
from network_data.tables import RunState

LOST_AFTER = timedelta(minutes=5)
"""A computation that was not heard of for so long has died with its process."""
_LOG = getLogger("maillage.places")
_STEP = 0.05
"""Progress is stored each time this much more of a stage is done."""


@dataclass(frozen=True, slots=True)
class AskedSharing:
    """A proposal to compute: stored under ``id``, with what it takes to answer it.

    ``labels``: the groups of each person. They stand beside the answer; nothing that shares the places reads them, and
    they are not stored.
    """

    id: str
    posed: PosedPlaces
    people: tuple[PosedShare, ...]
    labels: tuple[frozenset[Group], ...]
    catalogue: Catalogue
    weights: Weights


@dataclass
class PlaceComputing:
    """The computations of one process."""

    engine: Engine
    now: Callable[[], datetime]
    background: Background = field(default_factory=Background)

    def __post_init__(self) -> None:
        self._stored = SharedPlacesComputed(self.engine, self.now)

    def begin(self, asked: AskedSharing) -> None:
        """Has a question that is stored computed as soon as may be."""
        self.background.begin(partial(self._compute_safely, asked))

    def compute(self, asked: AskedSharing) -> None:
        """Computes it now, unless it was stopped before it began."""
        if not self._stored.began(asked.id):
            return
        hearing = _Hearing(self._stored, asked.id, self.background)
        found = share_places(asked.catalogue, asked.weights, asked.posed, asked.people, hearing)
        if found is None:
            self._stored.ended(asked.id, RunState.STOPPED)
            return
        answer = replace(found.answer, groups=fair_groups(asked.labels, found.shares))
        told = [SHARE.dump_python(share, mode="json") for share in found.shares]
        self._stored.answered(asked.id, ANSWER.dump_python(answer, mode="json"), told)

    def _compute_safely(self, asked: AskedSharing) -> None:
        try:
            self.compute(asked)
        except Exception:
            # Nobody waits for a thread: what went wrong is told in the log, and the page says that it did.
            _LOG.exception("Sharing places failed.")
            self._stored.ended(asked.id, RunState.FAILED)


class _Hearing:
    """Told how far a computation is; stores it now and then, and says whether to go on."""

    def __init__(self, stored: SharedPlacesComputed, shared_id: str, background: Background) -> None:
        self._stored, self._id, self._background = stored, shared_id, background
        self._last = ("", 0.0)

    def __call__(self, stage: str, done: float) -> bool:
        last_stage, last_done = self._last
        if stage == last_stage and done - last_done < _STEP:
            return True
        self._last = (stage, done)
        return not self._background.closing and self._stored.heard(self._id, stage, done)


def fair_groups(people: Sequence[frozenset[Group]], shares: Sequence[Share]) -> tuple[GroupShare, ...]:
    """The share of needs served in each group of ten people or more, beside everybody else's."""
    treated = [
        Treatment(
            groups, {Measure.COVERED: sum(line.service_id is not None for line in share.lines) / len(share.lines)}
        )
        for groups, share in zip(people, shares, strict=True)
        if share.lines
    ]
    receipt = compare(treated, shown_groups(treated))
    return tuple(
        GroupShare(
            *each.group,
            each.people,
            each.figures[Measure.COVERED].value,
            each.differences[Measure.COVERED].value,
            each.differences[Measure.COVERED].low,
            each.differences[Measure.COVERED].high,
        )
        for each in receipt.groups
        if Measure.COVERED in each.differences
    )
