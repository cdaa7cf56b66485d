"""The main job: suggestions for every barrier and one plan, for a profile or for a stored person."""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from sqlmodel import Session

from api.services.catalogues import Catalogues
from api.services.weighing import default_weights, rules_version
from matching.candidates import Candidates
from matching.choice import choose
from matching.leading import find_leading
from matching.plan import Plan, plan_of
from matching.problem import Problem
from matching.profile import Profile
from matching.questions import Question, rank_questions
from matching.replanning import Move, moves_since
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
    moves: tuple[Move, ...] = ()
    """What changed since a plan was kept."""


def match(problem: Problem, rules: str, candidates: Candidates | None = None) -> MatchResult:
    """Suggestions and plan of ``problem``, from one set of candidates; both empty for someone without needs."""
    answer = MatchResult(_result_id(problem, rules), problem.catalogue.version, rules, (), NOTHING_TO_PLAN)
    if not problem.profile.needs:
        return answer
    found = candidates or find_leading(problem)
    choice = choose(found)
    plan = plan_of(found, choice)
    moves = moves_since(found, choice, plan) if problem.decisions.kept else ()
    return replace(answer, barriers=explain_best(found), plan=plan, moves=moves)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches profiles with the network as ``session`` sees it, under the weights in force."""

    session: Session
    catalogues: Catalogues

    def problem(self, profile: Profile) -> Problem:
        """The question that ``profile`` asks of the network."""
        return Problem(profile, self.catalogues.current(self.session, profile.on), default_weights())

    def match(self, profile: Profile) -> MatchResult:
        """Suggestions and plan for ``profile``."""
        return self.answer(self.problem(profile))

    @staticmethod
    def answer(problem: Problem, candidates: Candidates | None = None) -> MatchResult:
        """Suggestions and plan for a ``problem`` posed by ``problem()``, among all its ``candidates`` if at hand."""
        return match(problem, rules_version(problem.weights), candidates)

    def questions(self, profile: Profile) -> tuple[Question, ...]:
        """The questions to ask, those whose answer would open most first."""
        return rank_questions(find_leading(self.problem(profile))) if profile.needs else ()


def _result_id(problem: Problem, rules: str) -> str:
    """The same question of the same network under the same rules has the same id; it tells nothing of the profile."""
    asked = json.dumps(asdict(problem.profile), sort_keys=True, default=_plain)
    return sha256(f"{asked}|{problem.catalogue.version}|{rules}".encode()).hexdigest()[:24]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
