"""The one place that queries people: everything here answers for an asker, and leaves a trace before it looks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker, Role
from network_data.repositories.person_file import PersonFile, Sight, View, masked, unnamed
from network_data.repositories.person_records import load_files
from network_data.tables import Chantier, Grant, GrantKind, Partner, Person
from network_data.trail import Event, Recorder

Found = TypeVar("Found")
NEAR_KINDS = frozenset({GrantKind.ACCOMPANIES, GrantKind.STANDS_IN})
"""Of whoever accompanies the person now: a secret place is theirs to know."""
WHOLE_KINDS = NEAR_KINDS | {GrantKind.HANDS_OVER, GrantKind.OPENED}


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
        """People ordered by pseudonym from ``offset``, and how many there are; of one chantier if it is given.

        Whoever left their chantier is no longer among them.
        """
        query = self._visible().where(self._in_place())
        if chantier_id is not None:
            query = query.where(Person.chantier_id == chantier_id)
        total = self._session.exec(select(func.count()).select_from(query.subquery())).one()
        people = self._session.exec(query.order_by(col(Person.id)).offset(offset).limit(limit)).all()
        self._leave_trace("people.list", [person.id for person in people])
        return self._files(people), total

    def departed(self, chantier_id: str) -> list[PersonFile]:
        """Those who left a chantier and whose file is still the asker's to open, the latest first."""
        query = self._visible().where(Person.chantier_id == chantier_id, ~self._in_place())
        people = self._session.exec(query.order_by(col(Person.left_on).desc(), col(Person.id))).all()
        if people:
            self._leave_trace("people.list", [person.id for person in people])
        return self._files(people)

    def find(self, person_id: str) -> PersonFile | None:
        """The person, or None when they do not exist or their file is not the asker's to open."""
        person = self._session.exec(self._visible().where(Person.id == person_id)).first()
        if person is None or self._sights([person])[person.id].view is View.COUNTED:
            return None
        self._leave_trace("person.read", [person.id])
        return self._files([person])[0]

    def find_each(self, people: Sequence[str]) -> dict[str, PersonFile]:
        """Those among ``people`` whose file is the asker's to open, by pseudonym."""
        found = self._session.exec(self._visible().where(col(Person.id).in_(sorted(people)))).all()
        self._leave_trace("people.list", sorted(person.id for person in found))
        return {file.person.id: file for file in self._files(found) if file.view is not View.COUNTED}

    def chantier_of_colleague(self, person_id: str) -> str | None:
        """The chantier of a person, where the asker is an advisor of it: they may ask to open the file, for a reason.

        None for anyone else, whether or not they exist.
        """
        own = self._asker.chantiers(Role.ADVISOR)
        query = select(Person.chantier_id).where(Person.id == person_id, col(Person.chantier_id).in_(own))
        return self._session.exec(query).first()

    def counts_by_chantier(self) -> dict[str, int]:
        """How many people each chantier has, of those the asker may see."""
        visible = self._visible().where(self._in_place()).subquery()
        query = select(visible.c.chantier_id, func.count()).group_by(visible.c.chantier_id)
        return dict(self._session.exec(query).all())

    def unnamed_of(self, territory_slug: str) -> list[PersonFile]:
        """Everyone of a territory as nobody in particular, for whoever counts its needs: its coordinator, its officers.

        Nobody for anyone else, and no one who left. The trace says which territory was counted, and how many people.
        """
        counting = (*self._asker.territories(Role.COORDINATOR), *self._asker.territories(Role.OFFICER))
        return [file for _, file in self._everyone_of(territory_slug, counting)]

    def unnamed_by_chantier(self, territory_slug: str) -> list[tuple[str, PersonFile]]:
        """The same people, each beside their chantier, for the coordinator alone, who compares chantiers."""
        return self._everyone_of(territory_slug, self._asker.territories(Role.COORDINATOR))

    def sharing_places(self, territory_slug: str, chantier_id: str | None = None) -> list[PersonFile]:
        """The people of a territory (or of one chantier of it) as sharing places takes them: pseudonyms, all needs.

        For the coordinator alone, who reads of it what the proposal shows; each person's trace says that they were
        among those places were shared between.
        """
        if territory_slug not in self._asker.territories(Role.COORDINATOR) and not self._asker.holds(Role.LOCAL):
            return []
        chantiers = select(Chantier.id).where(Chantier.territory_slug == territory_slug)
        if chantier_id is not None:
            chantiers = chantiers.where(Chantier.id == chantier_id)
        query = select(Person).where(col(Person.chantier_id).in_(chantiers), self._in_place())
        people = self._session.exec(query.order_by(col(Person.id))).all()
        self._leave_trace("places.share", [person.id for person in people])
        return list(load_files(self._session, people, self._now.date()))

    def _everyone_of(self, territory_slug: str, counting: Sequence[str]) -> list[tuple[str, PersonFile]]:
        if territory_slug not in counting and not self._asker.holds(Role.LOCAL):
            return []
        chantiers = select(Chantier.id).where(Chantier.territory_slug == territory_slug)
        query = select(Person).where(col(Person.chantier_id).in_(chantiers), self._in_place())
        people = self._session.exec(query.order_by(col(Person.id))).all()
        told = {"territory": territory_slug, "people": len(people)}
        self._trail.record(Event(self._asker.id, "needs.count", (), self._asker.address, details=told), self._now)
        files = load_files(self._session, people, self._now.date())
        return [(file.person.chantier_id, unnamed(file)) for file in files]

    def _leave_trace(self, action: str, people: list[str]) -> None:
        self._trail.record(Event(self._asker.id, action, people, self._asker.address), self._now)

    def _visible(self) -> SelectOfScalar[Person]:
        query = select(Person)
        if self._asker.holds(Role.LOCAL):
            return query
        territories = self._asker.territories(Role.COORDINATOR)
        counted = select(Chantier.id).where(col(Chantier.territory_slug).in_(territories))
        granted = self._active_grants(select(Grant.person_id))
        nearby = or_(
            col(Person.chantier_id).in_(counted),
            col(Person.chantier_id).in_(self._asker.chantiers(Role.SOFTWARE)),
        )
        # A place opens those who work there; once they left, only who was given their file still sees them.
        return query.where(or_(col(Person.id).in_(granted), nearby & self._in_place()))

    def _in_place(self) -> ColumnElement[bool]:
        """Whether someone is still at their chantier."""
        return or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date())

    def _active_grants(self, query: SelectOfScalar[Found]) -> SelectOfScalar[Found]:
        return query.where(
            Grant.account_id == self._asker.id,
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )

    def _files(self, people: Sequence[Person]) -> list[PersonFile]:
        sights = self._sights(people)
        files = load_files(self._session, people, self._now.date())
        if any(sight.view is not View.WHOLE for sight in sights.values()):
            telling = self._sensitive_partners(files)
            sights = {key: replace(sight, sensitive_partners=telling) for key, sight in sights.items()}
        return [masked(file, sights[file.person.id]) for file in files]

    def _sights(self, people: Sequence[Person]) -> dict[str, Sight]:
        """How the asker sees each person: by the widest of what opens their file."""
        grants: dict[str, list[Grant]] = defaultdict(list)
        for grant in self._grants(people):
            grants[grant.person_id].append(grant)
        return {person.id: self._sight(person, grants[person.id]) for person in people}

    def _sight(self, person: Person, grants: Sequence[Grant]) -> Sight:
        kinds = {grant.kind for grant in grants}
        if self._asker.holds(Role.LOCAL) or not kinds.isdisjoint(NEAR_KINDS):
            return Sight(View.WHOLE, near=True)
        if not kinds.isdisjoint(WHOLE_KINDS):
            return Sight(View.WHOLE)
        if GrantKind.ENTRUSTED in kinds:
            # Any other kind was answered above: every grant left is an officer's.
            return Sight(View.ENTRUSTED, frozenset(code for grant in grants for code in grant.barriers or ()))
        of_key = person.chantier_id in self._asker.chantiers(Role.SOFTWARE)
        return Sight(View.WITHOUT_SENSITIVE if of_key else View.COUNTED)

    def _grants(self, people: Sequence[Person]) -> Sequence[Grant]:
        query = self._active_grants(select(Grant).where(col(Grant.person_id).in_([person.id for person in people])))
        return self._session.exec(query).all()

    def _sensitive_partners(self, files: Sequence[PersonFile]) -> frozenset[str]:
        """Those among the partners who follow these people whose name tells a sensitive barrier."""
        named = {one.partner_id for file in files for one in file.referents if one.partner_id}
        query = select(Partner.id).where(col(Partner.id).in_(sorted(named)), col(Partner.sensitive).is_(True))
        return frozenset(self._session.exec(query).all())
