"""What people say and aim at, and notes written for them, on behalf of whoever asks: sealed, read and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.sealing import Sealer
from network_data.tables import ConcertedPoint, SocialNote
from network_data.trail import Event, Recorder

PURPOSE = "concerted-point"
"""What the words of points and notes are sealed for."""
GOALS = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """What a person aims at, in their words, and the barrier that it is about, if it is about one."""

    words: str
    barrier: str | None = None


@dataclass(frozen=True, slots=True)
class PointWords:
    """What was said at a point: the person's words, three goals at most."""

    said: str = ""
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenPoint:
    """A point with its words."""

    on: date
    words: PointWords
    written_by: str


class PointRepository:
    """Points and notes as ``asker`` may know them at ``now``; leaves a trace before it looks or writes.

    Points are for whoever sees the whole file; notes, which may name people, for whoever accompanies them.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer
        self.reaches = Reaches(asker, session, now, trail)

    def of_person(self, reach: Reach) -> list[SeenPoint]:
        """All the points of a person, the latest first; nothing to whoever does not see the whole file."""
        if not reach.whole:
            return []
        self._leave_trace("point.read", reach)
        query = select(ConcertedPoint).where(ConcertedPoint.person_id == reach.person_id)
        rows = self._session.exec(query.order_by(col(ConcertedPoint.on).desc())).all()
        return [SeenPoint(row.on, _words(self._sealer.open(row.words_sealed)), row.written_by) for row in rows]

    def write(self, reach: Reach, on: date, words: PointWords) -> None:
        """Writes the point of a day, over what stood there; the caller has checked that the asker may."""
        self._leave_trace("point.write", reach)
        query = select(ConcertedPoint).where(ConcertedPoint.person_id == reach.person_id, ConcertedPoint.on == on)
        sealed = self._sealer.seal(_record(words))
        row = self._session.exec(query).first() or ConcertedPoint(
            id=token_hex(12),
            person_id=reach.person_id,
            on=on,
            words_sealed=sealed,
            written_by=self._asker.id,
            written_at=self._now,
        )
        row.words_sealed, row.written_by, row.written_at = sealed, self._asker.id, self._now
        self._session.add(row)
        self._session.flush()

    def note(self, reach: Reach) -> str | None:
        """The note as it stands, None where nobody has written one; for whoever accompanies the person."""
        if not (reach.whole and reach.writes):
            return None
        self._leave_trace("social-note.read", reach)
        row = self._session.get(SocialNote, reach.person_id)
        return (self._sealer.open(row.text_sealed)["text"] or "") if row else None

    def write_note(self, reach: Reach, text: str | None) -> None:
        """Writes the note over what stood there, or puts it away; the caller has checked that the asker may."""
        self._leave_trace("social-note.write", reach)
        row = self._session.get(SocialNote, reach.person_id)
        if text is None:
            if row is not None:
                self._session.delete(row)
        else:
            sealed = self._sealer.seal({"text": text})
            row = row or SocialNote(
                person_id=reach.person_id, text_sealed=sealed, written_by=self._asker.id, written_at=self._now
            )
            row.text_sealed, row.written_by, row.written_at = sealed, self._asker.id, self._now
            self._session.add(row)
        self._session.flush()

    def _leave_trace(self, action: str, reach: Reach) -> None:
        self._trail.record(Event(self._asker.id, action, [reach.person_id], self._asker.address), self._now)


def reseal_points(session: Session, sealer: Sealer) -> int:
    """Seals every point and note again under the first key, without reading them; how many there are."""
    points = session.exec(select(ConcertedPoint).order_by(col(ConcertedPoint.id))).all()
    for point in points:
        point.words_sealed = sealer.reseal(point.words_sealed)
    notes = session.exec(select(SocialNote).order_by(col(SocialNote.person_id))).all()
    for note in notes:
        note.text_sealed = sealer.reseal(note.text_sealed)
    return len(points) + len(notes)


def _record(words: PointWords) -> dict[str, str | None]:
    record: dict[str, str | None] = {"said": words.said}
    for number, goal in enumerate(words.goals[:GOALS], start=1):
        record |= {f"goal-{number}": goal.words, f"barrier-{number}": goal.barrier}
    return record


def _words(record: Mapping[str, str | None]) -> PointWords:
    goals = (
        Goal(record[f"goal-{number}"] or "", record.get(f"barrier-{number}"))
        for number in range(1, GOALS + 1)
        if record.get(f"goal-{number}")
    )
    return PointWords(record.get("said") or "", tuple(goals))
