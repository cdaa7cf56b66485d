"""Who wants the day's digest and how much is due for each: counted by kind, nobody named."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from secrets import token_hex

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from network_data.asker import Asker, Role
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.mail_addresses import MailAddresses
from network_data.repositories.reminders import ReminderRepository
from network_data.sealing import Sealer
from network_data.tables import Account, AccountMail, MailKind, OfficerRequest, OutgoingMail
from network_data.trail import Event, Recorder
from network_data.vocabulary import RequestState

PURPOSE = "account-mail"
"""What addresses of accounts are sealed for."""
REQUESTS = "requests"
"""Beside the clocks' codes: requests that wait for an officer, or for someone of the team."""
READERS = frozenset({Role.ADVISOR, Role.OFFICER, Role.COORDINATOR})
"""The roles for which something may be due."""


class Digests:
    """The digests of a day, for ``asker`` the engine at ``now``, within the caller's transaction."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer
        self._accounts = AccountRepository(session, now)
        self._addresses = MailAddresses(session)

    def readers(self, day: date) -> Sequence[str]:
        """Whoever wants a digest and has none of that day yet."""
        query = select(AccountMail.account_id).where(
            AccountMail.account_id == Account.id,
            col(AccountMail.digest).is_(True),
            or_(col(Account.left_at).is_(None), col(Account.left_at) > self._now),
        )
        told = select(OutgoingMail.account_id).where(OutgoingMail.kind == MailKind.DIGEST, _of(day))
        mine = query.where(col(AccountMail.account_id).not_in(told.where(col(OutgoingMail.account_id).is_not(None))))
        return self._session.exec(mine.order_by(col(AccountMail.account_id))).all()

    def write(self, account_id: str, day: date) -> bool:
        """Writes the digest of someone, once a day and if anything is due; whether it was written."""
        # Whoever comes second waits here, then finds it written.
        held = select(AccountMail).where(AccountMail.account_id == account_id).with_for_update()
        if self._session.exec(held).first() is None or account_id not in self.readers(day):
            return False
        counts = self._due(account_id) if self.address(account_id) else {}
        if not counts:
            return False
        self._trail.record(Event(self._asker.id, "digest.write", details={"account": account_id}), self._now)
        letter = OutgoingMail(
            id=token_hex(16),
            key=_key(account_id, day),
            kind=MailKind.DIGEST,
            account_id=account_id,
            details=dict(counts),
            made_at=self._now,
            next_try_at=self._now,
        )
        self._session.add(letter)
        self._session.flush()
        return True

    def address(self, account_id: str) -> str | None:
        """Where someone wants it; None when they do not any more, have left, or the address does not work."""
        own = self._session.get(AccountMail, account_id, populate_existing=True)
        if own is None or not own.digest or self._accounts.still_here(account_id) is None:
            return None
        email = self._sealer.open(own.email_sealed)["email"]
        return email if email and self._addresses.doubt(email) is None else None

    def _due(self, account_id: str) -> Mapping[str, int]:
        own = Asker(account_id, self._accounts.positions(account_id))
        if not own.holds(*READERS):
            return {}
        counts = Counter(ReminderRepository(own, self._session, self._now, self._trail).count())
        counts[REQUESTS] = self._requests(own)
        return {code: count for code, count in sorted(counts.items()) if count}

    def _requests(self, own: Asker) -> int:
        """Requests that wait: for an officer, theirs and the team's; for a coordinator, all of the territory."""
        answers, counts = own.territories(Role.OFFICER), own.territories(Role.COORDINATOR)
        theirs = col(OfficerRequest.territory_slug).in_(answers) & (
            col(OfficerRequest.officer_id).is_(None) | (col(OfficerRequest.officer_id) == own.id)
        )
        query = select(func.count()).where(
            col(OfficerRequest.waiting).is_(True),
            OfficerRequest.state != RequestState.CLOSED,
            theirs | col(OfficerRequest.territory_slug).in_(counts),
        )
        return self._session.exec(query).one()


class OwnMail:
    """The address of ``account_id``, read and changed by its holder."""

    def __init__(self, session: Session, sealer: Sealer, account_id: str) -> None:
        self._session = session
        self._sealer = sealer
        self._account_id = account_id

    def read(self) -> tuple[str, bool]:
        """The address, empty without one, and whether the digest is wanted."""
        own = self._session.get(AccountMail, self._account_id)
        return (self._sealer.open(own.email_sealed)["email"] or "", own.digest) if own else ("", True)

    def works(self) -> bool:
        """Whether no mail server said anything against it."""
        return MailAddresses(self._session).doubt(self.read()[0]) is None

    def keep(self, email: str, *, digest: bool) -> None:
        """Keeps the address, or none of it when it is empty."""
        own = self._session.get(AccountMail, self._account_id)
        if not email:
            if own is not None:
                self._session.delete(own)
            return
        MailAddresses(self._session).clear(email)
        sealed = self._sealer.seal({"email": email})
        if own is None:
            own = AccountMail(account_id=self._account_id, email_sealed=sealed)
        own.email_sealed, own.digest = sealed, digest
        self._session.add(own)
        self._session.flush()


def forget_mail(session: Session, account_id: str) -> None:
    """Forgets the address of someone who leaves."""
    own = session.get(AccountMail, account_id)
    if own is not None:
        session.delete(own)


def reseal_account_mail(session: Session, sealer: Sealer) -> int:
    """Seals every address again under the first key, without reading it; how many there are."""
    rows = session.exec(select(AccountMail).order_by(col(AccountMail.account_id))).all()
    for row in rows:
        row.email_sealed = sealer.reseal(row.email_sealed)
    return len(rows)


def _key(account_id: str, day: date) -> str:
    return f"digest:{day.isoformat()}:{account_id}"


def _of(day: date) -> ColumnElement[bool]:
    return col(OutgoingMail.key).startswith(f"digest:{day.isoformat()}:")
