"""What is said of a service for a barrier, whoever asks: people of a territory are shown the same few hundred."""

from collections.abc import Mapping
from typing import NamedTuple

from matching.channels import ChannelMatch
from matching.doors import Door
from matching.learning.record import TrackRecord, track_record
from matching.network import Service
from matching.problem import Problem
from matching.scoring import settled_components

MOST_KEPT = 4096
"""Kept as objects for a day, at about half a kilobyte each."""


class Presented(NamedTuple):
    """A service, where one asks for it, how it addresses the barrier, and the components that are the same for all.

    ``track``: past requests; None behind a gate, and where the network has none at all.
    """

    service: Service
    door: Door
    match: ChannelMatch
    settled: Mapping[str, float]
    track: TrackRecord | None


def presented(problem: Problem, barrier: str, row: int) -> Presented:
    """The service at ``row``, one of those indexed for ``barrier``, on the day of the problem.

    Raises:
        LookupError: it does not address the barrier.
    """
    kept = problem.day.presented
    found: Presented | None = kept.get((barrier, row))
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[barrier, row] = _presented(problem, barrier, row)
    return found


def _presented(problem: Problem, barrier: str, row: int) -> Presented:
    catalogue, weights, on = problem.catalogue, problem.weights, problem.profile.on
    match, service, learned = catalogue.match_of(barrier, row), catalogue.services[row], catalogue.experience.on(on)
    if match is None:
        raise LookupError(f"The service at row {row} does not address {barrier}.")
    fit = weights.fit.of(match.tag, match.grade)
    return Presented(
        service=service,
        door=catalogue.door_of(row),
        match=match,
        settled=settled_components(service, fit, learned.estimate(barrier, row), on, weights),
        track=None if catalogue.gated[row] else track_record(learned, barrier, row),
    )
