"""Referrals that ended without an answer to what they were about, of the people whom the asker accompanies."""

from datetime import datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from network_data.asker import Asker
from network_data.repositories.people import NEAR_KINDS
from network_data.tables import Grant, Need, NeedState, Person, Referral
from network_data.trail import Event, Recorder
from network_data.vocabulary import REFERRAL_STATES, ReferralState

RECENT = timedelta(days=30)
"""For so long the page of what is to be done tells what may come after."""
_SILENT = frozenset({ReferralState.ENTERED_IN_ERROR})
_ENDED = sorted(state for state, entry in REFERRAL_STATES.items() if entry.ended and state not in _SILENT)
_OPEN = sorted(state for state, entry in REFERRAL_STATES.items() if not entry.ended)


def unanswered(asker: Asker, session: Session, now: datetime, trail: Recorder) -> list[str]:
    """The referrals of people whom ``asker`` accompanies at ``now`` that ended lately, the latest first, by id.

    Each is about a barrier that its person still carries, that no open referral is about, and is the last about it;
    whether it left an answer is for its log to say.
    """
    ended = _of_theirs(asker, session, now)
    people = sorted({each.person_id for each in ended})
    if not people:
        return []
    trail.record(Event(asker.id, "referral.list", people, asker.address), now)
    waiting = _carried(session, people) - _tried(session, people)
    found = []
    for referral in ended:
        about = {(referral.person_id, barrier) for barrier in referral.barriers} & waiting
        if about:
            found.append(referral.id)
        waiting -= about
    return found


def _of_theirs(asker: Asker, session: Session, now: datetime) -> list[Referral]:
    successor = aliased(Referral)
    near = select(Grant.person_id).where(
        Grant.account_id == asker.id,
        col(Grant.kind).in_(sorted(NEAR_KINDS)),
        Grant.since <= now,
        or_(col(Grant.until).is_(None), col(Grant.until) > now),
    )
    in_place = or_(col(Person.left_on).is_(None), col(Person.left_on) > now.date())
    query = select(Referral).where(
        Referral.person_id == Person.id,
        in_place,
        col(Referral.person_id).in_(near),
        col(Referral.state).in_(_ENDED),
        Referral.since >= now - RECENT,
        ~select(successor.id).where(successor.replaces_id == Referral.id).exists(),
    )
    return list(session.exec(query.order_by(col(Referral.since).desc(), col(Referral.id))).all())


def _carried(session: Session, people: list[str]) -> set[tuple[str, str]]:
    query = select(Need.person_id, Need.barrier).where(col(Need.person_id).in_(people), Need.state == NeedState.OPEN)
    return set(session.exec(query).all())


def _tried(session: Session, people: list[str]) -> set[tuple[str, str]]:
    query = select(Referral.person_id, Referral.barriers).where(
        col(Referral.person_id).in_(people), col(Referral.state).in_(_OPEN)
    )
    return {(person, barrier) for person, barriers in session.exec(query) for barrier in barriers}
