"""Who goes where as it was published, day by day: for the teams, who need no more than that of each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from sqlmodel import Session, col, select

from network_data.referrals.working_days import is_working_day
from network_data.repositories.staffing import in_force
from network_data.tables import Allocation, Chantier, ChantierHours, OfficerAbsence, OfficerPost

FEED_BYTES = 24
_HALVES = 2


@dataclass(frozen=True, slots=True, order=True)
class HeldHalfDay:
    """A half-day that an officer holds in a chantier; ``afternoon``: or the morning."""

    day: date
    afternoon: bool
    post_id: str
    chantier_id: str
    domain: str
    published_at: datetime


class PublishedWeeks:
    """The months in force, as days; nobody accompanied is in them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(self, territory_slug: str, since: date, until: date) -> list[HeldHalfDay]:
        """What is held from one day to another, both included; neither public holidays nor absences."""
        days = [since + timedelta(days=each) for each in range((until - since).days + 1)]
        away = self._away(since, until)
        held: list[HeldHalfDay] = []
        for day in filter(is_working_day, days):
            ruling = in_force(self._session, territory_slug, day)
            if ruling is not None and ruling.weeks:
                held += [each for each in _of_day(ruling, day) if (each.post_id, day) not in away]
        return sorted(held)

    def posts(self, territories: Collection[str], day: date) -> Sequence[OfficerPost]:
        """The posts held on a day in some territories, by name."""
        query = select(OfficerPost).where(col(OfficerPost.territory_slug).in_(sorted(territories)))
        found = self._session.exec(query.order_by(col(OfficerPost.name), col(OfficerPost.id))).all()
        return [each for each in found if each.since <= day and (each.until is None or each.until >= day)]

    def hours(self, chantier_id: str) -> ChantierHours | None:
        """When a chantier receives officers, and the address of its calendar."""
        return self._session.get(ChantierHours, chantier_id)

    def renew(self, of: OfficerPost | ChantierHours) -> None:
        """Gives a calendar another address: the one before it opens nothing any more."""
        of.feed = token_urlsafe(FEED_BYTES)
        self._session.add(of)
        self._session.flush()

    def close(self, of: OfficerPost | ChantierHours) -> None:
        """Leaves a calendar without any address."""
        of.feed = ""
        self._session.add(of)
        self._session.flush()

    def chantiers(self, territory_slug: str) -> dict[str, str]:
        """The names of a territory's chantiers."""
        query = select(Chantier.id, Chantier.name).where(Chantier.territory_slug == territory_slug)
        return dict(self._session.exec(query).all())

    def _away(self, since: date, until: date) -> set[tuple[str, date]]:
        query = select(OfficerAbsence).where(OfficerAbsence.since <= until, OfficerAbsence.until >= since)
        return {
            (absence.post_id, absence.since + timedelta(days=each))
            for absence in self._session.exec(query)
            for each in range((absence.until - absence.since).days + 1)
        }


def _of_day(ruling: Allocation, day: date) -> list[HeldHalfDay]:
    """The half-days of one day: the weeks of a month come round again until the next one."""
    week = (day - ruling.starts_on).days // 7 % ruling.weeks
    return [
        HeldHalfDay(day, bool(position % _HALVES), post, chantier, domain, ruling.published_at)
        for own, position, post, chantier, domain in ruling.cells
        if own == week and position // _HALVES == day.weekday()
    ]
