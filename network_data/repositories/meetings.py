"""Comités de suivi on behalf of the advisors of a chantier: each reads and writes about their own people there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlmodel import Session, col, delete, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker, Role
from network_data.civil_time import day_of
from network_data.repositories.people import NEAR_KINDS
from network_data.sealing import Sealer
from network_data.tables import Chantier, FollowMeeting, FollowStep, Grant, MeetingPerson, Person
from network_data.trail import Event, Recorder

MEETING_WORDS = "follow-meeting"
"""What the words of meetings are sealed for."""


@dataclass(frozen=True, slots=True)
class CountedMeeting:
    """A meeting, with how many of the asker's people are talked about there, and how many in all."""

    meeting: FollowMeeting
    own: int
    total: int


@dataclass(frozen=True, slots=True)
class SaidOf:
    """One of the asker's people at a meeting, and what was said."""

    person_id: str
    words: str


class MeetingRepository:
    """The meetings of the chantiers where ``asker`` is an advisor, at ``now``; traced before it looks or writes.

    Of the people there, only those whom the asker accompanies or stands in for; of the others, how many.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer

    def of_chantier(self, chantier_id: str) -> list[CountedMeeting]:
        """The meetings of a chantier, the latest day first; none where the asker is no advisor."""
        if chantier_id not in self._asker.chantiers(Role.ADVISOR):
            return []
        query = select(FollowMeeting).where(FollowMeeting.chantier_id == chantier_id)
        meetings = self._session.exec(query.order_by(col(FollowMeeting.on).desc())).all()
        ids = [each.id for each in meetings]
        own, total = self._counts(ids, own=True), self._counts(ids, own=False)
        return [CountedMeeting(each, own.get(each.id, 0), total.get(each.id, 0)) for each in meetings]

    def coming(self, last: date) -> list[FollowMeeting]:
        """Those from today to ``last`` where some of the asker's people are talked about, the soonest first."""
        own = select(MeetingPerson.meeting_id).where(col(MeetingPerson.person_id).in_(self._near()))
        query = select(FollowMeeting).where(
            col(FollowMeeting.chantier_id).in_(self._asker.chantiers(Role.ADVISOR)),
            col(FollowMeeting.id).in_(own),
            FollowMeeting.on >= day_of(self._now),
            FollowMeeting.on <= last,
        )
        return list(self._session.exec(query.order_by(col(FollowMeeting.on), col(FollowMeeting.id))).all())

    def find(self, meeting_id: str) -> FollowMeeting | None:
        """The meeting, or None: there is none, or it is another chantier's."""
        own = col(FollowMeeting.chantier_id).in_(self._asker.chantiers(Role.ADVISOR))
        return self._session.exec(select(FollowMeeting).where(FollowMeeting.id == meeting_id, own)).first()

    def call(self, chantier_id: str, on: date) -> FollowMeeting:
        """The meeting of that day, called by the asker if it was not yet; the caller has checked that they may."""
        held = select(Chantier.id).where(Chantier.id == chantier_id)
        # Two who call it at the same moment have the same: the second waits for the first.
        self._session.exec(held.with_for_update(key_share=True)).all()
        query = select(FollowMeeting).where(FollowMeeting.chantier_id == chantier_id, FollowMeeting.on == on)
        found = self._session.exec(query).first()
        if found is None:
            self._leave_trace("meeting.write", [])
            found = FollowMeeting(
                id=token_hex(12), chantier_id=chantier_id, on=on, called_by=self._asker.id, called_at=self._now
            )
            self._session.add(found)
            self._session.flush()
        return found

    def hold(self, meeting: FollowMeeting) -> None:
        """Has other changes to this meeting wait until this one is done; before anything is traced."""
        held = select(FollowMeeting.id).where(FollowMeeting.id == meeting.id)
        self._session.exec(held.with_for_update(key_share=True)).all()

    def near(self, meeting: FollowMeeting) -> list[str]:
        """Those whom the asker may have talked about there: at that chantier, and accompanied by the asker."""
        in_place = or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date())
        there = Person.chantier_id == meeting.chantier_id
        query = select(Person.id).where(col(Person.id).in_(self._near()), there, in_place)
        return list(self._session.exec(query.order_by(col(Person.id))).all())

    def last_before(self, meeting: FollowMeeting) -> dict[str, date]:
        """The day of the meeting before it where each of the asker's people was talked about; without those of none."""
        query = select(MeetingPerson.person_id, func.max(col(FollowMeeting.on))).where(
            MeetingPerson.meeting_id == FollowMeeting.id,
            FollowMeeting.on < meeting.on,
            col(MeetingPerson.person_id).in_(self._near()),
        )
        return dict(self._session.exec(query.group_by(col(MeetingPerson.person_id))).all())

    def own_people(self, meeting: FollowMeeting) -> list[SaidOf]:
        """Those of the asker's people who are talked about there, by pseudonym."""
        rows = self._rows(meeting)
        if rows:
            self._leave_trace("meeting.read", [row.person_id for row in rows])
        return [SaidOf(row.person_id, self._words(row)) for row in rows]

    def others(self, meeting: FollowMeeting) -> int:
        """How many people are talked about there whom the asker does not accompany."""
        counted = self._counts([meeting.id], own=False).get(meeting.id, 0)
        return counted - self._counts([meeting.id], own=True).get(meeting.id, 0)

    def choose(self, meeting: FollowMeeting, people: Collection[str]) -> bool:
        """Has these of the asker's people be talked about, and no other of theirs but those already written about.

        Returns:
            Whether the meeting is kept: one where nobody is talked about is not.
        """
        wanted, known = (
            set(self.near(meeting)).intersection(people),
            {row.person_id: row for row in self._rows(meeting)},
        )
        added = sorted(wanted - known.keys())
        written = self._decided_about(meeting) | {person for person, row in known.items() if row.words_sealed}
        dropped = sorted(known.keys() - wanted - written)
        if added or dropped:
            self._leave_trace("meeting.write", sorted({*added, *dropped}))
        self._session.exec(
            delete(MeetingPerson).where(
                col(MeetingPerson.meeting_id) == meeting.id, col(MeetingPerson.person_id).in_(dropped)
            )
        )
        self._session.add_all(
            MeetingPerson(meeting_id=meeting.id, person_id=person, added_by=self._asker.id) for person in added
        )
        self._session.flush()
        if self._counts([meeting.id], own=False):
            return True
        self._leave_trace("meeting.write", [])
        self._session.delete(meeting)
        self._session.flush()
        return False

    def said_of(self, meeting: FollowMeeting, person_id: str) -> str | None:
        """What was said there of one of the asker's people; None where they are not talked about."""
        row = next((row for row in self._rows(meeting) if row.person_id == person_id), None)
        if row is None:
            return None
        self._leave_trace("meeting.read", [person_id])
        return self._words(row)

    def write(self, meeting: FollowMeeting, person_id: str, words: str) -> None:
        """Writes down what was said of somebody; the caller has checked that they are talked about."""
        row = self._session.get_one(MeetingPerson, (meeting.id, person_id))
        self._leave_trace("meeting.write", [person_id])
        row.words_sealed = self._sealer.seal({"words": words}) if words else None
        row.written_by, row.written_at = self._asker.id, self._now
        self._session.add(row)
        self._session.flush()

    def _rows(self, meeting: FollowMeeting) -> list[MeetingPerson]:
        query = select(MeetingPerson).where(
            MeetingPerson.meeting_id == meeting.id, col(MeetingPerson.person_id).in_(self._near())
        )
        return list(self._session.exec(query.order_by(col(MeetingPerson.person_id))).all())

    def _decided_about(self, meeting: FollowMeeting) -> set[str]:
        """The people about whom a step was decided there."""
        return set(self._session.exec(select(FollowStep.person_id).where(FollowStep.meeting_id == meeting.id)).all())

    def _counts(self, meetings: list[str], *, own: bool) -> dict[str, int]:
        query = select(MeetingPerson.meeting_id, func.count()).where(col(MeetingPerson.meeting_id).in_(meetings))
        if own:
            query = query.where(col(MeetingPerson.person_id).in_(self._near()))
        return dict(self._session.exec(query.group_by(col(MeetingPerson.meeting_id))).all())

    def _words(self, row: MeetingPerson) -> str:
        return (self._sealer.open(row.words_sealed)["words"] or "") if row.words_sealed else ""

    def _near(self) -> SelectOfScalar[str]:
        return select(Grant.person_id).where(
            Grant.account_id == self._asker.id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )

    def _leave_trace(self, action: str, people: Iterable[str]) -> None:
        self._trail.record(Event(self._asker.id, action, sorted(people), self._asker.address), self._now)


def reseal_meetings(session: Session, sealer: Sealer) -> int:
    """Seals what was said at meetings again under the first key, without reading it; how many there are."""
    query = select(MeetingPerson).where(col(MeetingPerson.words_sealed).is_not(None))
    rows = session.exec(query.order_by(col(MeetingPerson.meeting_id), col(MeetingPerson.person_id))).all()
    for row in rows:
        row.words_sealed = sealer.reseal(row.words_sealed or b"")
    return len(rows)
