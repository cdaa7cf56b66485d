"""The main job: suggestions for every barrier and one plan, for a profile or for a stored person."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from matching.candidates import find_candidates
from matching.plan import Plan, make_plan
from matching.problem import Problem
from matching.suggestions import BarrierSuggestions, explain_best


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What the engine proposes, with what it takes to compute it again."""

    result_id: str
    network_version: str
    rules_version: str
    barriers: tuple[BarrierSuggestions, ...]
    plan: Plan


def match(problem: Problem, rules: str) -> MatchResult:
    """Suggestions and plan of ``problem``, computed from one set of candidates."""
    candidates = find_candidates(problem)
    return MatchResult(
        result_id=_result_id(problem, rules),
        network_version=problem.catalogue.version,
        rules_version=rules,
        barriers=explain_best(candidates),
        plan=make_plan(candidates),
    )


def _result_id(problem: Problem, rules: str) -> str:
    """The same question of the same network under the same rules has the same id; it tells nothing of the profile."""
    asked = json.dumps(asdict(problem.profile), sort_keys=True, default=_plain)
    return sha256(f"{asked}|{problem.catalogue.version}|{rules}".encode()).hexdigest()[:24]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
