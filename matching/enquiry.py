"""Why this service, or why not: its criteria, its score and its rank for each barrier of a person it addresses."""

from dataclasses import dataclass

import numpy as np

from matching.candidates import Candidates, distances, find_candidates
from matching.channels import ChannelMatch
from matching.eligibility import Status, overall
from matching.network import Service
from matching.problem import Problem
from matching.suggestions import Verdict, judge


@dataclass(frozen=True, slots=True)
class Answer:
    """One barrier: how the service addresses it, the verdict, and where it stands.

    ``rank`` counts from 1 among the ``out_of`` doors that can take the need; None when a criterion excludes the
    service, or when ``ahead_at_same_door``, another service of the same door, stands for it.
    """

    barrier: str
    match: ChannelMatch
    verdict: Verdict
    status: Status
    rank: int | None
    out_of: int
    ahead_at_same_door: str | None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Everything the engine has to say of one service for one person."""

    service: Service
    partner: str
    answers: tuple[Answer, ...]


def enquire(problem: Problem, service_id: str) -> Enquiry:
    """Why ``service_id`` is, or is not, proposed; no answer for barriers that it does not address.

    Raises:
        KeyError: the network has no such service.
    """
    row = problem.catalogue.row_of[service_id]
    candidates = find_candidates(problem)
    answers = (_answer(candidates, number, row) for number in range(len(problem.profile.needs)))
    return Enquiry(
        service=problem.catalogue.services[row],
        partner=problem.catalogue.door_of(row).name,
        answers=tuple(answer for answer in answers if answer is not None),
    )


def _answer(candidates: Candidates, number: int, row: int) -> Answer | None:
    problem = candidates.problem
    barrier = problem.profile.needs[number].barrier
    match = problem.catalogue.match_of(barrier, row)
    if match is None:
        return None
    kilometres = distances(problem.profile, problem.catalogue, np.array([row]))
    verdict = judge(candidates, row, match, float(kilometres[0]))
    status = overall(verdict.criteria)
    ranked = candidates.of_need(number)
    rank, ahead = None, None
    if status is not Status.NOT_MET:
        door = problem.catalogue.door[row]
        at = next(at for at in ranked if candidates.best.door[at] == door)
        standing_for = int(candidates.best.row[at])
        rank = at - ranked.start + 1 if standing_for == row else None
        ahead = None if standing_for == row else problem.catalogue.services[standing_for].id
    return Answer(barrier, match, verdict, status, rank, len(ranked), ahead)
