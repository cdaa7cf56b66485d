"""Keeps what was proposed for a person: the question, the versions, the weights, the answer in ids and figures."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib.metadata import version

from pydantic import TypeAdapter

from api.services.match import MatchResult
from matching.catalogue import Catalogue
from matching.problem import Problem
from matching.profile import Profile
from network_data.repositories.results import ResultRepository, ResultToKeep


@dataclass(frozen=True, slots=True)
class Question:
    """A problem without its network and weights; what was decided stands in the profile."""

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
    """A result in ids and figures. ``facts``: a digest of what is known of each service that it speaks of."""

    needs: tuple[AnsweredNeed, ...]
    steps: tuple[PlannedStep, ...]
    facts: dict[str, str]


QUESTION = TypeAdapter(Question)
ANSWER = TypeAdapter(Answer)


def engine_version() -> str:
    """The version of this software."""
    return version("maillage")


def answer_of(result: MatchResult, catalogue: Catalogue) -> Answer:
    """The answer that ``result`` gives, over the network it was computed on."""
    needs = tuple(
        AnsweredNeed(
            found.need.barrier,
            tuple((each.service.id, each.score) for each in found.suggestions),
            f"{found.uncovered.reason} {found.uncovered.criterion or ''}".strip() if found.uncovered else None,
            len(catalogue.index_of(found.need.barrier).rows),
        )
        for found in result.barriers
    )
    steps = tuple(
        PlannedStep(
            step.need.barrier,
            step.wave,
            step.chosen.service.id,
            step.alternative.service.id if step.alternative else None,
        )
        for step in result.plan.steps
    )
    named = {service_id for need in needs for service_id, _ in need.services}
    named |= {
        service_id for step in steps for service_id in (step.service_id, step.alternative_service_id) if service_id
    }
    return Answer(needs, steps, {service_id: fact_digest(catalogue, service_id) for service_id in sorted(named)})


def fact_digest(catalogue: Catalogue, service_id: str) -> str:
    """Changes with anything that the engine knows of a service, of its partner or of the door one goes to."""
    row = catalogue.row_of[service_id]
    service, door = catalogue.services[row], catalogue.door_of(row)
    partner = catalogue.network.partners[service.partner_id]
    return _digest([asdict(service), asdict(partner), door.partner_id])


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
    question, answer = Question(problem.profile), answer_of(result, problem.catalogue)
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
