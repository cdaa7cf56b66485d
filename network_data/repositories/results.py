"""Results kept to be computed again: for whoever was shown them, or holds the machine; gone with the person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, delete, select

from network_data.asker import Asker, Role
from network_data.repositories.people import PeopleRepository
from network_data.tables import KeptPlan, StoredResult
from network_data.trail import Event, Recorder

KEPT_PER_PERSON = 20
"""How many results of one person are kept, the latest, besides that of the plan kept for them."""


@dataclass(frozen=True, slots=True)
class ResultToKeep:
    """A result, and what it takes to compute it again; the columns of ``StoredResult`` say what each is."""

    fingerprint: str
    network_version: str
    rules_version: str
    engine_version: str
    problem: Mapping[str, Any]
    weights: Mapping[str, Any]
    answer: Mapping[str, Any]


class ResultRepository:
    """Keeps and finds results on behalf of ``asker`` at ``now``; leaves a trace before it does."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def known(self, person_id: str, fingerprint: str) -> str | None:
        """The id under which this very result was kept when it was shown to the asker before."""
        query = select(StoredResult.id).where(
            StoredResult.person_id == person_id,
            StoredResult.asked_by == self._asker.id,
            StoredResult.fingerprint == fingerprint,
        )
        return self._session.exec(query).first()

    def keep(self, person_id: str, result: ResultToKeep) -> str:
        """Keeps a result that the asker was just shown, once, and lets the oldest of that person go; its id.

        The caller has opened the person's file for the asker, and a transaction to write in.
        """
        # The trace first: it has writers take turns, so that nobody keeps the same result meanwhile.
        self._leave_trace("result.keep", person_id)
        known = self.known(person_id, result.fingerprint)
        if known is not None:
            return known
        made = StoredResult(
            id=token_hex(12), person_id=person_id, asked_by=self._asker.id, made_at=self._now, **asdict(result)
        )
        self._session.add(made)
        self._session.flush()
        latest = col(StoredResult.made_at).desc(), col(StoredResult.id)
        of_plan = select(KeptPlan.result_id).where(KeptPlan.person_id == person_id)
        others = col(StoredResult.person_id) == person_id, col(StoredResult.id).not_in(of_plan)
        gone = self._session.exec(
            select(StoredResult.id).where(*others).order_by(*latest).offset(KEPT_PER_PERSON)
        ).all()
        self._session.exec(delete(StoredResult).where(col(StoredResult.id).in_(gone)))
        return made.id

    def find(self, result_id: str) -> StoredResult | None:
        """The result, or None: it does not exist, was shown to someone else, or the person is no longer theirs to see.

        Whoever holds the machine finds them all.
        """
        found = self._session.get(StoredResult, result_id)
        if found is None or not self._may_read(found):
            return None
        self._leave_trace("result.read", found.person_id)
        return found

    def _may_read(self, found: StoredResult) -> bool:
        if self._asker.holds(Role.LOCAL):
            return True
        people = PeopleRepository(self._asker, self._session, self._now, self._trail)
        return found.asked_by == self._asker.id and people.find(found.person_id) is not None

    def _leave_trace(self, action: str, person_id: str) -> None:
        self._trail.record(Event(self._asker.id, action, [person_id], self._asker.address), self._now)
