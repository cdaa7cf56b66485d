"""Invents what became of papers at Rejoué: asked for, renewed, lost; the showcase's among them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, SQLModel, col, select

from network_data.demo.draws import Draws
from network_data.tables import HeldPaper, PaperChange, PaperChangeKind, Person
from network_data.vocabulary import PAPERS

WHERE, SHOWCASE = "rejoue", "P-0417"
_BY = "demo-conseil-rejoue"
_ASKED = 0.3
"""Of the papers that have ended, so many were asked for again."""
_YEARLY = 12
"""Months that such a paper lasts: renewed a year before its end."""
_YEAR = timedelta(days=365)
_ABOUT = timedelta(days=30)


def load_paper_story(session: Session, today: date, seed: int) -> None:
    """Inserts what became of papers until ``today``."""
    query = select(Person).where(Person.chantier_id == WHERE).order_by(col(Person.id))
    for person in session.exec(query):
        held = select(HeldPaper).where(HeldPaper.person_id == person.id).order_by(col(HeldPaper.paper))
        papers = session.exec(held).all()
        session.add_all(_story(person, list(papers), today, Draws(seed, "papers", person.id)))
    session.flush()


def _story(person: Person, papers: list[HeldPaper], today: date, draws: Draws) -> Iterator[SQLModel]:
    for held in papers:
        if held.until is None:
            continue
        if held.until < today:
            if held.paper == "css" if person.id == SHOWCASE else draws.chance(_ASKED):
                person.requested_papers = sorted({*person.requested_papers, held.paper})
                yield _change(held, PaperChangeKind.REQUESTED, today - timedelta(days=draws.between(4, 40)))
        elif PAPERS[held.paper].validity_months == _YEARLY:
            begun = held.until - _YEAR
            if begun <= today:
                yield _change(held, PaperChangeKind.HELD, begun, begun + _ABOUT if draws.chance(0.5) else None)


def _change(held: HeldPaper, kind: PaperChangeKind, on: date, former: date | None = None) -> PaperChange:
    return PaperChange(
        person_id=held.person_id,
        paper=held.paper,
        kind=kind,
        on=on,
        until=held.until if kind is PaperChangeKind.HELD else None,
        former_until=former,
        by=_BY,
        at=datetime.combine(on, time(12), UTC),
    )
