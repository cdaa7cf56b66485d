"""What is to be looked at in people's follow-up, for whoever may know of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from network_data.asker import Asker, Role
from network_data.concertation import Flag, FlagCode, flags, rank
from network_data.repositories.followings import load_followings
from network_data.repositories.people import NEAR_KINDS
from network_data.repositories.referral_reach import Reach
from network_data.tables import Chantier, Grant, GrantKind, Person
from network_data.trail import Event, Recorder


@dataclass(frozen=True, slots=True)
class Flagged:
    """Someone with what is to be looked at in their follow-up."""

    person_id: str
    chantier_id: str
    flags: tuple[Flag, ...]


class FlagRepository:
    """What is to be looked at, of people whom ``asker`` reaches at ``now``; leaves a trace before it looks."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def of_person(self, reach: Reach) -> list[Flag]:
        """Of one person, as far as the asker sees their needs: whoever sees some of them reads what is about those."""
        self._leave_trace([reach.person_id])
        found = self._found([reach.person_id])[reach.person_id]
        return [flag for flag in found if reach.whole or (flag.barriers and reach.covers(flag.barriers))]

    def of_own(self) -> list[Flagged]:
        """Of those whom the asker accompanies now: people without a référent first."""
        near = select(Grant.person_id).where(
            Grant.account_id == self._asker.id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        return self._flagged(col(Person.id).in_(near))

    def of_territory(self, territory_slug: str) -> list[Flagged]:
        """Of a territory, for its coordinator: what is to be looked at, never about which need, partner or référent."""
        if territory_slug not in self._asker.territories(Role.COORDINATOR):
            return []
        chantiers = select(Chantier.id).where(Chantier.territory_slug == territory_slug)
        whole = self._flagged(col(Person.chantier_id).in_(chantiers))
        return [Flagged(each.person_id, each.chantier_id, tuple(map(_bare, each.flags))) for each in whole]

    def hand_overs_waiting(self, territory_slug: str) -> dict[str, int]:
        """How many people were handed over and not taken over yet, by chantier: for the territory's coordinator."""
        if territory_slug not in self._asker.territories(Role.COORDINATOR):
            return {}
        query = select(Person.chantier_id, func.count()).where(
            Grant.person_id == Person.id,
            Person.chantier_id == Chantier.id,
            Chantier.territory_slug == territory_slug,
            Grant.kind == GrantKind.ACCOMPANIES,
            col(Grant.given_by) != col(Grant.account_id),
            col(Grant.taken_at).is_(None),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        return dict(self._session.exec(query.group_by(col(Person.chantier_id))).all())

    def _flagged(self, whose: ColumnElement[bool]) -> list[Flagged]:
        in_place = or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date())
        people = dict(self._session.exec(select(Person.id, Person.chantier_id).where(whose, in_place)).all())
        if not people:
            return []
        self._leave_trace(sorted(people))
        found = self._found(list(people))
        with_some = [person for person in people if found[person]]
        ordered = sorted(with_some, key=lambda person: (rank(found[person]), person))
        return [Flagged(person, people[person], tuple(found[person])) for person in ordered]

    def _found(self, people: list[str]) -> dict[str, list[Flag]]:
        followings = load_followings(self._session, people, self._now)
        return {person: flags(following, self._now.date()) for person, following in followings.items()}

    def _leave_trace(self, people: list[str]) -> None:
        self._trail.record(Event(self._asker.id, "flag.list", people, self._asker.address), self._now)


def _bare(flag: Flag) -> Flag:
    """A flag that tells no need."""
    return Flag(FlagCode(flag.code))
