"""Contacts logged about people: calls, meetings and messages, as far as whoever asks may know of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from network_data.asker import Asker
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.sealing import Sealer
from network_data.tables import LoggedContact, Referral, Way, Whom
from network_data.trail import Event, Recorder

CONTACT_NOTES = "contact-note"
"""What the free words of a contact are sealed for."""
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A contact as it was; the columns of ``LoggedContact`` say what each is."""

    whom: Whom
    way: Way
    reached: bool
    at: datetime
    referral_id: str | None = None
    partner_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReadContact:
    """A contact with its words, if they are the asker's to read."""

    contact: LoggedContact
    note: str | None


class ContactRepository:
    """Contacts as ``asker`` may know them at ``now``; leaves a trace before it looks or writes."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer
        self.reaches = Reaches(asker, session, now, trail)

    def of_person(self, reach: Reach, referral_id: str | None = None) -> list[ReadContact]:
        """The contacts about someone, or about one of their referrals, the latest first.

        Whoever does not see the whole person sees what they logged, and what is about a referral that they see.
        """
        self._leave_trace("contact.list", reach.person_id)
        query = select(LoggedContact).where(LoggedContact.person_id == reach.person_id)
        query = query if referral_id is None else query.where(LoggedContact.referral_id == referral_id)
        query = query if reach.whole else query.where(self._own_or_about(reach))
        latest = col(LoggedContact.at).desc(), col(LoggedContact.recorded_at).desc(), col(LoggedContact.id)
        return [self._read(contact, reach) for contact in self._session.exec(query.order_by(*latest))]

    def latest(self, people: Collection[str]) -> Mapping[str, datetime]:
        """Of people whose whole file the asker sees, when somebody last talked with each of them."""
        query = (
            select(LoggedContact.person_id, func.max(LoggedContact.at))
            .where(
                col(LoggedContact.person_id).in_(sorted(people)),
                LoggedContact.whom == Whom.PERSON,
                col(LoggedContact.reached).is_(True),
            )
            .group_by(col(LoggedContact.person_id))
        )
        return dict(self._session.exec(query).all())

    def log(self, reach: Reach, entry: ContactEntry) -> LoggedContact:
        """Writes a contact down; the caller has checked what it is about."""
        self._leave_trace("contact.log", reach.person_id)
        contact = LoggedContact(
            id=token_hex(12),
            person_id=reach.person_id,
            referral_id=entry.referral_id,
            partner_id=entry.partner_id,
            whom=entry.whom,
            way=entry.way,
            reached=entry.reached,
            at=entry.at,
            recorded_at=self._now,
            recorded_by=self._asker.id,
            note_sealed=self._sealer.seal({"note": entry.note}) if entry.note else None,
        )
        self._session.add(contact)
        self._session.flush()
        return contact

    def may_undo(self, contact: LoggedContact) -> bool:
        """Whether the asker wrote it within the last day."""
        return contact.recorded_by == self._asker.id and self._now - contact.recorded_at <= UNDO_WITHIN

    def undo(self, contact_id: str) -> LoggedContact | None:
        """Takes back a contact that the asker logged within the last day; None when there is no such contact."""
        contact = self._session.get(LoggedContact, contact_id)
        if contact is None or not self.may_undo(contact) or self.reaches.of(contact.person_id) is None:
            return None
        self._leave_trace("contact.undo", contact.person_id)
        self._session.delete(contact)
        self._session.flush()
        return contact

    def forget_of(self, person_id: str, recorded_at: datetime) -> None:
        """Forgets what the asker logged about someone at one moment: the caller takes back what it came with."""
        own = LoggedContact.person_id == person_id, LoggedContact.recorded_by == self._asker.id
        for contact in self._session.exec(select(LoggedContact).where(*own, LoggedContact.recorded_at == recorded_at)):
            self._leave_trace("contact.undo", person_id)
            self._session.delete(contact)
        self._session.flush()

    def _own_or_about(self, reach: Reach) -> ColumnElement[bool]:
        query = select(Referral).where(Referral.person_id == reach.person_id)
        seen = [
            referral.id
            for referral in self._session.exec(query)
            if reach.covers(referral.barriers) and self.reaches.sees_service(reach, referral.service_id)
        ]
        about = and_(col(LoggedContact.referral_id).in_(seen), LoggedContact.whom == Whom.PARTNER)
        return or_(LoggedContact.recorded_by == self._asker.id, about)

    def _read(self, contact: LoggedContact, reach: Reach) -> ReadContact:
        readable = contact.note_sealed is not None and (reach.whole or contact.recorded_by == self._asker.id)
        note = self._sealer.open(contact.note_sealed or b"")["note"] if readable else None
        return ReadContact(contact, note)

    def _leave_trace(self, action: str, person_id: str) -> None:
        self._trail.record(Event(self._asker.id, action, [person_id], self._asker.address), self._now)


def reseal_contact_notes(session: Session, sealer: Sealer) -> int:
    """Seals the words of every contact again under the first key, without reading them; how many there are."""
    query = select(LoggedContact).where(col(LoggedContact.note_sealed).is_not(None)).order_by(col(LoggedContact.id))
    rows = session.exec(query).all()
    for row in rows:
        row.note_sealed = sealer.reseal(row.note_sealed or b"")
    return len(rows)
