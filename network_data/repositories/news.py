"""News taken of people and of those who follow them: noted in one touch, read back by whoever accompanies them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.repositories.referral_reach import Reach
from network_data.tables import News, NewsOutcome, Referent
from network_data.trail import Event, Recorder

TAKE_BACK_WITHIN = timedelta(hours=1)
"""For so long, whoever touched the wrong button takes it back."""


@dataclass(frozen=True, slots=True)
class About:
    """Of whom or of what news is taken: at most one of them; none: of the person."""

    referent_id: int | None = None
    reminder_id: str | None = None
    step_id: str | None = None


class NewsRepository:
    """News as ``asker`` notes it at ``now``; leaves a trace before it looks or writes."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def note(self, reach: Reach, about: About, outcome: NewsOutcome, again_on: date | None = None) -> News | None:
        """Notes what came of it; None, and nothing is written, where the référent is not this person's."""
        if about.referent_id is not None:
            query = select(Referent.id).where(Referent.id == about.referent_id, Referent.person_id == reach.person_id)
            if self._session.exec(query).first() is None:
                return None
        self._leave_trace("news.write", [reach.person_id])
        row = News(
            id=token_hex(12),
            person_id=reach.person_id,
            referent_id=about.referent_id,
            reminder_id=about.reminder_id,
            step_id=about.step_id,
            outcome=outcome,
            at=self._now,
            by=self._asker.id,
            again_on=again_on,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def own_of_late(self, news_id: str) -> News | None:
        """What the asker noted themselves within ``TAKE_BACK_WITHIN``; None otherwise."""
        own = News.id == news_id, News.by == self._asker.id, News.at > self._now - TAKE_BACK_WITHIN
        return self._session.exec(select(News).where(*own)).first()

    def take_back(self, news: News) -> None:
        """Forgets what was noted by mistake; the caller has checked that the asker may."""
        self._leave_trace("news.write", [news.person_id])
        self._session.delete(news)
        self._session.flush()

    def of_people(self, people: Collection[str]) -> list[News]:
        """All news of people whom the asker sees whole, the latest first."""
        if not people:
            return []
        self._leave_trace("news.list", sorted(people))
        query = select(News).where(col(News.person_id).in_(sorted(people)))
        return list(self._session.exec(query.order_by(col(News.at).desc(), col(News.id))).all())

    def _leave_trace(self, action: str, people: Collection[str]) -> None:
        self._trail.record(Event(self._asker.id, action, sorted(people), self._asker.address), self._now)
