"""What someone is reminded of: of the people they accompany, and to an officer the alerts about needs entrusted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker
from network_data.referrals.clocks import need_due
from network_data.repositories.exits import answered_by
from network_data.repositories.people import NEAR_KINDS
from network_data.tables import (
    ExitContact,
    Grant,
    GrantKind,
    HeldPaper,
    Need,
    NeedState,
    Person,
    PersonExit,
    Referral,
    Reminder,
)
from network_data.trail import Event, Recorder
from network_data.vocabulary import CLOCKS, Does

_ALERTS = frozenset(code for code, clock in CLOCKS.items() if clock.does is Does.ALERT)


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder with what it is about."""

    reminder: Reminder
    barriers: tuple[str, ...]
    referral: Referral | None = None
    exit: PersonExit | None = None


class ReminderRepository:
    """The reminders of ``asker`` at ``now``; leaves a trace before it shows or changes them.

    Whoever accompanies someone now, or stands in, sees all of theirs, whoever did when they were made.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def to_do(self) -> list[Told]:
        """What is still to be done, the longest due first; of what comes again, the last time alone."""
        shown = self._to_do()
        if shown:
            self._leave_trace("reminder.list", sorted({each.reminder.person_id for each in shown}))
        return shown

    def count(self) -> Mapping[str, int]:
        """How much is to be done, by clock; nobody is named, and nothing is shown."""
        return Counter(each.reminder.clock for each in self._to_do())

    def _to_do(self) -> list[Told]:
        latest: dict[tuple[object, ...], Told] = {}
        for told in self._within_reach(col(Reminder.current).is_(True), col(Reminder.done_at).is_(None)):
            one = told.reminder
            latest[_course(one)] = told
        return sorted(latest.values(), key=lambda each: (each.reminder.due_on, each.reminder.key))

    def find(self, reminder_id: str) -> Told | None:
        """A reminder that is theirs; None for anyone else's. Leaves no trace: it is for whoever then changes it."""
        return next(iter(self._within_reach(Reminder.id == reminder_id)), None)

    def finish(self, reminder_id: str, *, with_referral: bool = False) -> bool:
        """Notes that it was done, with whatever came before it by the same clock; False where it is not theirs.

        ``with_referral``: with whatever any clock of its referral had asked for. Done twice, it stays as it was.
        """
        found = next((told.reminder for told in self._within_reach(Reminder.id == reminder_id)), None)
        if found is None:
            return False
        self._leave_trace("reminder.done", [found.person_id])
        before = select(Reminder).where(
            col(Reminder.referral_id).is_not_distinct_from(found.referral_id),
            col(Reminder.need_id).is_not_distinct_from(found.need_id),
            col(Reminder.exit_id).is_not_distinct_from(found.exit_id),
            col(Reminder.paper).is_not_distinct_from(found.paper),
            Reminder.person_id == found.person_id,
            Reminder.due_on <= found.due_on,
            col(Reminder.done_at).is_(None),
        )
        if not (with_referral and found.referral_id):
            before = before.where(Reminder.clock == found.clock)
            # Every lead of a paper's end is about that end.
            before = before if found.paper else before.where(Reminder.step == found.step)
        for each in self._session.exec(before):
            each.done_at, each.done_by = self._now, self._asker.id
        self._session.flush()
        return True

    def take_back(self, reminder_id: str, done_at: datetime) -> None:
        """Has what the asker said was done at ``done_at`` be still to do; nothing where somebody else said so since."""
        found = next((told.reminder for told in self._within_reach(Reminder.id == reminder_id)), None)
        if found is None:
            return
        self._leave_trace("reminder.done", [found.person_id])
        at_once = select(Reminder).where(
            Reminder.person_id == found.person_id, Reminder.done_at == done_at, Reminder.done_by == self._asker.id
        )
        for each in self._session.exec(at_once):
            each.done_at = each.done_by = None
        self._session.flush()

    def _within_reach(self, *wanted: ColumnElement[bool] | bool) -> list[Told]:
        """Those among the wanted that the asker may know of, in the order in which they became due."""
        query = select(Reminder, Grant, Referral, Need).where(
            Reminder.person_id == Grant.person_id,
            Grant.account_id == self._asker.id,
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
            *wanted,
        )
        query = query.join(Referral, col(Reminder.referral_id) == col(Referral.id), isouter=True)
        query = query.join(Need, col(Reminder.need_id) == col(Need.id), isouter=True)
        rows = self._session.exec(query.order_by(col(Reminder.due_on), Reminder.key)).all()
        beside = self._beside([reminder for reminder, *_ in rows])
        found: dict[str, Told] = {}
        for reminder, grant, referral, need in rows:
            left = beside.exits.get(reminder.exit_id or "")
            if need and not _still_asks(need, reminder):
                continue
            if left and not beside.still_followed(left, reminder):
                continue
            if reminder.paper and not beside.still_ends(reminder):
                continue
            barriers = tuple(referral.barriers) if referral else (need.barrier,) if need else ()
            if _concerns(grant, reminder, barriers):
                found[reminder.id] = Told(reminder, barriers, referral, left)
        return list(found.values())

    def _beside(self, reminders: Sequence[Reminder]) -> "_Beside":
        exits = sorted({each.exit_id for each in reminders if each.exit_id})
        holders = sorted({each.person_id for each in reminders if each.paper})
        contacts: dict[str, list[ExitContact]] = defaultdict(list)
        for contact in self._session.exec(select(ExitContact).where(col(ExitContact.exit_id).in_(exits))):
            contacts[contact.exit_id].append(contact)
        held = self._session.exec(select(HeldPaper).where(col(HeldPaper.person_id).in_(holders)))
        asked = select(Person.id, Person.requested_papers).where(col(Person.id).in_(holders))
        return _Beside(
            {each.id: each for each in self._session.exec(select(PersonExit).where(col(PersonExit.id).in_(exits)))},
            contacts,
            {(each.person_id, each.paper): each for each in held},
            dict(self._session.exec(asked).all()),
        )

    def _leave_trace(self, action: str, people: Sequence[str]) -> None:
        self._trail.record(Event(self._asker.id, action, people, self._asker.address), self._now)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What reminders are about beside referrals and needs, read at once."""

    exits: Mapping[str, PersonExit]
    contacts: Mapping[str, Sequence[ExitContact]]
    held: Mapping[tuple[str, str], HeldPaper]
    requested: Mapping[str, Sequence[str]]

    def still_ends(self, reminder: Reminder) -> bool:
        """Whether the paper was neither renewed nor lost since; nor asked for, unless it has ended."""
        held = self.held.get((reminder.person_id, reminder.paper or ""))
        if held is None or held.until != reminder.paper_until:
            return False
        return reminder.step == 0 or reminder.paper not in self.requested[reminder.person_id]

    def still_followed(self, left: PersonExit, reminder: Reminder) -> bool:
        """Whether nobody has answered since, and the person did not wish to be left in peace."""
        answered = answered_by(self.contacts.get(left.id, ()))
        return left.closed_on is None and max(answered, default=0) < reminder.occurrence


def _course(reminder: Reminder) -> tuple[object, ...]:
    """What a reminder is one of, the later replacing the earlier: every lead of a paper's end is about that end."""
    about = reminder.referral_id, reminder.need_id, reminder.exit_id
    if reminder.paper:
        return *about, reminder.person_id, reminder.paper
    return *about, reminder.clock, reminder.step


def _still_asks(need: Need, reminder: Reminder) -> bool:
    """Whether the need is still open, and was not looked at again since."""
    return need.state is NeedState.OPEN and need_due(need.assessed_on, reminder.due_on) is not None


def _concerns(grant: Grant, reminder: Reminder, barriers: Collection[str]) -> bool:
    if grant.kind in NEAR_KINDS:
        return True
    entrusted = grant.kind is GrantKind.ENTRUSTED and bool(barriers) and set(barriers) <= set(grant.barriers or ())
    return entrusted and reminder.clock in _ALERTS
