"""The main job: suggestions for every barrier and one plan, for a profile or for a stored person."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlmodel import Session

from api.services.catalogues import Catalogues
from api.services.weighing import default_weights, rules_version
from matching.leading import find_leading
from matching.plan import Plan, make_plan
from matching.problem import Problem
from matching.profile import Profile
from matching.questions import Question, rank_questions
from matching.suggestions import BarrierSuggestions, explain_best

NOTHING_TO_PLAN = Plan(steps=(), uncovered=(), followed=(), objective=0.0, optimal=True)


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What the engine proposes, with what it takes to compute it again."""

    result_id: str
    network_version: str
    rules_version: str
    barriers: tuple[BarrierSuggestions, ...]
    plan: Plan


def match(problem: Problem, rules: str) -> MatchResult:
    """Suggestions and plan of ``problem``, from one set of candidates; both empty for someone without needs."""
    candidates = find_leading(problem) if problem.profile.needs else None
    return MatchResult(
        result_id=_result_id(problem, rules),
        network_version=problem.catalogue.version,
        rules_version=rules,
        barriers=explain_best(candidates) if candidates else (),
        plan=make_plan(candidates) if candidates else NOTHING_TO_PLAN,
    )


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches profiles with the network as ``session`` sees it, under the weights in force."""

    session: Session
    catalogues: Catalogues

    def problem(self, profile: Profile) -> Problem:
        """The question that ``profile`` asks of the network."""
        return Problem(profile, self.catalogues.current(self.session), default_weights())

    def match(self, profile: Profile) -> MatchResult:
        """Suggestions and plan for ``profile``."""
        return self.answer(self.problem(profile))

    @staticmethod
    def answer(problem: Problem) -> MatchResult:
        """Suggestions and plan for a ``problem`` posed by ``problem()``."""
        return match(problem, rules_version(problem.weights))

    def questions(self, profile: Profile) -> tuple[Question, ...]:
        """The questions to ask, those whose answer would open most first."""
        return rank_questions(find_leading(self.problem(profile))) if profile.needs else ()


def _result_id(problem: Problem, rules: str) -> str:
    """The same question of the same network under the same rules has the same id; it tells nothing of the profile."""
    asked = json.dumps(asdict(problem.profile), sort_keys=True, default=_plain)
    return sha256(f"{asked}|{problem.catalogue.version}|{rules}".encode()).hexdigest()[:24]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
