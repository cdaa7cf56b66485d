"""The one place that queries people: everything here answers for an asker, and leaves a trace before it looks."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker, Role
from network_data.repositories.person_file import PersonFile, View, masked
from network_data.repositories.person_records import load_files
from network_data.tables import Chantier, Grant, GrantKind, Person
from network_data.trail import Event, Recorder

Found = TypeVar("Found")
WHOLE_KINDS = (GrantKind.ACCOMPANIES, GrantKind.STANDS_IN, GrantKind.HANDS_OVER, GrantKind.OPENED)


class PeopleRepository:
    """Reads people as ``asker`` may see them at ``now``; anyone else does not exist.

    A grant opens a whole file, or to an officer the needs entrusted; a chantier's key opens its people without
    sensitive needs; a coordinator counts. Whoever holds the machine sees all.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def page(self, chantier_id: str | None, offset: int, limit: int) -> tuple[list[PersonFile], int]:
        """People ordered by pseudonym from ``offset``, and how many there are; of one chantier if it is given."""
        query = self._visible()
        if chantier_id is not None:
            query = query.where(Person.chantier_id == chantier_id)
        total = self._session.exec(select(func.count()).select_from(query.subquery())).one()
        people = self._session.exec(query.order_by(col(Person.id)).offset(offset).limit(limit)).all()
        self._leave_trace("people.list", [person.id for person in people])
        return self._files(people), total

    def find(self, person_id: str) -> PersonFile | None:
        """The person, or None when they do not exist or their file is not the asker's to open."""
        person = self._session.exec(self._visible().where(Person.id == person_id)).first()
        if person is None or self._views([person])[person.id] is View.COUNTED:
            return None
        self._leave_trace("person.read", [person.id])
        return self._files([person])[0]

    def counts_by_chantier(self) -> dict[str, int]:
        """How many people each chantier has, of those the asker may see."""
        visible = self._visible().subquery()
        query = select(visible.c.chantier_id, func.count()).group_by(visible.c.chantier_id)
        return dict(self._session.exec(query).all())

    def _leave_trace(self, action: str, people: list[str]) -> None:
        self._trail.record(Event(self._asker.id, action, people, self._asker.address), self._now)

    def _visible(self) -> SelectOfScalar[Person]:
        query = select(Person)
        if self._asker.holds(Role.LOCAL):
            return query
        territories = self._asker.territories(Role.COORDINATOR)
        counted = select(Chantier.id).where(col(Chantier.territory_slug).in_(territories))
        granted = self._active_grants(select(Grant.person_id))
        return query.where(
            or_(
                col(Person.id).in_(granted),
                col(Person.chantier_id).in_(counted),
                col(Person.chantier_id).in_(self._asker.chantiers(Role.SOFTWARE)),
            )
        )

    def _active_grants(self, query: SelectOfScalar[Found]) -> SelectOfScalar[Found]:
        return query.where(
            Grant.account_id == self._asker.id,
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )

    def _files(self, people: Sequence[Person]) -> list[PersonFile]:
        views, entrusted = self._views(people), self._entrusted(people)
        files = load_files(self._session, people, self._now.date())
        return [masked(file, views[file.person.id], entrusted.get(file.person.id, frozenset())) for file in files]

    def _views(self, people: Sequence[Person]) -> dict[str, View]:
        """How much of each person the asker sees: the widest of what opens their file."""
        grants = self._grants(people)
        whole = {grant.person_id for grant in grants if grant.kind in WHOLE_KINDS}
        entrusted = {grant.person_id for grant in grants if grant.kind is GrantKind.ENTRUSTED}
        of_key = self._asker.chantiers(Role.SOFTWARE)
        everything = self._asker.holds(Role.LOCAL)
        views: dict[str, View] = {}
        for person in people:
            if everything or person.id in whole:
                views[person.id] = View.WHOLE
            elif person.id in entrusted:
                views[person.id] = View.ENTRUSTED
            else:
                views[person.id] = View.WITHOUT_SENSITIVE if person.chantier_id in of_key else View.COUNTED
        return views

    def _entrusted(self, people: Sequence[Person]) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for grant in self._grants(people):
            if grant.kind is GrantKind.ENTRUSTED:
                found[grant.person_id] = found.get(grant.person_id, frozenset()) | frozenset(grant.barriers or ())
        return found

    def _grants(self, people: Sequence[Person]) -> Sequence[Grant]:
        query = self._active_grants(select(Grant).where(col(Grant.person_id).in_([person.id for person in people])))
        return self._session.exec(query).all()
