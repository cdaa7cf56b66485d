"""Solves levels one after the other: each starts from the last answer and keeps what the levels before it reached."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import floor
from typing import Generic, NamedTuple, Protocol, TypeVar

from ortools.sat.python import cp_model

from matching.staffing.levels import SEED, Level, Limits, Progress, Tell

LEAST_EFFORT = 0.02
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
    limits: Limits
    tell: Tell
    best: Answer | None = None
    levels: list[Level] = field(default_factory=list)
    effort: float = 0.0
    seconds: float = 0.0
    replayable: bool = True
    stopped: bool = False
    polish: Callable[[Answer], Answer] | None = None
    """Gives another answer for one that was found, better on later levels if may be, that breaks no rule."""
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
        for done, goal in enumerate(goals):
            if self._stopping(Progress(done, total, goal.level)) and self.best is not None:
                return
            if self.levels and self.levels[-1].name != goal.level:
                self.loosen()
            bound = goal.most if self._at_most(goal) else self.improve(goal, total - done)
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
        return not self.stopped and self.replayable and all(level.proven for level in self.levels)

    def _stopping(self, progress: Progress) -> bool:
        self.stopped = self.stopped or not self.tell(progress)
        if self.limits.seconds is not None and self.seconds >= self.limits.seconds:
            self.replayable = False
            return True
        return self.stopped

    def _all_proven(self, name: str) -> bool:
        return all(level.proven for level in self.levels if level.name == name)

    def _at_most(self, goal: Goal[Answer]) -> bool:
        return self.best is not None and goal.value(self.best) >= goal.most

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
        solver = self._solver(levels_left)
        status = solver.solve(model)
        self.effort += solver.response_proto.deterministic_time
        self.seconds += solver.wall_time
        cut = self.limits.seconds is not None and solver.wall_time >= solver.parameters.max_time_in_seconds
        self.replayable = self.replayable and not cut
        if status == cp_model.INFEASIBLE and self.best is None:
            raise InfeasibleError
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return goal.most
        found = self.built.read(solver)
        if self.best is None or goal.value(found) >= goal.value(self.best):
            self.best = self._polished(goal, found)
        return min(goal.most, floor(solver.best_objective_bound + 1e-6))

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

    def _solver(self, levels_left: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        if self.tight:
            solver.parameters.linearization_level = 2
        share = min(1.0, SHARE / (levels_left + SHARE - 1))
        left = max(0.0, self.limits.effort - self.effort)
        solver.parameters.max_deterministic_time = max(LEAST_EFFORT, share * left)
        if self.limits.seconds is not None:
            solver.parameters.max_time_in_seconds = max(LEAST_EFFORT, share * (self.limits.seconds - self.seconds))
        return solver
