"""The week of whoever accompanies people: who they are, appointments, calls noted, when each was last heard of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker
from network_data.referrals.log import replay
from network_data.repositories.people import NEAR_KINDS
from network_data.repositories.referrals import event_of
from network_data.tables import Grant, LoggedContact, News, NewsOutcome, Person, Referral, ReferralEvent, Whom
from network_data.trail import Event, Recorder
from network_data.vocabulary import ReferralState


@dataclass(frozen=True, slots=True)
class Expected:
    """A referral with the moment at which the person is expected."""

    referral: Referral
    at: datetime


@dataclass(frozen=True, slots=True)
class LastHeard:
    """When a person was last reached, and last tried without reaching them; None where nobody ever noted it.

    ``again_on``: from when somebody means to try again.
    """

    reached_at: datetime | None = None
    tried_at: datetime | None = None
    again_on: date | None = None


class WeekRepository:
    """The week of ``asker`` at ``now``, about those whom they accompany now or stand in for; traced before it looks."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def people(self) -> list[str]:
        """Those who are at their chantier, by pseudonym."""
        in_place = or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date())
        query = select(Person.id).where(col(Person.id).in_(self._near()), in_place)
        found = list(self._session.exec(query.order_by(col(Person.id))).all())
        if found:
            self._trail.record(Event(self._asker.id, "week.read", found, self._asker.address), self._now)
        return found

    def expected(self, first: datetime, last: datetime) -> list[Expected]:
        """Appointments from ``first`` to before ``last``, of those who left their chantier too, the soonest first."""
        of_theirs = col(Referral.person_id).in_(self._near()), Referral.state == ReferralState.SCHEDULED
        logs: dict[str, list[ReferralEvent]] = defaultdict(list)
        lines = select(ReferralEvent).where(ReferralEvent.referral_id == Referral.id, *of_theirs)
        for event in self._session.exec(lines.order_by(col(ReferralEvent.number))):
            logs[event.referral_id].append(event)
        found = []
        for referral in self._session.exec(select(Referral).where(*of_theirs)):
            standing = replay(referral.kind, map(event_of, logs[referral.id])).standing[-1].number
            said = next(each.details.get("scheduled_at") for each in logs[referral.id] if each.number == standing)
            at = datetime.fromisoformat(said) if said else None
            if at is not None and first <= at < last:
                found.append(Expected(referral, at))
        if found:
            told = sorted({each.referral.person_id for each in found})
            self._trail.record(Event(self._asker.id, "referral.list", told, self._asker.address), self._now)
        return sorted(found, key=lambda each: (each.at, each.referral.id))

    def calls_noted(self, reminders: Collection[str], steps: Collection[str]) -> Mapping[str, News]:
        """What was last noted of trying to call about reminders and steps, by the id of either."""
        about = or_(col(News.reminder_id).in_(sorted(reminders)), col(News.step_id).in_(sorted(steps)))
        rows = self._session.exec(select(News).where(about).order_by(col(News.at), col(News.id)))
        return {row.reminder_id or row.step_id or "": row for row in rows}

    def last_heard(self, people: Collection[str]) -> Mapping[str, LastHeard]:
        """Of people whom ``people()`` gave, when each was last heard of; only those of whom something was noted."""
        of_themselves = (
            col(News.person_id).in_(sorted(people)),
            col(News.referent_id).is_(None),
            col(News.reminder_id).is_(None),
            col(News.step_id).is_(None),
        )
        query = select(News.person_id, News.outcome, func.max(News.at), func.max(News.again_on)).where(*of_themselves)
        latest: dict[str, dict[NewsOutcome, tuple[datetime, date | None]]] = defaultdict(dict)
        for person, outcome, at, again_on in self._session.exec(query.group_by(News.person_id, col(News.outcome))):
            latest[person][NewsOutcome(outcome)] = at, again_on
        return self._with_contacts(people, {person: _last_heard(by) for person, by in latest.items()})

    def _with_contacts(self, people: Collection[str], heard: Mapping[str, LastHeard]) -> Mapping[str, LastHeard]:
        """The same, contacts logged with the person being news too."""
        query = select(LoggedContact.person_id, LoggedContact.reached, func.max(LoggedContact.at)).where(
            col(LoggedContact.person_id).in_(sorted(people)), LoggedContact.whom == Whom.PERSON
        )
        found = dict(heard)
        for person, reached, at in self._session.exec(
            query.group_by(LoggedContact.person_id, col(LoggedContact.reached))
        ):
            known = found.get(person, LastHeard())
            if reached:
                found[person] = replace(known, reached_at=max(known.reached_at or at, at))
            else:
                found[person] = replace(known, tried_at=max(known.tried_at or at, at))
        return found

    def _near(self) -> SelectOfScalar[str]:
        return select(Grant.person_id).where(
            Grant.account_id == self._asker.id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )


def _last_heard(by: Mapping[NewsOutcome, tuple[datetime, date | None]]) -> LastHeard:
    reached, tried = by.get(NewsOutcome.REACHED), by.get(NewsOutcome.NOT_REACHED)
    again = [on for outcome, (_, on) in by.items() if outcome is not NewsOutcome.REACHED and on]
    return LastHeard(reached and reached[0], tried and tried[0], max(again, default=None))
