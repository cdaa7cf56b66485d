"""The open needs of a territory as its coordinator counts them to share officers: each one's figures, and nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.tables import Chantier, Grant, GrantKind, Need, NeedState, Person, Referral
from network_data.trail import Event, Recorder
from network_data.vocabulary import REFERRAL_STATES

_OPEN = [state for state, entry in REFERRAL_STATES.items() if not entry.ended]


@dataclass(frozen=True, slots=True)
class CountedNeed:
    """An open need of somebody at a chantier: whether a referral about it is under way, and which officer has it."""

    chantier_id: str
    barrier: str
    severity: int
    assessed_on: date
    referred: bool
    entrusted_to: str | None = None
    """The account that was entrusted with it, the first where there are several."""


class NeedCounts:
    """Counts for ``asker`` at ``now``; leaves a trace before it looks."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def of(self, territory_slug: str) -> tuple[list[CountedNeed], dict[str, int]]:
        """The open needs of everyone in place, and how many people each chantier has; nothing for anyone else."""
        if territory_slug not in self._asker.territories(Role.COORDINATOR) and not self._asker.holds(Role.LOCAL):
            return [], {}
        told = {"territory": territory_slug}
        self._trail.record(Event(self._asker.id, "needs.count", (), self._asker.address, details=told), self._now)
        chantiers = select(Chantier.id).where(Chantier.territory_slug == territory_slug)
        in_place = or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date())
        query = select(Person.id, Person.chantier_id).where(col(Person.chantier_id).in_(chantiers), in_place)
        places = dict(self._session.exec(query).all())
        people: dict[str, int] = {}
        for chantier_id in places.values():
            people[chantier_id] = people.get(chantier_id, 0) + 1
        referred, entrusted = self._referred(places), self._entrusted(places)
        open_needs = select(Need).where(Need.state == NeedState.OPEN)
        return [
            CountedNeed(
                places[need.person_id],
                need.barrier,
                need.severity,
                need.assessed_on,
                (need.person_id, need.barrier) in referred,
                entrusted.get((need.person_id, need.barrier)) or entrusted.get((need.person_id, None)),
            )
            for need in self._session.exec(open_needs.order_by(col(Need.id)))
            if need.person_id in places
        ], people

    def _referred(self, places: dict[str, str]) -> set[tuple[str, str]]:
        query = select(Referral.person_id, Referral.barriers).where(col(Referral.state).in_(_OPEN))
        return {
            (person_id, barrier)
            for person_id, barriers in self._session.exec(query)
            if person_id in places
            for barrier in barriers
        }

    def _entrusted(self, places: dict[str, str]) -> dict[tuple[str, str | None], str]:
        """Who was entrusted with each person's barrier first; None for all of them."""
        query = select(Grant).where(
            Grant.kind == GrantKind.ENTRUSTED,
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        found: dict[tuple[str, str | None], str] = {}
        for grant in self._session.exec(query.order_by(col(Grant.since), col(Grant.id))):
            if grant.person_id in places:
                for barrier in [None] if grant.barriers is None else grant.barriers:
                    found.setdefault((grant.person_id, barrier), grant.account_id)
        return found
