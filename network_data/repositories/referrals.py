"""Referrals on behalf of whoever asks: found, begun, moved by events; all else follows from the log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, select, update

from network_data.asker import Asker
from network_data.referrals.log import Course, Event, EventKind, replay
from network_data.referrals.quotas import Use
from network_data.repositories.holdings import Holdings
from network_data.repositories.outbox import Outbox
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.repositories.webhook_outbox import WebhookOutbox
from network_data.sealing import Sealer
from network_data.tables import Need, NeedState, Referral, ReferralEvent, Reminder, Service
from network_data.trail import Event as Trace
from network_data.trail import Recorder
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState, Unit

NOTES = "referral-note"
"""What the free words of a log are sealed for."""
_OPEN = [state for state, entry in REFERRAL_STATES.items() if not entry.ended]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A referral to begin; the columns of ``Referral`` say what each is."""

    service: Service
    recipient: str
    kind: ReferralKind
    barriers: tuple[str, ...]
    replaces_id: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line to write into a log; the columns of ``ReferralEvent`` say what each is."""

    to: ReferralState | None
    at: datetime
    on_behalf_of: str | None = None
    reason: str | None = None
    note: str | None = None
    details: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ReferralFile:
    """A referral, its log, what the log gives and what that holds now.

    ``notes`` by number of event, those that are the asker's to read.
    """

    referral: Referral
    events: tuple[ReferralEvent, ...]
    course: Course
    notes: dict[int, str]
    reach: Reach
    holdings: Mapping[Unit, datetime | None]

    def log(self) -> tuple[Event, ...]:
        """The log as it is replayed."""
        return tuple(map(event_of, self.events))


class ReferralRepository:
    """Reads and writes referrals as ``asker`` may at ``now``; leaves a trace before it does.

    The order in which rows are locked is one: people, the trail, referrals, quotas.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer
        self.reaches = Reaches(asker, session, now, trail)
        self.holdings = Holdings(session, now)

    def of_person(self, reach: Reach, offset: int, limit: int) -> tuple[list[ReferralFile], int]:
        """A person's referrals as far as the asker sees them, the latest first, and how many there are.

        Those entered in error are hidden: whoever has their id still finds them.
        """
        self._leave_trace("referral.list", reach.person_id)
        query = select(Referral).where(
            Referral.person_id == reach.person_id, Referral.state != ReferralState.ENTERED_IN_ERROR
        )
        latest = self._session.exec(query.order_by(col(Referral.created_at).desc(), col(Referral.id))).all()
        shown = [referral for referral in latest if self._shows(reach, referral)]
        return [self._file(referral, reach) for referral in shown[offset : offset + limit]], len(shown)

    def find(self, referral_id: str) -> ReferralFile | None:
        """The referral, or None: it does not exist, or is not the asker's to see."""
        person_id = self._person_of(referral_id)
        return self._find(person_id, referral_id) if person_id else None

    def find_to_move(self, referral_id: str) -> ReferralFile | None:
        """The same, for whoever then moves it: other changes to this person's referrals wait."""
        person_id = self._person_of(referral_id)
        if person_id is None:
            return None
        self.reaches.hold([person_id])
        return self._find(person_id, referral_id)

    def open_for(self, referral_id: str, reach: Reach) -> ReferralFile:
        """A referral that something else than a grant opens, as far as ``reach``; the caller holds the person."""
        self._leave_trace("referral.read", reach.person_id)
        return self._file(self._session.get_one(Referral, referral_id, populate_existing=True), reach)

    def carried(self, person_id: str, barriers: Collection[str]) -> set[str]:
        """Those among ``barriers`` that a person whom the asker reaches carries today."""
        query = select(Need.barrier).where(
            Need.person_id == person_id, col(Need.barrier).in_(barriers), Need.state == NeedState.OPEN
        )
        return set(self._session.exec(query).all())

    def open_about(self, person_id: str, barriers: Collection[str], *, but: str | None = None) -> list[Referral]:
        """The open referrals of someone whom the asker reaches about some barriers; ``but``: one that is left out."""
        query = select(Referral).where(
            Referral.person_id == person_id, col(Referral.state).in_(_OPEN), Referral.id != (but or "")
        )
        return [each for each in self._session.exec(query) if not set(barriers).isdisjoint(each.barriers)]

    def under_way(self, people: Collection[str]) -> set[tuple[str, str]]:
        """Of people whom the asker reaches, each barrier that an open referral is about, beside its person."""
        query = select(Referral.person_id, Referral.barriers).where(
            col(Referral.person_id).in_(sorted(people)), col(Referral.state).in_(_OPEN)
        )
        return {(person, barrier) for person, barriers in self._session.exec(query) for barrier in barriers}

    def replaced_by(self, referral_id: str) -> str | None:
        """The referral that took the place of this one."""
        return self._session.exec(select(Referral.id).where(Referral.replaces_id == referral_id)).first()

    def is_written_to(self, referral: Referral) -> bool:
        """Whether sending a referral that the asker sees writes to whoever is told of it."""
        return Outbox(self._session, self._now).may_write(referral)

    def begin(self, reach: Reach, beginning: Beginning, line: Line) -> ReferralFile:
        """Begins a referral with the first line of its log; the caller has checked that it may."""
        self._leave_trace("referral.prepare", reach.person_id)
        referral = Referral(
            id=token_hex(12),
            person_id=reach.person_id,
            service_id=beginning.service.id,
            recipient=beginning.recipient,
            kind=beginning.kind,
            barriers=list(beginning.barriers),
            replaces_id=beginning.replaces_id,
            created_at=self._now,
            state=line.to or ReferralState.PREPARED,
            since=line.at,
        )
        self._session.add(referral)
        self._session.flush()
        self._write(referral, 1, EventKind.MOVE, line)
        return self._settled(referral, reach)

    def move(self, file: ReferralFile, line: Line) -> ReferralFile:
        """Appends a move to the log; the caller has checked that it may be made."""
        self._leave_trace("referral.move", file.referral.person_id, to=str(line.to))
        self._write(file.referral, file.course.number + 1, EventKind.MOVE, line)
        return self._settled(file.referral, file.reach)

    def expire(self, referral: Referral, reach: Reach, clock: str) -> None:
        """Ends a referral whose time has run out; the words of one that was never sent go with it."""
        file = self._file(referral, reach)
        if file.course.state is ReferralState.PREPARED:
            for event in file.events:
                event.note_sealed = None
        self.move(file, Line(ReferralState.EXPIRED, self._now, details={"clock": clock}))

    def undo(self, file: ReferralFile) -> ReferralFile:
        """Appends that the last move no longer stands; the caller has checked that it may."""
        self._leave_trace("referral.undo", file.referral.person_id)
        self._write(file.referral, file.course.number + 1, EventKind.UNDO, Line(None, self._now))
        return self._settled(file.referral, file.reach)

    def lacks(self, reach: Reach, service: Service, after: Course, referral_id: str | None = None) -> Unit | None:
        """What no quota has left for a referral that goes on to ``after``; None when it gets all it must hold.

        What it holds already is its own.
        """
        held = self.holdings.held_by(referral_id) if referral_id else {}
        for unit in after.holdings(self._now):
            if unit not in held and self._room(unit, reach, service, referral_id) == 0:
                return unit
        return None

    def next_event(self, file: ReferralFile, line: Line) -> Event:
        """The event that writing this line would append."""
        return Event(
            number=file.course.number + 1,
            actor=self._asker.id,
            recorded_at=self._now,
            to=line.to,
            kind=EventKind.MOVE if line.to else EventKind.UNDO,
            at=line.at,
            by_contact="contact" in (line.details or {}),
        )

    def _room(self, unit: Unit, reach: Reach, service: Service, but: str | None) -> int | None:
        use = Use(unit, service.partner_id, service.id, reach.chantier_id, self._now.date())
        return self.holdings.room(use, but=but)

    def _person_of(self, referral_id: str) -> str | None:
        return self._session.exec(select(Referral.person_id).where(Referral.id == referral_id)).first()

    def _find(self, person_id: str, referral_id: str) -> ReferralFile | None:
        reach = self.reaches.of(person_id)
        query = select(Referral).where(Referral.id == referral_id).execution_options(populate_existing=True)
        referral = self._session.exec(query).first()
        if reach is None or referral is None or not self._shows(reach, referral):
            return None
        self._leave_trace("referral.read", person_id)
        return self._file(referral, reach)

    def _shows(self, reach: Reach, referral: Referral) -> bool:
        return reach.covers(referral.barriers) and self.reaches.sees_service(reach, referral.service_id)

    def _file(self, referral: Referral, reach: Reach) -> ReferralFile:
        query = select(ReferralEvent).where(ReferralEvent.referral_id == referral.id)
        events = tuple(self._session.exec(query.order_by(col(ReferralEvent.number))).all())
        notes = {
            event.number: self._sealer.open(event.note_sealed)["note"] or ""
            for event in events
            if event.note_sealed is not None and (reach.whole or event.actor == self._asker.id)
        }
        course = replay(referral.kind, map(event_of, events))
        return ReferralFile(referral, events, course, notes, reach, course.holdings(self._now))

    def _write(self, referral: Referral, number: int, kind: EventKind, line: Line) -> None:
        event = ReferralEvent(
            referral_id=referral.id,
            number=number,
            kind=kind,
            to_state=line.to,
            actor=self._asker.id,
            on_behalf_of=line.on_behalf_of,
            at=line.at,
            recorded_at=self._now,
            reason=line.reason,
            note_sealed=self._sealer.seal({"note": line.note}) if line.note else None,
            details=line.details or {},
        )
        self._session.add(event)
        self._session.flush()

    def _settled(self, referral: Referral, reach: Reach) -> ReferralFile:
        """Has the referral stand where its log says, and hold what that takes."""
        file = self._file(referral, reach)
        referral.state, referral.since = file.course.state, file.course.since
        partner_id = self._session.get_one(Service, referral.service_id).partner_id
        use = Use(Unit.PLACE, partner_id, referral.service_id, reach.chantier_id, self._now.date())
        self.holdings.keep(referral.id, file.holdings, use)
        self._session.exec(
            update(Reminder)
            .where(col(Reminder.referral_id) == referral.id)
            .values(current=col(Reminder.step) == file.course.standing[-1].number)
        )
        Outbox(self._session, self._now).follow(referral, file.course)
        WebhookOutbox(self._session, self._now).referral_changed(referral, reach.chantier_id, file.course)
        return file

    def _leave_trace(self, action: str, person_id: str, **details: str) -> None:
        event = Trace(self._asker.id, action, [person_id], self._asker.address, details=details)
        self._trail.record(event, self._now)


