"""Opens the need that a request is about to the officer who has it, and closes it with the request."""

from datetime import datetime, timedelta

from sqlmodel import Session

from network_data.asker import Asker
from network_data.requests import Course
from network_data.tables import Account, Grant, GrantKind, OfficerRequest
from network_data.trail import Event, Recorder

OPENED_FOR = timedelta(days=90)
"""At most: a request that runs longer is entrusted anew by whoever accompanies the person."""


class RequestTrust:
    """Keeps the access of officers to what their requests are about, on behalf of ``asker`` at ``now``.

    The person's need was entrusted by asking: to whoever takes the question, as long as they have it.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def settle(self, request: OfficerRequest, course: Course) -> None:
        """Has the need open to the officer who has the request now, and to nobody by it otherwise.

        What whoever accompanies the person took back meanwhile stays so.
        """
        if request.person_id is None:
            return
        holder = None if course.waiting or course.ended else course.officer
        given = self._session.get(Grant, request.grant_id) if request.grant_id else None
        if given is not None and given.account_id == holder:
            return
        if given is not None:
            self._end(given)
            request.grant_id = None
        if holder is not None and self._session.get(Account, holder) is not None:
            request.grant_id = self._give(request, request.person_id, holder)

    def _give(self, request: OfficerRequest, person_id: str, officer_id: str) -> int | None:
        grant = Grant(
            account_id=officer_id,
            person_id=person_id,
            kind=GrantKind.ENTRUSTED,
            barriers=[request.barrier],
            identity_agreed=request.identity_agreed,
            since=self._now,
            until=self._now + OPENED_FOR,
            given_by=request.asked_by if self._session.get(Account, request.asked_by) else None,
        )
        self._leave_trace("grant.give", grant)
        self._session.add(grant)
        self._session.flush()
        return grant.id

    def _end(self, grant: Grant) -> None:
        if grant.until is not None and grant.until <= self._now:
            return
        self._leave_trace("grant.end", grant)
        grant.until = self._now
        self._session.add(grant)
        self._session.flush()

    def _leave_trace(self, action: str, grant: Grant) -> None:
        details = {"account": grant.account_id, "kind": grant.kind.value, "by": "request"}
        self._trail.record(
            Event(self._asker.id, action, [grant.person_id], self._asker.address, "", details), self._now
        )
