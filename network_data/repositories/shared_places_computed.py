"""What computing a proposal of places stores of it: how far it is, and its answer; it reads nothing about anyone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from network_data.database import transaction
from network_data.tables import RunState, SharedPlaces, SharedPlacesOfPerson


@dataclass(frozen=True, slots=True)
class SharedPlacesComputed:
    """Follows computations, each write in a transaction of its own; ``now`` gives the time."""

    engine: Engine
    now: Callable[[], datetime]

    def began(self, shared_id: str) -> bool:
        """Says that a computation begins; False where it is not waited for any more."""

        def begin(shared: SharedPlaces) -> bool:
            waiting = shared.state is RunState.WAITING
            shared.state = RunState.RUNNING if waiting else shared.state
            return waiting

        return self._write(shared_id, begin)

    def heard(self, shared_id: str, stage: str, done: float) -> bool:
        """Says how far a computation is, and answers whether it is to go on."""

        def hear(shared: SharedPlaces) -> bool:
            shared.stage, shared.done = stage, done
            return not shared.stop_asked

        return self._write(shared_id, hear)

    def ended(self, shared_id: str, state: RunState) -> None:
        """Says that a computation ended without an answer."""

        def end(shared: SharedPlaces) -> bool:
            shared.state = state
            return True

        self._write(shared_id, end)

    def answered(self, shared_id: str, answer: Mapping[str, Any], shares: Sequence[Mapping[str, Any]]) -> None:
        """Keeps an answer, and what it gives each person who was not erased meanwhile."""
        with transaction(self.engine, writes=True) as session:
            shared = session.get(SharedPlaces, shared_id)
            if shared is None:
                return
            shared.answer, shared.state, shared.heard_at = dict(answer), RunState.DONE, self.now()
            session.add(shared)
            query = select(SharedPlacesOfPerson).where(col(SharedPlacesOfPerson.shared_id) == shared_id)
            for own in session.exec(query):
                own.answer = dict(shares[own.number])
                session.add(own)

    def _write(self, shared_id: str, change: Callable[[SharedPlaces], bool]) -> bool:
        with transaction(self.engine, writes=True) as session:
            shared = session.get(SharedPlaces, shared_id)
            if shared is None:
                return False
            answer = change(shared)
            shared.heard_at = self.now()
            session.add(shared)
        return answer
