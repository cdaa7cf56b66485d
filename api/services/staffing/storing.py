"""Months and answers as JSON, and back: what it takes to show a run again, or to compute it again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from matching.staffing import StaffingProblem, StaffingResult, TradeOff


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """A problem whose travel, which JSON cannot key by pairs, stands apart."""

    problem: StaffingProblem
    travel: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer; for a reshuffle what it moved of the rest, for a curve its points."""

    result: StaffingResult
    share_moved: float | None = None
    curve: tuple[TradeOff, ...] = ()


_PROBLEM, _ANSWER = TypeAdapter(KeptProblem), TypeAdapter(KeptAnswer)


def problem_facts(problem: StaffingProblem) -> dict[str, Any]:
    """The problem as JSON holds it."""
    travel = tuple((one, other, minutes) for (one, other), minutes in sorted(problem.travel.items()))
    kept = KeptProblem(replace(problem, travel={}), travel)
    facts: dict[str, Any] = _PROBLEM.dump_python(kept, mode="json")
    return facts


def problem_from(facts: Mapping[str, Any]) -> StaffingProblem:
    """The problem that was kept.

    Raises:
        ValidationError: it means nothing to this version.
    """
    kept = _PROBLEM.validate_python(facts)
    return replace(kept.problem, travel={(one, other): minutes for one, other, minutes in kept.travel})


def answer_facts(answer: KeptAnswer) -> dict[str, Any]:
    """The answer as JSON holds it."""
    facts: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    return facts


def answer_from(facts: Mapping[str, Any]) -> KeptAnswer:
    """The answer that was kept.

    Raises:
        ValidationError: it means nothing to this version.
    """
    return _ANSWER.validate_python(facts)
