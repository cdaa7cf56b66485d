"""Computes the months that were asked for, outside any request: one at a time in a process, its progress stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from logging import getLogger
from threading import Event, Thread
from time import perf_counter

from sqlalchemy import Engine

from api.services.background import Background
from api.services.staffing.desk import read_run
from api.services.staffing.scenarios import Imagined, play
from api.services.staffing.storing import KeptAnswer, answer_facts
from matching.staffing import Limits, Progress
from network_data.database import transaction
from network_data.tables import RunState, StaffingRun

LOST_AFTER = timedelta(minutes=5)
"""A computation that was not heard of for so long has died with its process."""
LONGEST_WAIT = timedelta(hours=1)
"""One that waits for others is not heard of until its turn."""
LOOK_EVERY = 0.5
"""Seconds between two looks at whether to stop."""
_LOG = getLogger("maillage.staffing")


@dataclass
class Computing:
    """The computations of one process."""

    engine: Engine
    now: Callable[[], datetime]
    background: Background = field(default_factory=Background)

    def begin(self, run_id: str) -> None:
        """Has a run that is stored computed as soon as may be."""
        self.background.begin(partial(self._compute_safely, run_id))

    def compute(self, run_id: str) -> None:
        """Computes a run now, unless it was stopped before it began."""
        with transaction(self.engine, writes=True) as session:
            run = session.get(StaffingRun, run_id)
            if run is None or run.state is not RunState.WAITING:
                return
            run.state, run.heard_at = RunState.RUNNING, self.now()
            session.add(run)
            session.flush()
            asked, effort = read_run(run), run.effort
        start = perf_counter()
        limits = Limits(effort, watch=lambda stop: self._watching(run_id, stop))
        found = play(asked.problem, asked.scenario, limits, lambda progress: self._hear(run_id, progress))
        self._keep(run_id, found, perf_counter() - start)

    def _compute_safely(self, run_id: str) -> None:
        try:
            self.compute(run_id)
        except Exception:
            # Nobody waits for a thread: what went wrong is told in the log, and the page says that it did.
            _LOG.exception("A staffing computation failed.")
            with transaction(self.engine, writes=True) as session:
                run = session.get(StaffingRun, run_id)
                if run is not None:
                    run.state = RunState.FAILED
                    session.add(run)

    def _hear(self, run_id: str, progress: Progress) -> bool:
        with transaction(self.engine, writes=True) as session:
            run = session.get(StaffingRun, run_id)
            if run is None or run.stop_asked or self.background.closing:
                return False
            run.done, run.total, run.level, run.heard_at = progress.done, progress.total, progress.level, self.now()
            session.add(run)
        return True

    @contextmanager
    def _watching(self, run_id: str, stop: Callable[[], None]) -> Iterator[None]:
        """Stops a solver at work once somebody asked for it, through whichever process."""
        over = Event()

        def look() -> None:
            while not over.wait(LOOK_EVERY):
                if self._is_to_stop(run_id):
                    stop()

        looking = Thread(target=look, name="staffing-watch", daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()

    def _is_to_stop(self, run_id: str) -> bool:
        if self.background.closing:
            return True
        with transaction(self.engine) as session:
            run = session.get(StaffingRun, run_id)
            return run is None or run.stop_asked

    def _keep(self, run_id: str, found: Imagined, seconds: float) -> None:
        with transaction(self.engine, writes=True) as session:
            run = session.get(StaffingRun, run_id)
            if run is None:
                return
            run.heard_at, run.seconds = self.now(), round(seconds, 2)
            run.state = RunState.STOPPED if found.result.stopped else RunState.DONE
            run.answer = answer_facts(KeptAnswer(found.result, found.share_moved, found.curve))
            session.add(run)


def is_lost(run: StaffingRun, now: datetime) -> bool:
    """Whether a run that says it goes on has died."""
    patience = {RunState.RUNNING: LOST_AFTER, RunState.WAITING: LONGEST_WAIT}.get(run.state)
    return patience is not None and now - run.heard_at > patience
