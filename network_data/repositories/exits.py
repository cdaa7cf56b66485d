"""What people left for and what became of it, on behalf of whoever accompanies them; counts for who coordinates."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.repositories.people import NEAR_KINDS
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.tables import Chantier, ExitContact, Grant, Person, PersonExit
from network_data.trail import Event, Recorder
from network_data.vocabulary.after_exit import ANSWERS, ExitKind, ExitOutcome


@dataclass(frozen=True, slots=True)
class ExitFile:
    """What somebody left for, with those times they were asked, the oldest first."""

    exit: PersonExit
    contacts: tuple[ExitContact, ...]

    @property
    def answered(self) -> frozenset[int]:
        """The moments of the rhythm that have an answer."""
        return answered_by(self.contacts)


class ExitRepository:
    """Exits as ``asker`` may know them at ``now``; leaves a trace before it looks or writes."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self.reaches = Reaches(asker, session, now, trail)

    def of_person(self, reach: Reach) -> list[ExitFile]:
        """All that somebody left for, the latest first; to software what it wrote, to who sees a part nothing."""
        self._leave_trace("exit.read", [reach.person_id])
        if reach.whole:
            return self._files(PersonExit.person_id == reach.person_id)
        if not reach.discreet:
            return []
        own = self._files(PersonExit.person_id == reach.person_id, PersonExit.recorded_by == self._asker.id)
        return [self._own_part(each) for each in own]

    def mine(self) -> list[ExitFile]:
        """What the people whom the asker accompanies now, or stands in for, left for and is still followed."""
        near = select(Grant.person_id).where(
            Grant.account_id == self._asker.id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        found = self._files(col(PersonExit.person_id).in_(near), col(PersonExit.closed_on).is_(None))
        if found:
            self._leave_trace("exit.list", sorted({each.exit.person_id for each in found}))
        return found

    def counted(self, territory_slug: str) -> list[ExitFile]:
        """Those of a territory, for its coordinator, who counts them and reads no one's; nothing for anyone else."""
        if territory_slug not in self._asker.territories(Role.COORDINATOR):
            return []
        here = select(Person.id).where(Person.chantier_id == Chantier.id, Chantier.territory_slug == territory_slug)
        details = {"territory": territory_slug}
        self._trail.record(Event(self._asker.id, "exit.count", (), self._asker.address, details=details), self._now)
        return self._files(col(PersonExit.person_id).in_(here))

    def record(self, reach: Reach, kind: ExitKind, on: date) -> PersonExit:
        """Writes down what somebody left for; the caller has checked that the asker may."""
        self._leave_trace("exit.record", [reach.person_id])
        made = PersonExit(
            id=token_hex(12),
            person_id=reach.person_id,
            kind=kind,
            on=on,
            recorded_by=self._asker.id,
            recorded_at=self._now,
        )
        self._session.add(made)
        self._session.flush()
        return made

    def note(self, of: PersonExit, months: int, outcome: ExitOutcome, on: date) -> ExitContact:
        """Writes down what somebody said when they were asked; who wishes to be left in peace is asked no more."""
        self._leave_trace("exit.contact", [of.person_id])
        made = ExitContact(
            id=token_hex(12),
            exit_id=of.id,
            months=months,
            on=on,
            outcome=outcome,
            recorded_by=self._asker.id,
            recorded_at=self._now,
        )
        self._session.add(made)
        if outcome is ExitOutcome.STOPPED:
            self._close(of.id, on)
            of.closed_on = of.closed_on or on
        self._session.flush()
        return made

    def close(self, of: PersonExit) -> None:
        """Has nobody ask any more."""
        self._leave_trace("exit.close", [of.person_id])
        self._close(of.id, self._now.date())
        self._session.flush()

    def _close(self, exit_id: str, on: date) -> None:
        kept = self._session.get_one(PersonExit, exit_id)
        kept.closed_on = kept.closed_on or on

    def _own_part(self, file: ExitFile) -> ExitFile:
        said = tuple(each for each in file.contacts if each.recorded_by == self._asker.id)
        stopped_on = next((each.on for each in said if each.outcome is ExitOutcome.STOPPED), None)
        return ExitFile(PersonExit(**file.exit.model_dump() | {"closed_on": stopped_on}), said)

    def _files(self, *wanted: ColumnElement[bool] | bool) -> list[ExitFile]:
        query = select(PersonExit).where(*wanted).order_by(col(PersonExit.on).desc(), col(PersonExit.id))
        exits = self._session.exec(query).all()
        contacts = self._contacts([each.id for each in exits])
        return [ExitFile(each, tuple(contacts[each.id])) for each in exits]

    def _contacts(self, exits: Collection[str]) -> dict[str, list[ExitContact]]:
        query = select(ExitContact).where(col(ExitContact.exit_id).in_(sorted(exits)))
        found: dict[str, list[ExitContact]] = defaultdict(list)
        for each in self._session.exec(query.order_by(col(ExitContact.on), col(ExitContact.recorded_at))):
            found[each.exit_id].append(each)
        return found

    def _leave_trace(self, action: str, people: Sequence[str]) -> None:
        self._trail.record(Event(self._asker.id, action, people, self._asker.address), self._now)


def answered_by(contacts: Collection[ExitContact]) -> frozenset[int]:
    """The moments of the rhythm to which somebody answered."""
    return frozenset(each.months for each in contacts if each.outcome in ANSWERS)
