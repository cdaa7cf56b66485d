"""Enters people, and opens to change those whom the asker accompanies: the one way to write about people."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.repositories.identities import NEAR_KINDS
from network_data.repositories.paper_shelf import Author
from network_data.repositories.person_edit import PersonEdit
from network_data.repositories.plan_edit import PlanEdit
from network_data.tables import Grant, Person
from network_data.trail import Event, Recorder


class PersonEntryRepository:
    """Enters people at the chantiers where ``asker`` advises, and opens to change those they accompany at ``now``."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def may_enter(self, chantier_id: str) -> bool:
        """Whether the asker may enter people there."""
        return chantier_id in self._asker.chantiers(Role.ADVISOR) or self._asker.holds(Role.LOCAL)

    def entered_by(self, entry: str) -> tuple[str, str] | None:
        """The pseudonym and the chantier of whom a form has already entered, where the asker may enter people."""
        found = self._session.exec(select(Person.id, Person.chantier_id).where(Person.entry == entry)).first()
        return found if found and self.may_enter(found[1]) else None

    def enter(self, person_id: str, chantier_id: str, entry: str | None, arrived_on: date | None) -> bool:
        """Enters a person about whom nothing is known yet; False when the pseudonym or the form has served already.

        Raises:
            PermissionError: the asker may enter nobody there.
        """
        if not self.may_enter(chantier_id):
            raise PermissionError(chantier_id)
        if self._session.get(Person, person_id) is not None:
            return False
        try:
            with self._session.begin_nested():
                self._session.add(Person(id=person_id, chantier_id=chantier_id, entry=entry, arrived_on=arrived_on))
                self._session.flush()
        except IntegrityError:
            return False
        self._leave_trace("person.create", person_id)
        return True

    def edit(self, person_id: str) -> PersonEdit | None:
        """What may be changed of a person, or None for whoever does not accompany them."""
        plan = self.plan(person_id)
        if plan is None:
            return None
        return PersonEdit(person_id, self._session, self._leave_trace, plan, Author(self._asker.id, self._now))

    def plan(self, person_id: str) -> PlanEdit | None:
        """What may be decided about a person's plan, or None for whoever does not accompany them."""
        if not self.accompanies(person_id):
            return None
        return PlanEdit(person_id, self._session, self._now, self._leave_trace)

    def hold(self, person_id: str) -> None:
        """Has other changes to a person whom the asker accompanies wait until this one is done."""
        if self.accompanies(person_id):
            # Not the key itself: the trail of a look refers to it while it holds the trail's own lock.
            held = select(Person).where(Person.id == person_id).with_for_update(key_share=True)
            self._session.exec(held.execution_options(populate_existing=True)).first()

    def accompanies(self, person_id: str) -> bool:
        """Whether the person is the asker's to change: they accompany them, stand in, or hold the machine."""
        if self._asker.holds(Role.LOCAL):
            return self._session.get(Person, person_id) is not None
        near = select(Grant.id).where(
            Grant.account_id == self._asker.id,
            Grant.person_id == person_id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        return self._session.exec(near).first() is not None

    def _leave_trace(self, action: str, person_id: str) -> None:
        self._trail.record(Event(self._asker.id, action, [person_id], self._asker.address), self._now)
