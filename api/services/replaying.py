"""Computes a stored result again, and says whether it is identical, or what differs and what changed meanwhile."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from api.errors import NotFoundError
from api.i18n import say
from api.services.answer_differences import Difference, differences
from api.services.match import Matcher
from api.services.results import (
    ANSWER,
    QUESTION,
    Answer,
    Question,
    answer_of,
    engine_version,
    fact_digest,
    request_digest,
)
from api.services.weighing import default_weights, rules_version
from matching.catalogue import Catalogue
from matching.problem import Problem
from matching.weights import MEANING, InvalidWeightsError, Weights, weights_from
from network_data.repositories.results import ResultRepository
from network_data.tables import StoredResult
from network_data.vocabulary import BARRIERS, VOCABULARY_VERSION


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
    services addressed it then and do now, where that differs. ``requests``: services of which past requests, as they
    count on the day of the question, are others; ``expectations``: whether what all requests let one expect is.
    """

    versions: Versions
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()
    addressing: Mapping[str, tuple[int, int]] | None = None
    requests: tuple[str, ...] = ()
    expectations: bool = False

    @property
    def touched(self) -> bool:
        """Whether anything is known to have changed at all."""
        return bool(self.versions.changed or self.changed or self.gone or self.requests or self.expectations)


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
    catalogue = matcher.catalogues.current(matcher.session, stored.made_at.date())
    try:
        question, answer = QUESTION.validate_python(stored.problem), ANSWER.validate_python(stored.answer)
    except ValidationError:
        return _unreadable(stored, catalogue)
    profile = question.profile
    asked = [need.barrier for need in profile.needs] + [step.barrier for step in profile.decisions.kept]
    if not all(barrier in BARRIERS for barrier in asked):
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
        untouched = not (network.touched or engine.changed)
        same_words = self.stored.rules_version.startswith(VOCABULARY_VERSION)
        verdict = Verdict.DIFFERENT if found else Verdict.IDENTICAL
        if untouched and same_words and same_before is False:
            verdict = Verdict.DEFECT
        weights = changed_weights(self.stored.weights, asdict(default_weights()))
        return Replay(self.stored, verdict, found, network, rules, engine, weights, same_before)

    def _answer(self, matcher: Matcher, weights: Weights) -> Answer:
        problem = Problem(self.question.profile, self.catalogue, weights)
        return answer_of(matcher.answer(problem), problem)

    def _network(self, now: Answer) -> NetworkChange:
        known, facts = self.catalogue.row_of, self.then.facts
        kept = [service_id for service_id in facts if service_id in known]
        asked, on = self.then.requests or {}, self.question.profile.on
        before = {need.barrier: need.addressing for need in self.then.needs}
        counted = {need.barrier: (before[need.barrier], need.addressing) for need in now.needs}
        return NetworkChange(
            Versions(self.stored.network_version, self.catalogue.version),
            changed=tuple(each for each in kept if fact_digest(self.catalogue, each) != facts[each]),
            gone=tuple(each for each in facts if each not in known),
            arrived=tuple(each for each in now.facts if each not in facts),
            addressing={barrier: pair for barrier, pair in counted.items() if pair[0] != pair[1]},
            requests=tuple(
                each for each in kept if each in asked and request_digest(self.catalogue, each, on) != asked[each]
            ),
            expectations=self.then.expectations not in (None, now.expectations),
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
