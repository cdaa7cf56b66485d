"""What the last sharing of places teaches of those who will ask: for the engine alone, which shows prices, nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from network_data.tables import (
    Chantier,
    Need,
    NeedState,
    Person,
    Referent,
    Referral,
    RunState,
    SharedPlaces,
    SharedPlacesOfPerson,
)
from network_data.vocabulary import REFERRAL_STATES

TEACHES_FOR = timedelta(days=62)
"""A sharing older than that says nothing of those who ask now."""
_LOOKED_AT = 10
_RECENT = timedelta(days=90)
_OPEN = [state for state, facts in REFERRAL_STATES.items() if not facts.ended]


@dataclass(frozen=True, slots=True)
class AskingForPlaces:
    """Needs of a territory: ``waiting`` have neither référent nor open referral; ``a_day`` are assessed each day."""

    waiting: int
    a_day: float


class LearntSharing:
    """Reads what was shared last in a territory, whoever asked for it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last_id(self, territory_slug: str, now: datetime) -> str | None:
        """The last sharing among all chantiers of a territory that came to an answer, if it is recent enough."""
        query = (
            select(SharedPlaces.id, SharedPlaces.problem)
            .where(
                SharedPlaces.territory_slug == territory_slug,
                SharedPlaces.state == RunState.DONE,
                SharedPlaces.made_at >= now - TEACHES_FOR,
            )
            .order_by(col(SharedPlaces.made_at).desc(), col(SharedPlaces.id))
            .limit(_LOOKED_AT)
        )
        whole = (found for found, problem in self._session.exec(query) if problem["question"]["chantier"] is None)
        return next(whole, None)

    def posed(self, shared_id: str) -> Sequence[Mapping[str, Any]]:
        """What it took of each of its people who are still known, without saying who they are."""
        query = select(SharedPlacesOfPerson.problem).where(SharedPlacesOfPerson.shared_id == shared_id)
        return self._session.exec(query.order_by(col(SharedPlacesOfPerson.number))).all()

    def asking(self, territory_slug: str, today: date) -> AskingForPlaces:
        """How many needs wait, and how many come."""
        chantiers = select(Chantier.id).where(Chantier.territory_slug == territory_slug)
        query = select(Need.person_id, Need.barrier, col(Need.assessed_on)).where(
            Need.person_id == Person.id,
            col(Person.chantier_id).in_(chantiers),
            col(Person.left_on).is_(None),
            Need.state == NeedState.OPEN,
        )
        needs = self._session.exec(query).all()
        followed = self._followed(today)
        waiting = sum((who, barrier) not in followed for who, barrier, _ in needs)
        recent = sum(assessed_on >= today - _RECENT for _, _, assessed_on in needs)
        return AskingForPlaces(waiting, recent / _RECENT.days)

    def _followed(self, today: date) -> set[tuple[str, str | None]]:
        current = col(Referent.until).is_(None) | (col(Referent.until) >= today)
        held = {
            (who, barrier)
            for who, barrier in self._session.exec(select(Referent.person_id, Referent.barrier).where(current))
        }
        sent = self._session.exec(select(Referral.person_id, Referral.barriers).where(col(Referral.state).in_(_OPEN)))
        return held | {(who, barrier) for who, barriers in sent for barrier in barriers}
