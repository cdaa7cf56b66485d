"""Notes about people's follow-up, for a stated audience, on behalf of whoever asks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker
from network_data.repositories.referral_reach import Reach
from network_data.sealing import Sealer
from network_data.tables import Account, Audience, FollowNote
from network_data.trail import Event, Recorder

NOTE_WORDS = "follow-note"
"""What the words of notes are sealed for."""
CHANGED_WITHIN = timedelta(hours=24)
"""For so long, whoever wrote a note that others read corrects or withdraws it."""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note with its words, who wrote it, and whether it is still the asker's to change."""

    note: FollowNote
    words: str
    author: str
    is_own: bool
    changeable: bool


class FollowNoteRepository:
    """Notes as ``asker`` may know them at ``now``; leaves a trace before it looks or writes.

    Those for the team and for the meeting are read by whoever sees the whole person; one's own by oneself, as long as
    one does. Nobody else knows that there are any.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer

    def of_person(self, reach: Reach) -> list[ReadNote]:
        """The notes about someone that are the asker's to read, the latest first."""
        if not reach.whole:
            return []
        self._leave_trace("note.list", [reach.person_id])
        return self._read(FollowNote.person_id == reach.person_id)

    def for_meeting(self, people: Collection[str]) -> list[ReadNote]:
        """Those written for the comité about people whom the asker accompanies, the latest first."""
        if not people:
            return []
        self._leave_trace("note.list", people)
        return self._read(col(FollowNote.person_id).in_(sorted(people)), FollowNote.audience == Audience.MEETING)

    def find_to_change(self, reach: Reach, note_id: str) -> ReadNote | None:
        """A note about someone that is still the asker's to change; None otherwise."""
        return next((each for each in self.of_person(reach) if each.note.id == note_id and each.changeable), None)

    def write(self, reach: Reach, words: str, audience: Audience) -> FollowNote:
        """Keeps a note; the caller has checked that the asker may."""
        self._leave_trace("note.write", [reach.person_id])
        note = FollowNote(
            id=token_hex(12),
            person_id=reach.person_id,
            audience=audience,
            words_sealed=self._sealer.seal({"words": words}),
            written_by=self._asker.id,
            written_at=self._now,
        )
        self._session.add(note)
        self._session.flush()
        return note

    def change(self, note: FollowNote, words: str, audience: Audience) -> None:
        """Corrects a note; the caller has found that it is the asker's to change."""
        self._leave_trace("note.write", [note.person_id])
        note.words_sealed, note.audience, note.changed_at = self._sealer.seal({"words": words}), audience, self._now
        self._session.add(note)
        self._session.flush()

    def withdraw(self, note: FollowNote) -> None:
        """Removes a note for good; the caller has found that it is the asker's to change."""
        self._leave_trace("note.write", [note.person_id])
        self._session.delete(note)
        self._session.flush()

    def _read(self, *wanted: ColumnElement[bool] | bool) -> list[ReadNote]:
        own = FollowNote.written_by == self._asker.id
        query = select(FollowNote).where(*wanted, or_(FollowNote.audience != Audience.AUTHOR, own))
        notes = self._session.exec(query.order_by(col(FollowNote.written_at).desc(), col(FollowNote.id))).all()
        writers = select(Account.id, Account.name).where(col(Account.id).in_({each.written_by for each in notes}))
        names = dict(self._session.exec(writers).all())
        return [self._opened(each, names.get(each.written_by, "")) for each in notes]

    def _opened(self, note: FollowNote, author: str) -> ReadNote:
        is_own = note.written_by == self._asker.id
        in_time = note.audience is Audience.AUTHOR or self._now - note.written_at <= CHANGED_WITHIN
        return ReadNote(note, self._sealer.open(note.words_sealed)["words"] or "", author, is_own, is_own and in_time)

    def _leave_trace(self, action: str, people: Iterable[str]) -> None:
        self._trail.record(Event(self._asker.id, action, sorted(people), self._asker.address), self._now)


def reseal_follow_notes(session: Session, sealer: Sealer) -> int:
    """Seals every note again under the first key, without reading it; how many there are."""
    rows = session.exec(select(FollowNote).order_by(col(FollowNote.id))).all()
    for row in rows:
        row.words_sealed = sealer.reseal(row.words_sealed)
    return len(rows)
