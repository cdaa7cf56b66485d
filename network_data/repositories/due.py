"""Finds what is due of people's referrals and needs, and writes it down once: for the engine, which asks for nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker
from network_data.civil_time import day_of
from network_data.concertation.papers import call_of
from network_data.referrals.after_exit import due_mark
from network_data.referrals.clocks import Days, Due, Standing, due, need_due
from network_data.referrals.log import Course, replay
from network_data.referrals.working_days import after_months
from network_data.repositories.exits import answered_by
from network_data.repositories.outbox import Outbox
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import ReferralRepository, event_of
from network_data.tables import (
    ExitContact,
    HeldPaper,
    MailKind,
    Need,
    NeedState,
    PartnerClock,
    Person,
    PersonExit,
    Referral,
    ReferralEvent,
    Reminder,
    Service,
    SharingAgreement,
)
from network_data.trail import Event as Trace
from network_data.trail import Recorder
from network_data.vocabulary import CLOCKED_STATES, Does
from network_data.vocabulary.after_exit import EXIT_CLOCK, EXIT_MONTHS
from network_data.vocabulary.paper_leads import PAPER_CLOCK

_LONGEST_BEFORE = timedelta(days=150)
"""Fewer days than any need may wait before it asks to be looked at again."""
_AT_ONCE = 5_000
_WRITTEN_TO_THE_PARTNER = {"no-answer": MailKind.REMINDER, "waiting-list": MailKind.STILL_WAITING}
"""The clocks of which the partner is reminded too, by mail."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something due that nobody was told yet, about a referral or a need of someone."""

    person_id: str
    key: str
    due: Due
    step: int = 0
    referral: Referral | None = None
    need_id: int | None = None
    exit_id: str | None = None
    paper: str | None = None
    paper_until: date | None = None


