"""The one place that queries people: every function of it answers for an asker, and shows them no one else's people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker
from network_data.tables import HeldPaper, Need, NeedState, Person, Referent


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person with what is known of them: open needs in the order they were recorded, papers, current référents."""

    person: Person
    needs: tuple[Need, ...]
    papers: tuple[HeldPaper, ...]
    referents: tuple[Referent, ...]

    @property
    def last_assessed_on(self) -> date | None:
        """The day of the latest assessment of an open need."""
        return max((need.assessed_on for need in self.needs), default=None)

    def referent_of(self, barrier: str) -> Referent | None:
        """The référent who follows this barrier in particular, or None."""
        return next((referent for referent in self.referents if referent.barrier == barrier), None)


class PeopleRepository:
    """Reads people as ``asker`` may see them on the day ``on``; anyone else does not exist."""

    def __init__(self, asker: Asker, session: Session, on: date) -> None:
        self._asker = asker
        self._session = session
        self._on = on

    def page(self, chantier_id: str | None, offset: int, limit: int) -> tuple[list[PersonFile], int]:
        """People ordered by pseudonym from ``offset``, and how many there are; of one chantier if it is given."""
        query = self._visible()
        if chantier_id is not None:
            query = query.where(Person.chantier_id == chantier_id)
        total = self._session.exec(select(func.count()).select_from(query.subquery())).one()
        people = self._session.exec(query.order_by(col(Person.id)).offset(offset).limit(limit)).all()
        return self._files(people), total

    def find(self, person_id: str) -> PersonFile | None:
        """The person, or None when they do not exist or are not the asker's to see."""
        person = self._session.exec(self._visible().where(Person.id == person_id)).first()
        return self._files([person])[0] if person else None

    def counts_by_chantier(self) -> dict[str, int]:
        """How many people each chantier has, of those the asker may see."""
        visible = self._visible().subquery()
        query = select(visible.c.chantier_id, func.count()).group_by(visible.c.chantier_id)
        return dict(self._session.exec(query).all())

    def _visible(self) -> SelectOfScalar[Person]:
        query = select(Person)
        if self._asker.chantiers is not None:
            query = query.where(col(Person.chantier_id).in_(sorted(self._asker.chantiers)))
        return query

    def _files(self, people: Sequence[Person]) -> list[PersonFile]:
        """The files of some people, in three queries however many they are."""
        ids = [person.id for person in people]
        needs: dict[str, list[Need]] = defaultdict(list)
        open_needs = select(Need).where(col(Need.person_id).in_(ids), Need.state == NeedState.OPEN)
        for need in self._session.exec(open_needs.order_by(col(Need.id))):
            needs[need.person_id].append(need)
        papers: dict[str, list[HeldPaper]] = defaultdict(list)
        held = select(HeldPaper).where(col(HeldPaper.person_id).in_(ids)).order_by(col(HeldPaper.paper))
        for paper in self._session.exec(held):
            papers[paper.person_id].append(paper)
        referents: dict[str, list[Referent]] = defaultdict(list)
        current = or_(col(Referent.until).is_(None), col(Referent.until) >= self._on)
        following = select(Referent).where(col(Referent.person_id).in_(ids), current).order_by(col(Referent.id))
        for referent in self._session.exec(following):
            referents[referent.person_id].append(referent)
        return [
            PersonFile(person, tuple(needs[person.id]), tuple(papers[person.id]), tuple(referents[person.id]))
            for person in people
        ]
