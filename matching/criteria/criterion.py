"""What a criterion answers: met, not met or unknown, why, and the question to ask next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class Status(StrEnum):
    """The answer to one criterion, or to all of them."""

    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


class Criterion(NamedTuple):
    """One condition, its answer, and why.

    ``reason`` is a code (``<criterion>-...``) whose sentence ``api`` writes from ``parameters``; ``ask`` is the
    code of the question whose answer would settle an unknown.
    """

    criterion: str
    status: Status
    reason: str
    parameters: Mapping[str, Any] = MappingProxyType({})
    ask: str | None = None


def met(name: str, reason: str, **parameters: Any) -> Criterion:
    """The criterion ``name`` is met, for this reason."""
    return Criterion(name, Status.MET, f"{name}-{reason}", parameters)


def not_met(name: str, reason: str, **parameters: Any) -> Criterion:
    """The criterion ``name`` is not met, for this reason: the service is excluded."""
    return Criterion(name, Status.NOT_MET, f"{name}-{reason}", parameters)


def unknown(name: str, reason: str, ask: str, **parameters: Any) -> Criterion:
    """The criterion ``name`` cannot be told; ``ask`` is the question that would settle it."""
    return Criterion(name, Status.UNKNOWN, f"{name}-{reason}", parameters, ask=f"ask-{ask}")
