"""What changed since a plan was kept: for every barrier whose step is no longer the same, why."""

from dataclasses import dataclass, replace
from enum import StrEnum

from matching.candidates import Candidates
from matching.choice import Choice, solve
from matching.decisions import KeptStep
from matching.eligibility import Criterion, Status
from matching.offers import one_pair, refused_here, step_values
from matching.plan import Plan, Step
from matching.problem import Problem
from matching.suggestions import judge


class Reason(StrEnum):
    """Why a step is no longer what it was."""

    NEW_NEED = "new-need"
    """The kept plan had no step for it."""
    GONE_NEED = "gone-need"
    """The person no longer carries it, or a référent follows it now."""
    CLOSED = "closed"
    """The service is no longer in the network."""
    OTHER_WORK = "other-work"
    """The service no longer answers this barrier."""
    CRITERION = "criterion"
    """The person may no longer use it: ``criteria`` say why."""
    DECIDED = "decided"
    """It was decided since: this partner refused, or another one pinned."""
    BETTER = "better"
    """The plan as a whole is worth ``gain`` more with another, the price of a change paid."""
    FACES = "faces"
    """Keeping it would take more new partners than asked for."""
    LATER = "later"
    EARLIER = "earlier"
    """The same service, in another wave."""


@dataclass(frozen=True, slots=True)
class Move:
    """One barrier whose step changed: what it was (None: nothing), what it is (None: nothing), and why."""

    barrier: str
    reason: Reason
    before: KeptStep | None = None
    after: Step | None = None
    criteria: tuple[Criterion, ...] = ()
    gain: float = 0.0


def moves_since(candidates: Candidates, choice: Choice, plan: Plan) -> tuple[Move, ...]:
    """What changed between the plan kept before and ``plan``, made of ``choice``: in its order, then what left.

    Cost: one more exact choice for each step that a better one replaced.
    """
    before = {step.barrier: step for step in candidates.problem.decisions.kept}
    now = {step.need.barrier: step for step in plan.steps}
    found = [_change(before.get(barrier), step, candidates, choice) for barrier, step in now.items()]
    left = [_loss(step, candidates) for barrier, step in before.items() if barrier not in now]
    return tuple(move for move in [*found, *left] if move is not None)


def _change(before: KeptStep | None, step: Step, candidates: Candidates, choice: Choice) -> Move | None:
    barrier = step.need.barrier
    if before is None:
        return Move(barrier, Reason.NEW_NEED, after=step)
    if before.service_id != step.chosen.service.id:
        number = _number(candidates.problem, barrier)
        return _hindered(before, step, candidates, number) or _bettered(before, step, candidates, choice, number)
    if before.wave != step.wave:
        return Move(barrier, Reason.LATER if step.wave > before.wave else Reason.EARLIER, before, step)
    return None


def _loss(before: KeptStep, candidates: Candidates) -> Move:
    needs = candidates.problem.profile.needs
    carried = any(need.barrier == before.barrier and not need.followed_by for need in needs)
    hindered = _hindered(before, None, candidates, _number(candidates.problem, before.barrier)) if carried else None
    return hindered or Move(before.barrier, Reason.GONE_NEED, before)


def _number(problem: Problem, barrier: str) -> int:
    return next(number for number, need in enumerate(problem.profile.needs) if need.barrier == barrier)


def _hindered(before: KeptStep, step: Step | None, candidates: Candidates, number: int) -> Move | None:
    """Why the kept service cannot stand any more; None when it could."""
    problem, barrier = candidates.problem, before.barrier
    row = problem.catalogue.row_of.get(before.service_id)
    if row is None:
        return Move(barrier, Reason.CLOSED, before, step)
    if problem.catalogue.match_of(barrier, row) is None:
        return Move(barrier, Reason.OTHER_WORK, before, step)
    pair = one_pair(problem, number, row)
    if (step is not None and step.pinned) or refused_here(problem, pair)[0]:
        return Move(barrier, Reason.DECIDED, before, step)
    criteria = judge(candidates, barrier, row, float(pair.km[0])).criteria
    failed = tuple(criterion for criterion in criteria if criterion.status is Status.NOT_MET)
    return Move(barrier, Reason.CRITERION, before, step, failed) if failed else None


def _bettered(before: KeptStep, step: Step, candidates: Candidates, choice: Choice, number: int) -> Move:
    """By how much the plan is worth more than the best one that keeps this step."""
    problem = candidates.problem
    pair = one_pair(problem, number, problem.catalogue.row_of[before.service_id])
    eligible = candidates.eligible
    score = eligible.score[(eligible.need == number) & (eligible.row == pair.row[0])]
    worth = float(step_values(problem, replace(pair, score=score))[0]) + problem.weights.plan.move
    staying = solve(choice.posed.with_one_door(number, int(pair.door[0]), worth), choice.limit)
    if staying is None:
        return Move(before.barrier, Reason.FACES, before, step)
    best = solve(choice.posed, choice.limit)
    return Move(before.barrier, Reason.BETTER, before, step, gain=best.objective - staying.objective if best else 0.0)
