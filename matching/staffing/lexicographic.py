"""Solves levels one after the other: each starts from the last answer and keeps what the levels before it reached."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from math import floor
from typing import Generic, NamedTuple, Protocol, TypeVar

from ortools.sat.python import cp_model

from matching.staffing.budget import FOUND, Budget
from matching.staffing.levels import Level, Progress, Tell

SHARE = 2.0
"""How much more than an equal part of what is left a level may take: most take far less."""
UNKNOWN = 10**12
"""An upper bound where none is known beforehand."""
Hints = Mapping[cp_model.IntVar, int]
Answer = TypeVar("Answer")


class Searchable(Protocol[Answer]):
    """A model whose solutions are answers of one kind."""

    @property
    def model(self) -> cp_model.CpModel:
        """The model itself, to which levels are added."""

    def hint(self, answer: Answer) -> Hints:
        """The answer as values of the variables that it decides."""

    def read(self, solver: cp_model.CpSolver) -> Answer:
        """The answer that the solver found."""


class Sharper(NamedTuple):
    """Another expression worth the same as a goal's, and the values of its variables on the best answer."""

    expression: cp_model.LinearExprT
    hints: Hints


@dataclass(frozen=True, slots=True)
class Goal(Generic[Answer]):
    """One level: what is maximised, its value on an answer, and the values of its own variables there.

    ``rank`` is how many of the worst are added up, nought for a plain sum; ``most`` cannot be exceeded. ``sharpen``
    adds to a copy of the model what is easier to prove than ``expression`` where each sum before it in the level was
    proven, given the best answer; it returns None when nothing can be better.
    """

    level: str
    rank: int
    tolerance: float
    expression: cp_model.LinearExprT
    value: Callable[[Answer], int]
    hint: Callable[[Answer], Hints]
    most: int = UNKNOWN
    sharpen: Callable[[cp_model.CpModel, Answer], Sharper | None] | None = None


class InfeasibleError(Exception):
    """The hard constraints cannot all hold; ``matching.staffing.conflicts`` says which."""


@dataclass(slots=True)
class Search(Generic[Answer]):
    """What is left to spend, the best answer so far, and what was said of each level."""

    built: Searchable[Answer]
    budget: Budget
    tell: Tell
    effort: float
    """What the budget's effort may come to in this search."""
    share: float = 1.0
    """Of the budget's time, what may be over when this search ends."""
    best: Answer | None = None
    levels: list[Level] = field(default_factory=list)
    polish: Callable[[Answer], Answer] | None = None
    """Gives another answer for one that was found, better on later levels if may be, that breaks no rule."""
    sums: bool = True
    """Whether sums of the worst are raised here, or taken as the start has them."""
    tight: bool = False
    """Whether goals are sharpened and every constraint goes into the linear relaxation: slower, far fewer steps."""
    _least: list[tuple[Goal[Answer], int, int]] = field(default_factory=list)
    _strict: list[tuple[cp_model.Constraint, int]] = field(default_factory=list)

    def climb(self, goals: Iterable[Goal[Answer]], total: int, running: Answer | None) -> None:
        """Maximises each goal in turn; ``running`` is a feasible answer below which no level yields.

        Within a level the sums of the worst are kept strictly; the next level may then use the tolerance.

        Raises:
            InfeasibleError: there is no answer at all.
        """
        following = iter(goals)
        for done in count():
            # A level is made only when there is time for it: the largest take seconds to make.
            if self.best is not None and self.budget.is_over(self.share):
                return
            goal = next(following, None)
            if goal is None or (self._stopping(Progress(done, total, goal.level)) and self.best is not None):
                return
            if self.levels and self.levels[-1].name != goal.level:
                self.loosen()
            bound = goal.most if self._is_settled(goal) else self.improve(goal, total - done)
            if self.best is None:
                return
            value = goal.value(self.best)
            self.levels.append(Level(goal.level, goal.rank, value, max(bound, value), value >= bound))
            kept = value - floor(abs(value) * goal.tolerance / 100)
            if running is not None:
                kept = max(kept, min(value, goal.value(running)))
            self._least.append((goal, value, kept))
            self._strict.append((self.built.model.add(goal.expression >= value), value - kept))

    @property
    def proven(self) -> bool:
        """Whether every level was, and none was left out."""
        return self.budget.replayable and all(level.proven for level in self.levels)

    def _stopping(self, progress: Progress) -> bool:
        if not self.tell(progress):
            self.budget.stopped = True
        return self.budget.is_over(self.share)

    def _all_proven(self, name: str) -> bool:
        return all(level.proven for level in self.levels if level.name == name)

    def _is_settled(self, goal: Goal[Answer]) -> bool:
        """Whether the best answer is taken as it is: nothing is better, or it has been raised otherwise."""
        if self.best is None:
            return False
        return goal.value(self.best) >= goal.most or (goal.rank > 0 and not self.sums)

    def loosen(self) -> None:
        """Lets what the levels so far reached yield by their tolerances."""
        for constraint, slack in self._strict:
            constraint.proto.linear.domain[0] -= slack
        self._strict.clear()

    def improve(self, goal: Goal[Answer], levels_left: int) -> int:
        """Raises ``best`` for the goal as far as the effort goes; returns what no answer can exceed."""
        model, objective = self.built.model, Sharper(goal.expression, {})
        if self.tight and goal.sharpen and self.best is not None and self._all_proven(goal.level):
            model = model.clone()
            sharper = goal.sharpen(model, self.best)
            if sharper is None:
                return goal.value(self.best)
            objective = sharper
        model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools gives it no types
        if self.best is not None:
            hints = {**self.built.hint(self.best), **goal.hint(self.best), **objective.hints}
            for variable, value in hints.items():
                model.add_hint(variable, value)
        model.maximize(objective.expression)
        solver, status = self._solved(model, levels_left)
        if status == cp_model.INFEASIBLE and self.best is None:
            raise InfeasibleError
        if status not in FOUND:
            return goal.most
        found = self.built.read(solver)
        if self.best is None or goal.value(found) >= goal.value(self.best):
            self.best = self._polished(goal, found)
        return min(goal.most, floor(solver.best_objective_bound + 1e-6))

    def worth(self, answer: Answer) -> tuple[int, ...]:
        """What an answer is worth at each level that was raised."""
        return tuple(goal.value(answer) for goal, _, _ in self._least)

    def settle(self, answer: Answer) -> None:
        """Takes another answer in the end, and says of each level what it is worth there."""
        if answer != self.best:
            values = [goal.value(answer) for goal, _, _ in self._least]
            self.levels = [
                replace(level, value=value, bound=max(level.bound, value), proven=value >= level.bound)
                for level, value in zip(self.levels, values, strict=True)
            ]
        self.best = answer

    def _polished(self, goal: Goal[Answer], found: Answer) -> Answer:
        other = found if self.polish is None else self.polish(found)
        least = [(goal, goal.value(found))]
        least += [(each, value if each.level == goal.level else kept) for each, value, kept in self._least]
        return other if all(each.value(other) >= value for each, value in least) else found

    def _solved(self, model: cp_model.CpModel, levels_left: int) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        share = min(1.0, SHARE / (levels_left + SHARE - 1))
        seconds = self.budget.left(self.share)
        return self.budget.solve(
            model,
            share * max(0.0, self.effort - self.budget.effort),
            None if seconds is None else share * seconds,
            tight=self.tight,
            needed=self.best is None,
        )
