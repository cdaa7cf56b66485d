"""People whom no account accompanies any more, for the coordinator who gives them to an advisor."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.tables import Chantier, Grant, GrantKind, Person
from network_data.trail import Event, Recorder


class LonePeopleRepository:
    """Pseudonyms alone, for ``asker`` at ``now``; leaves a trace of whom it shows."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def of_territory(self, territory_slug: str) -> dict[str, list[str]]:
        """By chantier, those whose advisor left without handing over; nothing for who does not coordinate there."""
        if territory_slug not in self._asker.territories(Role.COORDINATOR):
            return {}
        accompanied = select(Grant.person_id).where(
            Grant.kind == GrantKind.ACCOMPANIES,
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        query = select(Person.chantier_id, Person.id).where(
            Person.chantier_id == Chantier.id,
            Chantier.territory_slug == territory_slug,
            or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date()),
            col(Person.id).not_in(accompanied),
        )
        found: dict[str, list[str]] = defaultdict(list)
        for chantier_id, person_id in self._session.exec(query.order_by(col(Person.id))):
            found[chantier_id].append(person_id)
        people = sorted(person for each in found.values() for person in each)
        if people:
            self._trail.record(Event(self._asker.id, "people.list", people, self._asker.address), self._now)
        return dict(found)

    def hold(self, people: Collection[str]) -> None:
        """Has other changes to these people wait until this one is done; before anything is read or traced."""
        held = select(Person.id).where(col(Person.id).in_(sorted(people))).order_by(col(Person.id))
        # Not the key itself: the trail of a look refers to it while it holds the trail's own lock.
        self._session.exec(held.with_for_update(key_share=True)).all()
