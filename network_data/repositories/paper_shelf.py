"""One person's papers, held and asked for, open to change, each change kept; the callers have checked who may."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from network_data.tables import HeldPaper, PaperChange, PaperChangeKind, Person


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something (an account or a key), and when."""

    id: str
    at: datetime


class PaperShelf:
    """The papers of one person."""

    def __init__(self, session: Session, person: Person, author: Author) -> None:
        self._session = session
        self._person = person
        self._author = author

    def settle(
        self, held: Mapping[str, date | None], requested: Collection[str], on: date, among: Collection[str]
    ) -> None:
        """Makes the papers ``among`` those named just what is ``held`` and ``requested``, as of the day ``on``."""
        now = self._held()
        for paper in sorted(among):
            if paper in held and (paper not in now or now[paper].until != held[paper]):
                self.receive(paper, held[paper], on)
            elif paper not in held and paper in now:
                self._put_away(paper, PaperChangeKind.WITHDRAWN, on)
            asked = paper in self._person.requested_papers
            if paper in requested and not asked:
                self.request(paper, on)
            elif paper not in requested and asked:
                self._ask_no_more(paper, on, told=True)

    def receive(self, paper: str, until: date | None, on: date) -> None:
        """The person has the paper, new or renewed, until a last day if it has one."""
        held = self._held().get(paper)
        if held is not None and held.until == until and paper not in self._person.requested_papers:
            return
        former = held.until if held else None
        row = held or HeldPaper(person_id=self._person.id, paper=paper)
        row.until = until
        self._session.add(row)
        self._ask_no_more(paper, on, told=False)
        self._keep(paper, PaperChangeKind.HELD, on, until, former)

    def request(self, paper: str, on: date) -> None:
        """The paper, or its renewal, was asked for."""
        if paper not in self._person.requested_papers:
            self._person.requested_papers = sorted([*self._person.requested_papers, paper])
        self._keep(paper, PaperChangeKind.REQUESTED, on)

    def lose(self, paper: str, on: date) -> None:
        """The paper was lost or stolen."""
        self._put_away(paper, PaperChangeKind.LOST, on)

    def withdraw(self, paper: str, on: date) -> None:
        """The paper was noted by mistake, held or asked for."""
        if paper in self._held():
            self._put_away(paper, PaperChangeKind.WITHDRAWN, on)
        self._ask_no_more(paper, on, told=True)

    def _put_away(self, paper: str, kind: PaperChangeKind, on: date) -> None:
        held = self._held().get(paper)
        if held is not None:
            self._session.delete(held)
        self._keep(paper, kind, on, former=held.until if held else None)

    def _ask_no_more(self, paper: str, on: date, *, told: bool) -> None:
        if paper not in self._person.requested_papers:
            return
        self._person.requested_papers = [each for each in self._person.requested_papers if each != paper]
        if told:
            self._keep(paper, PaperChangeKind.DROPPED, on)
        self._session.flush()

    def _held(self) -> dict[str, HeldPaper]:
        query = select(HeldPaper).where(HeldPaper.person_id == self._person.id).order_by(col(HeldPaper.paper))
        return {each.paper: each for each in self._session.exec(query)}

    def _keep(
        self, paper: str, kind: PaperChangeKind, on: date, until: date | None = None, former: date | None = None
    ) -> None:
        self._session.add(
            PaperChange(
                person_id=self._person.id,
                paper=paper,
                kind=kind,
                on=on,
                until=until,
                former_until=former,
                by=self._author.id,
                at=self._author.at,
            )
        )
        self._session.flush()
