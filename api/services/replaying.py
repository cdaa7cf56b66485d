"""Computes a stored result again, and says whether it is identical, or what differs and what changed meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from math import isclose
from typing import Any

from pydantic import ValidationError

from api.errors import NotFoundError
from api.i18n import say
from api.services.match import Matcher
from api.services.results import (
    ANSWER,
    QUESTION,
    Answer,
    AnsweredNeed,
    Question,
    answer_of,
    engine_version,
    fact_digest,
)
from api.services.weighing import default_weights, rules_version
from matching.catalogue import Catalogue
from matching.problem import Problem
from matching.weights import MEANING, InvalidWeightsError, Weights, weights_from
from network_data.repositories.results import ResultRepository
from network_data.tables import StoredResult
from network_data.vocabulary import BARRIERS, VOCABULARY_VERSION

_SAME_SCORE = 1e-9


class Verdict(StrEnum):
    """How a result compares with what it was."""

    IDENTICAL = "identical"
    DIFFERENT = "different"
    """Something it depends on has changed since, and so has the answer."""
    DEFECT = "defect"
    """Nothing it depends on has changed, and the answer is another: the engine is at fault."""
    UNREADABLE = "unreadable"
    """What was kept means nothing to this version of the software."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of the answer about one barrier: ``first``, ``suggestions``, ``scores``, ``uncovered``, ``step``..."""

    what: str
    barrier: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """A version then and now."""

    then: str
    now: str

    @property
    def changed(self) -> bool:
        """Whether they differ."""
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """What is known to have changed in the network: only of the services that the result speaks of.

    ``arrived``: services of the answer of today that the result did not name. ``addressing``: by barrier, how many
    services addressed it then and do now, where that differs.
    """

    versions: Versions
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()
    addressing: Mapping[str, tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored result beside the same question asked of today's network, rules and engine.

    ``weights``: those that changed, by name, then and now. ``same_with_former_weights``: whether the answer is
    identical once the weights of then are put back; None where they mean nothing to this version.
    """

    stored: StoredResult
    verdict: Verdict
    differences: tuple[Difference, ...]
    network: NetworkChange
    rules: Versions
    engine: Versions
    weights: Mapping[str, tuple[Any, Any]]
    same_with_former_weights: bool | None


def replay(results: ResultRepository, matcher: Matcher, result_id: str) -> Replay:
    """The result ``result_id``, computed again for the day it was asked.

    Raises:
        NotFoundError: there is no such result, or it is not the asker's: the two are told alike.
    """
    stored = results.find(result_id)
    if stored is None:
        raise NotFoundError(
            say(
                "Ce résultat n’est pas gardé, ou n’est pas à vous. Un profil envoyé n’est jamais gardé : pour le "
                "rejouer, envoyez-le de nouveau."
            )
        )
    catalogue = matcher.catalogues.current(matcher.session)
    try:
        question, answer = QUESTION.validate_python(stored.problem), ANSWER.validate_python(stored.answer)
    except ValidationError:
        return _unreadable(stored, catalogue)
    if not all(need.barrier in BARRIERS for need in question.profile.needs):
        return _unreadable(stored, catalogue)
    return _Comparison(stored, question, answer, catalogue).replay(matcher)


def _unreadable(stored: StoredResult, catalogue: Catalogue) -> Replay:
    network = NetworkChange(Versions(stored.network_version, catalogue.version))
    return Replay(stored, Verdict.UNREADABLE, (), network, *_versions(stored), {}, None)


def _versions(stored: StoredResult) -> tuple[Versions, Versions]:
    return (
        Versions(stored.rules_version, rules_version(default_weights())),
        Versions(stored.engine_version, engine_version()),
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    stored: StoredResult
    question: Question
    then: Answer
    catalogue: Catalogue

    def replay(self, matcher: Matcher) -> Replay:
        now = self._answer(matcher, default_weights())
        former = former_weights(self.stored.weights)
        same_before = None if former is None else not differences(self.then, self._answer(matcher, former))
        found, network = differences(self.then, now), self._network(now)
        rules, engine = _versions(self.stored)
        untouched = not (network.versions.changed or network.changed or network.gone or engine.changed)
        same_words = self.stored.rules_version.startswith(VOCABULARY_VERSION)
        verdict = Verdict.DIFFERENT if found else Verdict.IDENTICAL
        if untouched and same_words and same_before is False:
            verdict = Verdict.DEFECT
        weights = changed_weights(self.stored.weights, asdict(default_weights()))
        return Replay(self.stored, verdict, found, network, rules, engine, weights, same_before)

    def _answer(self, matcher: Matcher, weights: Weights) -> Answer:
        problem = Problem(self.question.profile, self.catalogue, weights)
        return answer_of(matcher.answer(problem), self.catalogue)

    def _network(self, now: Answer) -> NetworkChange:
        known, facts = self.catalogue.row_of, self.then.facts
        kept = [service_id for service_id in facts if service_id in known]
        before = {need.barrier: need.addressing for need in self.then.needs}
        counted = {need.barrier: (before[need.barrier], need.addressing) for need in now.needs}
        return NetworkChange(
            Versions(self.stored.network_version, self.catalogue.version),
            changed=tuple(each for each in kept if fact_digest(self.catalogue, each) != facts[each]),
            gone=tuple(each for each in facts if each not in known),
            arrived=tuple(each for each in now.facts if each not in facts),
            addressing={barrier: pair for barrier, pair in counted.items() if pair[0] != pair[1]},
        )


def former_weights(kept: Mapping[str, Any]) -> Weights | None:
    """The weights of then, or None when this version knows others."""
    if set(kept) != {each.name for each in fields(Weights)}:
        return None
    try:
        return weights_from({**kept, MEANING: {}})
    except InvalidWeightsError:
        return None


def changed_weights(then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The weights that differ, by name, with what they were and are; None where there was or is none."""
    before, after = _flat(then), _flat(now)
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _flat(tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"{table}.{key}": list(value) if isinstance(value, list | tuple) else value
        for table, weights in tables.items()
        for key, value in weights.items()
    }


def differences(then: Answer, now: Answer) -> tuple[Difference, ...]:
    """What differs from one answer to the other, barrier by barrier; scores within 1e-9 are the same."""
    found: list[Difference] = []
    after = {need.barrier: need for need in now.needs}
    for need in then.needs:
        found += _of_need(need, after[need.barrier])
    return (*found, *_of_steps(then, now))


def _of_need(then: AnsweredNeed, now: AnsweredNeed) -> Iterator[Difference]:
    before, after = [each for each, _ in then.services], [each for each, _ in now.services]
    if before[:1] != after[:1]:
        yield Difference("first", then.barrier, *(listed[0] if listed else None for listed in (before, after)))
    elif before != after:
        yield Difference("suggestions", then.barrier, " ".join(before), " ".join(after))
    elif not all(
        isclose(old, new, abs_tol=_SAME_SCORE) for (_, old), (_, new) in zip(then.services, now.services, strict=True)
    ):
        scores = [" ".join(f"{score:.6f}" for _, score in need.services) for need in (then, now)]
        yield Difference("scores", then.barrier, *scores)
    if then.uncovered != now.uncovered:
        yield Difference("uncovered", then.barrier, then.uncovered, now.uncovered)


def _of_steps(then: Answer, now: Answer) -> Iterator[Difference]:
    before, after = ({step.barrier: step for step in answer.steps} for answer in (then, now))
    for barrier in [*before, *(each for each in after if each not in before)]:
        old, new = before.get(barrier), after.get(barrier)
        if old is None or new is None or old.service_id != new.service_id:
            yield Difference("step", barrier, *(step.service_id if step else None for step in (old, new)))
        elif old.wave != new.wave:
            yield Difference("wave", barrier, str(old.wave), str(new.wave))
        elif old.alternative_service_id != new.alternative_service_id:
            yield Difference("alternative", barrier, old.alternative_service_id, new.alternative_service_id)
