"""Queries on the trail: who looked at what or changed it, for whoever may read that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker, Role
from network_data.repositories.unusual_looks import UnusualLooks, unusual_looks
from network_data.tables import Account, ApiKey, AuditEntry, AuditMention, AuditSubject
from network_data.trail import Event, Recorder

READERS = (Role.AUDITOR, Role.LOCAL)


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """What is looked for; ``None`` is anything. ``person``: a pseudonym, or the trail's key of a person.

    ``actor``: an id, or someone's login. ``until`` is left out of the period, ``since`` is in it.
    """

    actor: str | None = None
    action: str | None = None
    person: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class TrailRepository:
    """Reads the trail for ``asker`` at ``now``; to anyone but an auditor it is empty.

    Reading it leaves a trace too: what was looked for about whom.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def page(self, wanted: TrailQuery, offset: int, limit: int) -> tuple[list[AuditEntry], int]:
        """Entries from the latest to the first, and how many there are."""
        if not self._asker.holds(*READERS):
            return [], 0
        subject = self._subject(wanted.person) if wanted.person else None
        self._leave_trace(subject)
        query = self._matching(wanted, subject.id if subject else wanted.person)
        total = self._session.exec(select(func.count()).select_from(query.subquery())).one()
        latest = query.order_by(col(AuditEntry.number).desc()).offset(offset).limit(limit)
        return list(self._session.exec(latest).all()), total

    def actions(self) -> list[str]:
        """Every action that the trail holds, by name."""
        if not self._asker.holds(*READERS):
            return []
        return sorted(self._session.exec(select(AuditEntry.action).distinct()).all())

    def unusual(self) -> list[UnusualLooks]:
        """The accounts that opened unusually many files lately, the busiest first."""
        return unusual_looks(self._session, self._now) if self._asker.holds(*READERS) else []

    def names(self, actors: Iterable[str]) -> Mapping[str, str]:
        """What to call those who acted: the name of an account or of a key, by the id that the trail holds."""
        ids = set(actors)
        accounts = select(Account.id, Account.name).where(col(Account.id).in_(ids))
        keys = select(ApiKey.id, ApiKey.name).where(col(ApiKey.id).in_({each.removeprefix("key:") for each in ids}))
        named = dict(self._session.exec(accounts).all())
        return named | {f"key:{key_id}": name for key_id, name in self._session.exec(keys).all()}

    def _matching(self, wanted: TrailQuery, subject: str | None) -> SelectOfScalar[AuditEntry]:
        query = select(AuditEntry)
        if wanted.actor is not None:
            query = query.where(AuditEntry.actor == self._actor(wanted.actor))
        if wanted.action is not None:
            query = query.where(AuditEntry.action == wanted.action)
        if subject is not None:
            about = select(AuditMention.entry).where(AuditMention.subject == subject)
            query = query.where(col(AuditEntry.number).in_(about))
        if wanted.since is not None:
            query = query.where(AuditEntry.at >= wanted.since)
        return query if wanted.until is None else query.where(AuditEntry.at < wanted.until)

    def _actor(self, wanted: str) -> str:
        login = select(Account.id).where(Account.login == wanted.strip().lower())
        return self._session.exec(login).first() or wanted.strip()

    def _subject(self, wanted: str) -> AuditSubject | None:
        """Someone by pseudonym or by the trail's key; None when nobody of that name is left."""
        query = select(AuditSubject).where(or_(AuditSubject.person_id == wanted, AuditSubject.id == wanted))
        return self._session.exec(query).first()

    def _leave_trace(self, subject: AuditSubject | None) -> None:
        about = (subject.person_id,) if subject else ()
        self._trail.record(Event(self._asker.id, "trail.read", about, self._asker.address), self._now)
