"""The requests of a network as columns, and which of them say something of the partner on a given day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from matching.columns import ABSENT, Bools, Ints, days, whole_numbers
from matching.network import PastRequest
from network_data.vocabulary import BARRIERS, EndedBy

HORIZON_DAYS = 60
"""An answer counts when it comes within so many days; silence counts as so many."""
MEMORY_DAYS = 730
"""Requests older than that are forgotten: teams change."""

_BARRIER_NUMBER = {code: number for number, code in enumerate(BARRIERS)}
_WITHDRAWN = frozenset(EndedBy) - {EndedBy.PARTNER}


@dataclass(frozen=True, slots=True)
class RequestColumns:
    """One entry per request, by service: its position among those ever asked, the barrier, and days as ordinals.

    ``number_of_row``: for each service of the network that position, -1 where nobody ever asked; ``asked``: how many
    were. ``withdrawn_on``: when somebody other than the partner ended it. ``accepted``, ``started``: 1, 0, ``ABSENT``.
    """

    number_of_row: Ints
    asked: int
    service: Ints
    barrier: Ints
    asked_on: Ints
    answered_on: Ints
    withdrawn_on: Ints
    accepted: Ints
    started: Ints

    @classmethod
    def of(cls, requests: Sequence[PastRequest], row_of: Mapping[str, int], gated: Bools) -> "RequestColumns":
        """The columns of ``requests``.

        Left out: what is asked through a gate, where a file is handed in and nobody owes an answer; services that the
        network no longer has.
        """
        known = [
            request
            for request in requests
            if request.service_id in row_of
            and request.barrier in _BARRIER_NUMBER
            and not gated[row_of[request.service_id]]
        ]
        known.sort(key=lambda request: row_of[request.service_id])
        row = np.array([row_of[request.service_id] for request in known], dtype=np.int64)
        rows, service = np.unique(row, return_inverse=True)
        number_of_row = np.full(len(gated), -1, dtype=np.int32)
        number_of_row[rows] = np.arange(len(rows))
        withdrawn = [request.ended_on if request.ended_by in _WITHDRAWN else None for request in known]
        return cls(
            number_of_row=number_of_row,
            asked=len(rows),
            service=service.astype(np.int64),
            barrier=np.array([_BARRIER_NUMBER[request.barrier] for request in known], dtype=np.int64),
            asked_on=days([request.asked_on for request in known]),
            answered_on=days([request.answered_on for request in known]),
            withdrawn_on=days(withdrawn),
            accepted=whole_numbers([request.accepted for request in known]),
            started=whole_numbers([request.started for request in known]),
        )


@dataclass(frozen=True, slots=True)
class Observed:
    """The requests that count on a day, one entry each, by service.

    ``waited``: days until the answer or, where none came, days without one until today. ``mature``: asked at least
    ``HORIZON_DAYS`` ago, so that whether it is answered in time is settled.
    """

    service: Ints
    barrier: Ints
    asked_on: Ints
    waited: Ints
    answered: Bools
    mature: Bools
    accepted: Ints
    started: Ints

    def of_service(self, number: int) -> "Observed":
        """Those of one service."""
        first, end = np.searchsorted(self.service, (number, number + 1)).tolist()
        return Observed(*(getattr(self, column.name)[first:end] for column in fields(self)))


def observed_on(columns: RequestColumns, on: int) -> Observed:
    """What counts on day ``on`` (an ordinal): what happened before it, so that nothing changes in the course of a day.

    A request ended without an answer by the person, an absence or whoever asked, before ``HORIZON_DAYS`` of silence,
    is left out: the partner owes nothing. What comes after an answer, or after that silence, changes nothing.
    """
    asked, answered_on = columns.asked_on, columns.answered_on
    age = on - asked
    answered = (answered_on != ABSENT) & (answered_on < on)
    gone = (columns.withdrawn_on != ABSENT) & (columns.withdrawn_on < on)
    withdrawn = gone & (columns.withdrawn_on - asked < HORIZON_DAYS) & ~answered
    counts = (age > 0) & (age <= MEMORY_DAYS) & ~withdrawn
    return Observed(
        service=columns.service[counts],
        barrier=columns.barrier[counts],
        asked_on=asked[counts],
        waited=np.where(answered, np.maximum(answered_on - asked, 0), age)[counts],
        answered=answered[counts],
        mature=(age >= HORIZON_DAYS)[counts],
        accepted=np.where(answered, columns.accepted, ABSENT)[counts],
        started=np.where(answered, columns.started, ABSENT)[counts],
    )