def states_of(session: Session) -> Sequence[tuple[Referral, Course]]:
    """Every referral beside what its log gives: what checks that the two agree. Nobody is named."""
    in_order = col(ReferralEvent.referral_id), col(ReferralEvent.number)
    logs: dict[str, list[Event]] = {}
    for event in session.exec(select(ReferralEvent).order_by(*in_order)):
        logs.setdefault(event.referral_id, []).append(event_of(event))
    referrals = session.exec(select(Referral).order_by(col(Referral.id))).all()
    return [(referral, replay(referral.kind, logs[referral.id])) for referral in referrals]


def reseal_notes(session: Session, sealer: Sealer) -> int:
    """Seals every note again under the first key, without reading it; how many there are."""
    query = select(ReferralEvent).where(col(ReferralEvent.note_sealed).is_not(None))
    rows = session.exec(query.order_by(col(ReferralEvent.referral_id), col(ReferralEvent.number))).all()
    for row in rows:
        row.note_sealed = sealer.reseal(row.note_sealed or b"")
    return len(rows)


def event_of(event: ReferralEvent) -> Event:
    """A stored line of a log as it is replayed."""
    until = event.details.get("held_until")
    return Event(
        number=event.number,
        actor=event.actor,
        recorded_at=event.recorded_at,
        to=event.to_state,
        kind=event.kind,
        at=event.at,
        by_contact="contact" in event.details,
        held_until=datetime.fromisoformat(until) if until else None,
    )