class DueReader:
    """What is due on the day ``today`` and was not told yet: read for the engine, and written down by nobody here."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today

    def waiting(self, person_id: str | None = None) -> list[Waiting]:
        """Everything due and not yet told, of everyone or of one person, the oldest first."""
        found = [
            *self._of_referrals(person_id),
            *self._of_needs(person_id),
            *self._of_exits(person_id),
            *self._of_papers(person_id),
        ]
        told = self._told([each.key for each in found])
        untold = (each for each in found if each.key not in told)
        return sorted(untold, key=lambda each: (each.due.on, each.person_id, each.key))

    def _told(self, keys: Sequence[str]) -> set[str]:
        """Those among the keys that a reminder bears already, asked for some at a time."""
        found: set[str] = set()
        for start in range(0, len(keys), _AT_ONCE):
            asked = select(Reminder.key).where(col(Reminder.key).in_(keys[start : start + _AT_ONCE]))
            found.update(self._session.exec(asked).all())
        return found

    def _of_referrals(self, person_id: str | None) -> Iterable[Waiting]:
        query = select(Referral, Service.partner_id).where(
            Referral.service_id == Service.id, col(Referral.state).in_(sorted(CLOCKED_STATES))
        )
        query = query if person_id is None else query.where(Referral.person_id == person_id)
        found = self._session.exec(query.execution_options(populate_existing=True)).all()
        logs, agreed, own = self._logs(person_id), self._agreed(person_id), self._set_by()
        for referral, partner_id in found:
            events = logs[referral.id]
            course = replay(referral.kind, map(event_of, events))
            standing = _standing(course, events, own.get(partner_id, {}), agreed=_about(referral) in agreed)
            for each in due(standing, self._today):
                key = f"{referral.id}:{each.clock}:{standing.step}:{each.occurrence}"
                yield Waiting(referral.person_id, key, each, standing.step, referral)

    def _of_exits(self, person_id: str | None) -> Iterable[Waiting]:
        query = select(PersonExit).where(col(PersonExit.closed_on).is_(None))
        query = query if person_id is None else query.where(PersonExit.person_id == person_id)
        exits = self._session.exec(query).all()
        asked = select(ExitContact).where(col(ExitContact.exit_id).in_([each.id for each in exits]))
        contacts: dict[str, list[ExitContact]] = defaultdict(list)
        for contact in self._session.exec(asked):
            contacts[contact.exit_id].append(contact)
        for each in exits:
            mark = due_mark(each.on, answered_by(contacts[each.id]), self._today)
            if mark:
                due_since = Due(mark.due_on, EXIT_CLOCK, mark.months)
                key = f"exit:{each.id}:{EXIT_CLOCK}:{mark.months}"
                yield Waiting(each.person_id, key, due_since, step=mark.months, exit_id=each.id)

    def _of_papers(self, person_id: str | None) -> Iterable[Waiting]:
        query = select(HeldPaper, Person.requested_papers).where(
            HeldPaper.person_id == Person.id, self._still_here(), col(HeldPaper.until).is_not(None)
        )
        query = query if person_id is None else query.where(HeldPaper.person_id == person_id)
        for held, requested in self._session.exec(query):
            assert held.until is not None, "only those are asked for"
            call = call_of(held.paper, held.until, self._today, requested=held.paper in requested)
            if call:
                key = f"paper:{held.person_id}:{held.paper}:{held.until}:{call.months}"
                found = Due(call.due_on, PAPER_CLOCK)
                yield Waiting(held.person_id, key, found, step=call.months, paper=held.paper, paper_until=held.until)

    def _of_needs(self, person_id: str | None) -> Iterable[Waiting]:
        query = select(Need).where(
            Need.person_id == Person.id,
            self._still_here(),
            Need.state == NeedState.OPEN,
            Need.assessed_on < self._today - _LONGEST_BEFORE,
        )
        query = query if person_id is None else query.where(Need.person_id == person_id)
        for need in self._session.exec(query):
            found = need_due(need.assessed_on, self._today)
            if found:
                key = f"need:{need.id}:{found.clock}:{need.assessed_on}"
                yield Waiting(need.person_id, key, found, need_id=need.id)

    def _still_here(self) -> ColumnElement[bool]:
        """Whether somebody is at their chantier, or left for something within the year and is still asked about it."""
        since = after_months(self._today, -EXIT_MONTHS[-1])
        query = select(PersonExit.person_id).where(PersonExit.on >= since, col(PersonExit.closed_on).is_(None))
        return or_(col(Person.left_on).is_(None), col(Person.left_on) > self._today, col(Person.id).in_(query))

    def _logs(self, person_id: str | None) -> Mapping[str, list[ReferralEvent]]:
        query = select(ReferralEvent).where(
            ReferralEvent.referral_id == Referral.id, col(Referral.state).in_(sorted(CLOCKED_STATES))
        )
        query = query if person_id is None else query.where(Referral.person_id == person_id)
        logs: dict[str, list[ReferralEvent]] = defaultdict(list)
        for event in self._session.exec(query.order_by(col(ReferralEvent.referral_id), col(ReferralEvent.number))):
            logs[event.referral_id].append(event)
        return logs

    def _agreed(self, person_id: str | None) -> set[tuple[str, str, str]]:
        """Who agreed today that which recipient be told about which service."""
        query = select(SharingAgreement.person_id, SharingAgreement.service_id, SharingAgreement.recipient).where(
            SharingAgreement.given_on <= self._today,
            SharingAgreement.until >= self._today,
            col(SharingAgreement.withdrawn_at).is_(None),
        )
        query = query if person_id is None else query.where(SharingAgreement.person_id == person_id)
        return set(self._session.exec(query).all())

    def _set_by(self) -> Mapping[str, Mapping[str, Days]]:
        """What partners set, by partner and clock."""
        own: dict[str, dict[str, Days]] = defaultdict(dict)
        for row in self._session.exec(select(PartnerClock)):
            own[row.partner_id][row.clock] = Days(row.days, row.urgent)
        return own


class DueRepository(DueReader):
    """The same for ``asker`` the engine, which alone writes it down, at ``now``."""

    def __init__(self, asker: Asker, session: Session, now: datetime, today: date, trail: Recorder) -> None:
        super().__init__(session, today)
        self._asker = asker
        self._now = now
        self._trail = trail

    def hold(self, person_id: str) -> bool:
        """Has other changes to someone wait, another run of the clocks among them; False when they were erased."""
        held = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
        return self._session.exec(held).first() is not None

    def remind(self, waiting: Iterable[Waiting]) -> None:
        """Writes reminders about one person, each once; to partners too where it is theirs to answer."""
        waiting = list(waiting)
        rows = [reminder_of(each, self._now) for each in waiting]
        if rows:
            self._trail.record(Trace(self._asker.id, "reminder.make", [rows[0].person_id]), self._now)
            self._session.add_all(rows)
            self._session.flush()
            self._remind_partners(waiting)

    def expire(self, book: ReferralRepository, waiting: Waiting) -> None:
        """Ends a referral whose time has run out."""
        assert waiting.referral is not None, "needs do not expire"
        chantier = self._session.get_one(Person, waiting.person_id).chantier_id
        book.expire(waiting.referral, Reach(waiting.person_id, chantier, None, writes=True), waiting.due.clock)

    def _remind_partners(self, waiting: Iterable[Waiting]) -> None:
        """Once for each referral, even where several turns were missed."""
        latest = {
            each.referral.id: (each, each.referral)
            for each in sorted(waiting, key=lambda one: one.due.on)
            if each.referral and each.due.clock in _WRITTEN_TO_THE_PARTNER
        }
        outbox = Outbox(self._session, self._now)
        for each, referral in latest.values():
            outbox.remind(referral, _WRITTEN_TO_THE_PARTNER[each.due.clock], each.step, each.due.occurrence)


def reminder_of(waiting: Waiting, made_at: datetime) -> Reminder:
    """What is written down of something due: that it was told."""
    return Reminder(
        id=token_hex(12),
        key=waiting.key,
        person_id=waiting.person_id,
        referral_id=waiting.referral.id if waiting.referral else None,
        need_id=waiting.need_id,
        exit_id=waiting.exit_id,
        paper=waiting.paper,
        paper_until=waiting.paper_until,
        clock=waiting.due.clock,
        step=waiting.step,
        occurrence=waiting.due.occurrence,
        due_on=waiting.due.on,
        made_at=made_at,
    )


def expires(waiting: Waiting) -> bool:
    """Whether a referral ends by it."""
    return waiting.due.does is Does.EXPIRE


def _about(referral: Referral) -> tuple[str, str, str]:
    return referral.person_id, referral.service_id, referral.recipient


def _standing(course: Course, events: Sequence[ReferralEvent], own: Mapping[str, Days], *, agreed: bool) -> Standing:
    by_number = {event.number: event.details for event in events}
    standing = [by_number[event.number] for event in course.standing]
    appointment, review = standing[-1].get("scheduled_at"), standing[-1].get("next_review_on")
    check = next((each["next_check_on"] for each in reversed(standing) if "next_check_on" in each), None)
    return Standing(
        kind=course.kind,
        state=course.state,
        step=course.standing[-1].number,
        since=day_of(course.since),
        appointment_on=day_of(datetime.fromisoformat(appointment)) if appointment else None,
        review_on=date.fromisoformat(review) if review else None,
        check_on=date.fromisoformat(check) if check else None,
        urgent="urgent" in standing[0],
        agreed=agreed,
        set_by=own,
    )
