"""Keeps what was proposed for a person: the question, the versions, the weights, the answer in ids and figures."""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from importlib.metadata import version

from pydantic import TypeAdapter

from api.services.match import MatchResult
from matching.catalogue import Catalogue
from matching.learning.evidence import expectations, requests_made
from matching.plan import Plan
from matching.problem import Problem
from matching.profile import Profile
from matching.replanning import Move
from matching.suggestions import Uncovered
from network_data.repositories.results import ResultRepository, ResultToKeep


@dataclass(frozen=True, slots=True)
class Question:
    """A problem without its network and weights.

    What was decided stands in the profile: services chosen, partners refused, order, number of faces, the plan kept.
    """

    profile: Profile


@dataclass(frozen=True, slots=True)
class AnsweredNeed:
    """What was proposed for one barrier: services with their scores, best first, or why there are none.

    ``addressing``: how many services of the network addressed the barrier at all.
    """

    barrier: str
    services: tuple[tuple[str, float], ...]
    uncovered: str | None
    addressing: int


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the plan."""

    barrier: str
    wave: int
    service_id: str
    alternative_service_id: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A result in ids and figures. ``facts``: a digest of what is known of each service that it speaks of.

    ``left``: barriers out of the plan, and why. ``moves``: those that changed since the plan kept, and why.
    ``requests``: of each of those services, a digest of the requests made to it, as they count on the day;
    ``expectations``: one of what all requests let one expect. None in what was kept before they were.
    """

    needs: tuple[AnsweredNeed, ...]
    steps: tuple[PlannedStep, ...]
    facts: dict[str, str]
    left: dict[str, str] | None = None
    moves: dict[str, str] | None = None
    requests: dict[str, str] | None = None
    expectations: str | None = None


QUESTION = TypeAdapter(Question)
ANSWER = TypeAdapter(Answer)


def engine_version() -> str:
    """The version of this software."""
    return version("maillage")


def answer_of(result: MatchResult, problem: Problem) -> Answer:
    """The answer that ``result`` gives to ``problem``."""
    catalogue = problem.catalogue
    needs = tuple(
        AnsweredNeed(
            found.need.barrier,
            tuple((each.service.id, each.score) for each in found.suggestions),
            _reason(found.uncovered) if found.uncovered else None,
            len(catalogue.index_of(found.need.barrier).rows),
        )
        for found in result.barriers
    )
    steps, on = _steps(result.plan), problem.profile.on
    named = sorted(_named(needs, steps))
    return Answer(
        needs,
        steps,
        facts={service_id: fact_digest(catalogue, service_id) for service_id in named},
        left={each.barrier: _reason(each) for each in result.plan.uncovered},
        moves={move.barrier: _told(move) for move in result.moves},
        requests={service_id: request_digest(catalogue, service_id, on) for service_id in named},
        expectations=_digest(expectations(catalogue.experience.on(on))),
    )


def _steps(plan: Plan) -> tuple[PlannedStep, ...]:
    return tuple(
        PlannedStep(
            step.need.barrier,
            step.wave,
            step.chosen.service.id,
            step.alternative.service.id if step.alternative else None,
        )
        for step in plan.steps
    )


def _named(needs: Iterable[AnsweredNeed], steps: Iterable[PlannedStep]) -> set[str]:
    proposed = {service_id for need in needs for service_id, _ in need.services}
    planned = {service_id for step in steps for service_id in (step.service_id, step.alternative_service_id)}
    return {service_id for service_id in proposed | planned if service_id}


def _reason(left: Uncovered) -> str:
    return f"{left.reason} {left.criterion or ''}".strip()


def _told(move: Move) -> str:
    return " ".join([move.reason, *(criterion.criterion for criterion in move.criteria)])


def fact_digest(catalogue: Catalogue, service_id: str) -> str:
    """Changes with anything that the engine knows of a service, of its partner or of the door one goes to."""
    row = catalogue.row_of[service_id]
    service, door = catalogue.services[row], catalogue.door_of(row)
    partner = catalogue.network.partners[service.partner_id]
    return _digest([asdict(service), asdict(partner), door.partner_id])


def request_digest(catalogue: Catalogue, service_id: str, on: date) -> str:
    """Changes with the requests made to a service, as they count on that day."""
    return _digest(requests_made(catalogue.experience.on(on), catalogue.row_of[service_id]))


@dataclass(frozen=True, slots=True)
class ResultKeeper:
    """Keeps the results shown to someone, so that what was proposed can be computed again.

    ``results`` reads; ``writing`` opens a transaction to keep one in.
    """

    results: ResultRepository
    writing: Callable[[], AbstractContextManager[ResultRepository]]

    def keep(self, person_id: str, problem: Problem, result: MatchResult) -> MatchResult:
        """The result under the id it is kept by; as it is for someone without needs, of whom nothing is proposed.

        The person's file is open to the asker. The same answer to the same question is kept once.
        """
        if not result.barriers:
            return result
        kept = _to_keep(problem, result)
        known = self.results.known(person_id, kept.fingerprint)
        if known is None:
            with self.writing() as results:
                known = results.keep(person_id, kept)
        return replace(result, result_id=known)


def _to_keep(problem: Problem, result: MatchResult) -> ResultToKeep:
    question, answer = Question(problem.profile), answer_of(result, problem)
    versions = (result.network_version, result.rules_version, engine_version())
    return ResultToKeep(
        _digest([versions, asdict(question), asdict(answer)]),
        *versions,
        problem=QUESTION.dump_python(question, mode="json"),
        weights=asdict(problem.weights),
        answer=ANSWER.dump_python(answer, mode="json"),
    )


def _digest(facts: object) -> str:
    """The same in every process: a set has no order of its own."""
    return sha256(json.dumps(facts, sort_keys=True, default=_plain).encode()).hexdigest()[:24]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
