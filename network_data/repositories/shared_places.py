"""Proposals of who gets which place, kept for the coordinator who asked for them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, delete, select

from network_data.asker import Asker, Role
from network_data.tables import RunState, SharedPlaces, SharedPlacesOfPerson
from network_data.trail import Event, Recorder

KEPT_PER_TERRITORY = 10
"""How many proposals one asker keeps of a territory: the latest."""


@dataclass(frozen=True, slots=True)
class SharingToKeep:
    """A proposal without its people; the columns of ``SharedPlaces`` say what each is."""

    territory_slug: str
    network_version: str
    rules_version: str
    engine_version: str
    people: int
    problem: Mapping[str, Any]
    weights: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What a proposal takes of one person; and what it gives them, once it is computed."""

    person_id: str
    problem: Mapping[str, Any]
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class KeptSharing:
    """A proposal as it was kept, and those of its people who are still known."""

    sharing: SharedPlaces
    shares: tuple[OwnShare, ...]


class SharedPlacesRepository:
    """Keeps and finds proposals on behalf of ``asker`` at ``now``; leaves a trace before it does."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def keep(self, made: SharingToKeep, shares: Sequence[OwnShare]) -> SharedPlaces:
        """Keeps a question of the asker that will be computed, and lets their oldest of that territory go."""
        self._leave_trace("result.keep", [share.person_id for share in shares])
        kept = SharedPlaces(
            id=token_hex(12), asked_by=self._asker.id, made_at=self._now, heard_at=self._now, **asdict(made)
        )
        self._session.add(kept)
        self._session.flush()
        for number, share in enumerate(shares):
            self._session.add(SharedPlacesOfPerson(shared_id=kept.id, number=number, **asdict(share)))
        self._session.flush()
        gone = self._session.exec(self._latest(made.territory_slug).offset(KEPT_PER_TERRITORY)).all()
        self._session.exec(delete(SharedPlaces).where(col(SharedPlaces.id).in_(gone)))
        return kept

    def latest(self, territory_slug: str) -> KeptSharing | None:
        """The asker's latest proposal of a territory that is computed, or None."""
        done = self._latest(territory_slug).where(SharedPlaces.state == RunState.DONE)
        found = self._session.exec(done.limit(1)).first()
        return self.find(found) if found else None

    def last_asked(self, territory_slug: str) -> SharedPlaces | None:
        """What the asker asked last of a territory, computed or not, or None; it names nobody."""
        found = self._session.exec(self._latest(territory_slug).limit(1)).first()
        return self._session.get(SharedPlaces, found) if found else None

    def ask_to_stop(self, shared_id: str) -> bool:
        """Has a computation of the asker's stop where it is; False where there is none."""
        found = self._session.get(SharedPlaces, shared_id)
        if found is None or not self._may_read(found):
            return False
        found.stop_asked = True
        if found.state is RunState.WAITING:
            found.state = RunState.STOPPED
        self._session.add(found)
        self._session.flush()
        return True

    def find(self, shared_id: str) -> KeptSharing | None:
        """The proposal, or None: it does not exist, was made for someone else, or the territory is no longer theirs.

        Whoever holds the machine finds them all.
        """
        found = self._session.get(SharedPlaces, shared_id)
        if found is None or not self._may_read(found):
            return None
        query = select(SharedPlacesOfPerson).where(SharedPlacesOfPerson.shared_id == shared_id)
        rows = self._session.exec(query.order_by(col(SharedPlacesOfPerson.number))).all()
        self._leave_trace("result.read", [row.person_id for row in rows])
        return KeptSharing(found, tuple(OwnShare(row.person_id, row.problem, row.answer) for row in rows))

    def _latest(self, territory_slug: str) -> Any:
        query = select(SharedPlaces.id).where(
            SharedPlaces.territory_slug == territory_slug, SharedPlaces.asked_by == self._asker.id
        )
        return query.order_by(col(SharedPlaces.made_at).desc(), col(SharedPlaces.id))

    def _may_read(self, found: SharedPlaces) -> bool:
        if self._asker.holds(Role.LOCAL):
            return True
        own = self._asker.territories(Role.COORDINATOR)
        return found.asked_by == self._asker.id and found.territory_slug in own

    def _leave_trace(self, action: str, people: Sequence[str]) -> None:
        self._trail.record(Event(self._asker.id, action, list(people), self._asker.address), self._now)
