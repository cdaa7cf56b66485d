"""People's papers over time, on behalf of whoever asks: read and changed; counted for whoever coordinates."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.repositories.paper_shelf import Author, PaperShelf
from network_data.repositories.people import NEAR_KINDS
from network_data.repositories.person_file import TELLING_PAPERS
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.tables import Chantier, Grant, HeldPaper, PaperChange, PaperChangeKind, Person
from network_data.trail import Event, Recorder
from network_data.vocabulary import PAPERS


@dataclass(frozen=True, slots=True)
class PapersOf:
    """Someone's papers: those held with their end, those asked for and lost with the day (None: not known).

    ``complete``: whether these are all that they hold. ``changes``: what happened, the latest first.
    """

    person_id: str
    chantier_id: str
    held: Mapping[str, date | None]
    requested: Mapping[str, date | None]
    lost: Mapping[str, date]
    complete: bool
    changes: tuple[PaperChange, ...]


class PaperRepository:
    """Papers as ``asker`` may know them at ``now``; leaves a trace before it looks or writes.

    Whoever sees the whole file sees all of them; software those that tell no sensitive need; an officer none.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self.reaches = Reaches(asker, session, now, trail)

    def open_to(self, reach: Reach) -> frozenset[str]:
        """The papers of a person that the asker may know of."""
        if reach.whole:
            return frozenset(PAPERS)
        return frozenset(PAPERS) - TELLING_PAPERS if reach.discreet else frozenset()

    def of_person(self, reach: Reach) -> PapersOf:
        """The papers of one person, as far as the asker may know of them."""
        self._leave_trace("paper.list", [reach.person_id])
        (found,) = self._files([self._session.get_one(Person, reach.person_id)], self.open_to(reach))
        return found

    def mine(self) -> list[PapersOf]:
        """Those of the people whom the asker accompanies now, or stands in for."""
        near = select(Grant.person_id).where(
            Grant.account_id == self._asker.id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        people = self._in_place(col(Person.id).in_(near))
        if people:
            self._leave_trace("paper.list", [person.id for person in people])
        return self._files(people, PAPERS.keys())

    def counted(self, territory_slug: str) -> list[PapersOf]:
        """Those of a territory, for its coordinator, who counts them and reads no one's; nothing for anyone else."""
        if territory_slug not in self._asker.territories(Role.COORDINATOR):
            return []
        details = {"territory": territory_slug}
        self._trail.record(Event(self._asker.id, "paper.count", (), self._asker.address, details=details), self._now)
        here = select(Chantier.id).where(Chantier.territory_slug == territory_slug)
        return self._files(self._in_place(col(Person.chantier_id).in_(here)), PAPERS.keys())

    def shelf(self, reach: Reach) -> PaperShelf:
        """The papers of a person, open to change; the caller has checked that the asker may."""
        self._leave_trace("paper.write", [reach.person_id])
        person = self._session.get_one(Person, reach.person_id)
        return PaperShelf(self._session, person, Author(self._asker.id, self._now))

    def say_complete(self, reach: Reach, *, complete: bool) -> None:
        """Says whether the papers listed are all that the person holds; the caller has checked that the asker may."""
        self._leave_trace("paper.write", [reach.person_id])
        self._session.get_one(Person, reach.person_id).papers_known = complete
        self._session.flush()

    def _in_place(self, whose: ColumnElement[bool]) -> Sequence[Person]:
        in_place = or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date())
        return self._session.exec(select(Person).where(whose, in_place).order_by(col(Person.id))).all()

    def _files(self, people: Sequence[Person], open_ones: Collection[str]) -> list[PapersOf]:
        ids = [person.id for person in people]
        held: dict[str, dict[str, date | None]] = defaultdict(dict)
        query = select(HeldPaper).where(col(HeldPaper.person_id).in_(ids), col(HeldPaper.paper).in_(sorted(open_ones)))
        for paper in self._session.exec(query.order_by(col(HeldPaper.paper))):
            held[paper.person_id][paper.paper] = paper.until
        changes: dict[str, list[PaperChange]] = defaultdict(list)
        told = select(PaperChange).where(
            col(PaperChange.person_id).in_(ids), col(PaperChange.paper).in_(sorted(open_ones))
        )
        for change in self._session.exec(told.order_by(col(PaperChange.id).desc())):
            changes[change.person_id].append(change)
        return [_file(person, held[person.id], changes[person.id], open_ones) for person in people]

    def _leave_trace(self, action: str, people: Sequence[str]) -> None:
        self._trail.record(Event(self._asker.id, action, people, self._asker.address), self._now)


def _file(
    person: Person, held: Mapping[str, date | None], changes: Sequence[PaperChange], open_ones: Collection[str]
) -> PapersOf:
    # As they were written, the last first: what is noted late still says what holds now.
    requested = [paper for paper in person.requested_papers if paper in open_ones]
    last: dict[str, PaperChange] = {}
    asked: dict[str, date] = {}
    for change in changes:
        last.setdefault(change.paper, change)
        if change.kind is PaperChangeKind.REQUESTED:
            asked.setdefault(change.paper, change.on)
    gone = {code: change.on for code, change in last.items() if change.kind is PaperChangeKind.LOST}
    return PapersOf(
        person_id=person.id,
        chantier_id=person.chantier_id,
        held=held,
        requested={paper: asked.get(paper) for paper in requested},
        lost={paper: on for paper, on in gone.items() if paper not in held and paper not in requested},
        complete=person.papers_known,
        changes=tuple(sorted(changes, key=lambda change: change.on, reverse=True)),
    )
