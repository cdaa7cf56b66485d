"""The referrals that one partner has in hand, of the people whom the asker accompanies."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from network_data.asker import Asker
from network_data.repositories.partner_loads import BEFORE_THEM
from network_data.repositories.people import NEAR_KINDS
from network_data.tables import Grant, Referral
from network_data.trail import Event, Recorder
from network_data.vocabulary import ReferralState

_IN_HAND = (*BEFORE_THEM, ReferralState.IN_PROGRESS)


def in_hand(asker: Asker, session: Session, now: datetime, trail: Recorder, partner_id: str) -> list[Referral]:
    """Those that the partner was told of and that run, of whom ``asker`` accompanies at ``now``, the oldest first."""
    near = select(Grant.person_id).where(
        Grant.account_id == asker.id,
        col(Grant.kind).in_(sorted(NEAR_KINDS)),
        Grant.since <= now,
        or_(col(Grant.until).is_(None), col(Grant.until) > now),
    )
    query = select(Referral).where(
        col(Referral.person_id).in_(near), Referral.recipient == partner_id, col(Referral.state).in_(_IN_HAND)
    )
    found = list(session.exec(query.order_by(col(Referral.since), col(Referral.id))).all())
    if found:
        people = sorted({each.person_id for each in found})
        trail.record(Event(asker.id, "referral.list", people, asker.address), now)
    return found
