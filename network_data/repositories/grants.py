"""Who may see whom: the only thing that opens a person's file, given, ended and listed here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker
from network_data.tables import Account, Grant, GrantKind
from network_data.trail import Event, Recorder


class GrantRepository:
    """Gives, ends and reads grants on behalf of ``asker``; every change leaves a trace with it."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def mine(self, people: Iterable[str]) -> dict[str, Sequence[Grant]]:
        """The asker's own grants on some people, in the order they were given."""
        query = select(Grant).where(
            Grant.account_id == self._asker.id, col(Grant.person_id).in_(sorted(set(people))), self._active()
        )
        found: dict[str, list[Grant]] = {}
        for grant in self._session.exec(query.order_by(col(Grant.id))):
            found.setdefault(grant.person_id, []).append(grant)
        return dict(found)

    def on_person(self, person_id: str) -> Sequence[tuple[Grant, Account]]:
        """Everyone who may see a person and why: for whoever accompanies them; nothing for anyone else."""
        own = {grant.kind for grant in self.mine([person_id]).get(person_id, ())}
        if GrantKind.ACCOMPANIES not in own:
            return ()
        query = select(Grant, Account).where(
            Grant.account_id == Account.id, Grant.person_id == person_id, self._active()
        )
        return self._session.exec(query.order_by(col(Account.name), col(Grant.id))).all()

    def give(self, grant: Grant) -> None:
        """Opens a file from now on, for the reason that the grant says."""
        grant.since, grant.given_by = self._now, self._asker.id if self._is_account() else None
        details = {"account": grant.account_id, "kind": grant.kind.value}
        if grant.until is not None:
            details["until"] = grant.until.isoformat()
        self._leave_trace("grant.give", [grant.person_id], grant.reason, details)
        self._session.add(grant)
        self._session.flush()

    def end(self, grants: Iterable[Grant]) -> None:
        """Ends grants at once."""
        for grant in grants:
            self._leave_trace(
                "grant.end", [grant.person_id], "", {"account": grant.account_id, "kind": grant.kind.value}
            )
            grant.until = self._now
            self._session.add(grant)
        self._session.flush()

    def of_account(self, account_id: str) -> Sequence[Grant]:
        """Every grant that an account holds, so as to end them when its holder leaves."""
        query = select(Grant).where(Grant.account_id == account_id, self._active())
        return self._session.exec(query.order_by(col(Grant.id))).all()

    def handed_to_me(self) -> Sequence[tuple[Grant, Account]]:
        """Those whom somebody handed over to the asker and of whom the asker has not said that they take over."""
        mine = Grant.account_id == self._asker.id, col(Grant.taken_at).is_(None)
        return self._handed(Account.id == Grant.given_by, *mine)

    def handed_by_me(self) -> Sequence[tuple[Grant, Account]]:
        """Those whom the asker handed over, with whoever accompanies them since, taken over or not yet."""
        return self._handed(Account.id == Grant.account_id, Grant.given_by == self._asker.id)

    def take(self, people: Collection[str]) -> list[str]:
        """Says that the asker takes over these people; those among them who were handed over and wait for it."""
        waiting = [grant for grant, _ in self.handed_to_me() if grant.person_id in people]
        if waiting:
            taken = sorted(grant.person_id for grant in waiting)
            self._trail.record(Event(self._asker.id, "grant.take", taken, self._asker.address), self._now)
        for grant in waiting:
            grant.taken_at = self._now
            self._session.add(grant)
        self._session.flush()
        return sorted(grant.person_id for grant in waiting)

    def alone_without(self, account_id: str) -> list[str]:
        """The people whom nobody but this account accompanies."""
        own = {grant.person_id for grant in self.of_account(account_id) if grant.kind is GrantKind.ACCOMPANIES}
        query = select(Grant.person_id).where(
            col(Grant.person_id).in_(sorted(own)),
            Grant.kind == GrantKind.ACCOMPANIES,
            Grant.account_id != account_id,
            self._active(),
        )
        return sorted(own.difference(self._session.exec(query).all()))

    def leave(self, account_id: str) -> list[str]:
        """Ends every access of an account; the people whom nobody accompanies after that."""
        alone = self.alone_without(account_id)
        self.end(self.of_account(account_id))
        return alone

    def running(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions of a grant that runs, for a query of another repository."""
        return (self._active(),)

    def _handed(self, *wanted: ColumnElement[bool] | bool) -> Sequence[tuple[Grant, Account]]:
        """Hand-overs that still run, the latest first; with the account that ``wanted`` names."""
        # Whoever enters somebody is given them by themselves: that is no hand-over.
        another = col(Grant.given_by) != col(Grant.account_id)
        query = select(Grant, Account).where(Grant.kind == GrantKind.ACCOMPANIES, another, self._active(), *wanted)
        return self._session.exec(query.order_by(col(Grant.since).desc(), col(Grant.person_id))).all()

    def _is_account(self) -> bool:
        return self._session.get(Account, self._asker.id) is not None

    def _active(self) -> ColumnElement[bool]:
        return (col(Grant.since) <= self._now) & or_(col(Grant.until).is_(None), col(Grant.until) > self._now)

    def _leave_trace(self, action: str, people: Sequence[str], reason: str, details: dict[str, str]) -> None:
        event = Event(self._asker.id, action, people, self._asker.address, reason, details)
        self._trail.record(event, self._now)
