"""How far someone sees and changes the referrals of one person; only the repositories about referrals use it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.repositories.grants import GrantRepository
from network_data.repositories.people import PeopleRepository
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.repositories.person_file import View
from network_data.tables import Chantier, GrantKind, Partner, Person, Service
from network_data.trail import Event, Recorder
from network_data.vocabulary import BARRIERS

_ORDINARY = frozenset(code for code, barrier in BARRIERS.items() if not barrier.sensitive)


@dataclass(frozen=True, slots=True)
class Reach:
    """What someone sees of a person's referrals: those about ``barriers`` alone (None: all of them).

    ``whole``: whether free words are theirs to read; ``writes``: whether they may prepare and move referrals;
    ``discreet``: whether a service that is marked sensitive is hidden from them.
    """

    person_id: str
    chantier_id: str
    barriers: frozenset[str] | None
    writes: bool
    discreet: bool = False

    @property
    def whole(self) -> bool:
        """Whether they see everything."""
        return self.barriers is None

    def covers(self, barriers: Collection[str]) -> bool:
        """Whether they may know of all these barriers."""
        return self.barriers is None or self.barriers.issuperset(barriers)


class Reaches:
    """Says how far ``asker`` reaches at ``now``; opening someone's file leaves its trace."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def of(self, person_id: str) -> Reach | None:
        """The asker's reach, or None: nobody, nobody of theirs, or someone whom they only count."""
        file = PeopleRepository(self._asker, self._session, self._now, self._trail).find(person_id)
        if file is None:
            return None
        chantier = file.person.chantier_id
        if file.view is View.WHOLE:
            entry = PersonEntryRepository(self._asker, self._session, self._now, self._trail)
            return Reach(person_id, chantier, None, entry.accompanies(person_id))
        if file.view is View.WITHOUT_SENSITIVE:
            return Reach(person_id, chantier, _ORDINARY, writes=True, discreet=True)
        return Reach(person_id, chantier, self._entrusted(person_id), writes=True)

    def of_allocation(self, person_id: str) -> Reach | None:
        """The reach of a coordinator who confirms who gets which place: to prepare, and to read nothing."""
        territories = self._asker.territories(Role.COORDINATOR)
        within = select(Chantier.id).where(col(Chantier.territory_slug).in_(territories))
        query = select(Person.chantier_id).where(
            Person.id == person_id,
            col(Person.chantier_id).in_(within),
            or_(col(Person.left_on).is_(None), col(Person.left_on) > self._now.date()),
        )
        chantier = self._session.exec(query).first()
        if chantier is None:
            return None
        event = Event(self._asker.id, "referral.allocate", [person_id], self._asker.address)
        self._trail.record(event, self._now)
        return Reach(person_id, chantier, None, writes=True)

    def hold(self, people: Collection[str]) -> None:
        """Has other changes to these people wait until this one is done; before anything is read or traced."""
        held = select(Person.id).where(col(Person.id).in_(sorted(people))).order_by(col(Person.id))
        # Not the key itself: the trail of someone else's look refers to it while it holds the trail's own lock.
        self._session.exec(held.with_for_update(key_share=True)).all()

    def sees_service(self, reach: Reach, service_id: str) -> bool:
        """Whether knowing of that service tells the asker no more than they may know."""
        if not reach.discreet:
            return True
        query = select(Service.sensitive, Partner.sensitive).where(
            Service.id == service_id, Service.partner_id == Partner.id
        )
        return not any(any(row) for row in self._session.exec(query))

    def _entrusted(self, person_id: str) -> frozenset[str]:
        grants = GrantRepository(self._asker, self._session, self._now, self._trail).mine([person_id])
        entrusted = (grant for grant in grants.get(person_id, ()) if grant.kind is GrantKind.ENTRUSTED)
        return frozenset(barrier for grant in entrusted for barrier in grant.barriers or ())
