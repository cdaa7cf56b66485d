"""What one search has spent and may still spend, whoever of its solvers spends it."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from matching.staffing.levels import SEED, Limits

LEAST_EFFORT = 0.02
LEAST_SECONDS = 0.02
GRACE = 1.0
"""Effort and seconds for what there is no answer without, when everything else is spent."""
FOUND = frozenset({cp_model.OPTIMAL, cp_model.FEASIBLE})


@dataclass(slots=True)
class Budget:
    """Effort and time spent within ``limits``; ``cut``: time ran out somewhere, ``stopped``: somebody said so."""

    limits: Limits
    effort: float = 0.0
    cut: bool = False
    stopped: bool = False
    _solving: float = 0.0
    _began: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        if self.limits.clock is not None:
            self._began = self.limits.clock()

    @property
    def seconds(self) -> float:
        """Spent so far: since the beginning where there is a clock, by solvers otherwise."""
        return self._solving if self.limits.clock is None else self.limits.clock() - self._began

    @property
    def replayable(self) -> bool:
        """Whether nothing but effort has limited the search."""
        return not (self.cut or self.stopped)

    def left(self, share: float = 1.0) -> float | None:
        """Seconds until a share of the time is spent; None where time is not limited."""
        return None if self.limits.seconds is None else self.limits.seconds * share - self.seconds

    def is_over(self, share: float = 1.0) -> bool:
        """Whether nothing should be begun any more in this share of the time."""
        left = self.left(share)
        over = left is not None and left < LEAST_SECONDS
        self.cut = self.cut or over
        return over or self.stopped

    def solve(
        self,
        model: cp_model.CpModel,
        effort: float,
        seconds: float | None = None,
        *,
        tight: bool = False,
        needed: bool = False,
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solves with one worker and one seed, and counts what it took; unknown at once when nothing is left.

        Args:
            model: what to solve.
            effort: the most to spend.
            seconds: the most to take; all that is left by default.
            tight: puts every constraint into the linear relaxation.
            needed: there is no answer without it: it has a moment even when nothing is left, and is not stopped.
        """
        solver = cp_model.CpSolver()
        over = self.is_over()
        if over and not needed:
            return solver, cp_model.UNKNOWN
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = max(GRACE if needed else LEAST_EFFORT, effort)
        if tight:
            solver.parameters.linearization_level = 2
        left = self.left()
        if left is not None:
            most = left if seconds is None else min(left, seconds)
            solver.parameters.max_time_in_seconds = max(GRACE if needed else LEAST_SECONDS, most)
        with self._watched(solver, over=over):
            status = solver.solve(model)
        self.effort += solver.response_proto.deterministic_time
        self._solving += solver.wall_time
        if left is not None and solver.wall_time >= solver.parameters.max_time_in_seconds:
            self.cut = True
        return solver, status

    def _watched(self, solver: cp_model.CpSolver, *, over: bool) -> AbstractContextManager[None]:
        def stop() -> None:
            self.stopped = True
            solver.stop_search()

        return nullcontext() if over else self.limits.watch(stop)
