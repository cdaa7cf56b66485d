"""Loads what is done for people already known to be the asker's to see; only ``flags`` calls this."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select

from network_data.concertation import FollowedReferent, Following, NeedSeen, ReferralSeen, StepSeen
from network_data.tables import (
    FollowStep,
    Grant,
    GrantKind,
    HeldPaper,
    Need,
    NeedState,
    News,
    NewsOutcome,
    OfficerRequest,
    Referent,
    Referral,
    ReferralEvent,
    Service,
    StepKind,
    StepState,
)
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState, RequestState

_ANSWERED = (RequestState.HANDED_BACK, RequestState.CLOSED)
_UNTOLD = (ReferralState.SUGGESTED, ReferralState.PREPARED)


def load_followings(session: Session, people: Collection[str], now: datetime) -> dict[str, Following]:
    """What is done for each of ``people`` at ``now``, in ten queries however many they are."""
    ids, today = sorted(people), now.date()
    needs, referents = _needs(session, ids), _referents(session, ids)
    referrals, papers = _referrals(session, ids), _papers(session, ids, today)
    accompanied, steps = _accompanied(session, ids, now), _steps(session, ids)
    worked_on = _worked_on(session, ids)
    return {
        person: Following(
            tuple(needs[person]),
            tuple(referents[person]),
            tuple(referrals[person]),
            frozenset(papers[person]),
            person in accompanied,
            tuple(steps[person]),
            frozenset(worked_on[person]),
        )
        for person in ids
    }


def _needs(session: Session, ids: list[str]) -> dict[str, list[NeedSeen]]:
    found: dict[str, list[NeedSeen]] = defaultdict(list)
    query = select(Need).where(col(Need.person_id).in_(ids), Need.state == NeedState.OPEN)
    for need in session.exec(query.order_by(col(Need.id))):
        found[need.person_id].append(NeedSeen(need.barrier, need.severity, need.assessed_on))
    return found


def _referents(session: Session, ids: list[str]) -> dict[str, list[FollowedReferent]]:
    reached = select(News.referent_id, func.max(News.at)).where(
        col(News.person_id).in_(ids), News.outcome == NewsOutcome.REACHED, col(News.referent_id).is_not(None)
    )
    news = dict(session.exec(reached.group_by(col(News.referent_id))).all())
    found: dict[str, list[FollowedReferent]] = defaultdict(list)
    query = select(Referent).where(col(Referent.person_id).in_(ids)).order_by(col(Referent.id))
    for one in session.exec(query):
        assert one.id is not None, "it is stored"
        at = news.get(one.id)
        found[one.person_id].append(
            FollowedReferent(one.id, one.barrier, one.inside, one.since, one.until, at.date() if at else None)
        )
    return found


def _referrals(session: Session, ids: list[str]) -> dict[str, list[ReferralSeen]]:
    of_theirs = col(Referral.person_id).in_(ids), Referral.state != ReferralState.ENTERED_IN_ERROR
    told = select(ReferralEvent.referral_id).where(
        ReferralEvent.referral_id == Referral.id, *of_theirs, col(ReferralEvent.to_state).in_(_told_states())
    )
    asked = set(session.exec(told).all())
    first = select(ReferralEvent.referral_id, ReferralEvent.details).where(
        ReferralEvent.referral_id == Referral.id, *of_theirs, ReferralEvent.number == 1
    )
    alongside = {referral for referral, details in session.exec(first) if "alongside" in details}
    found: dict[str, list[ReferralSeen]] = defaultdict(list)
    query = select(Referral, Service.partner_id).where(Referral.service_id == Service.id, *of_theirs)
    for one, partner in session.exec(query.order_by(col(Referral.created_at), col(Referral.id))):
        found[one.person_id].append(
            ReferralSeen(
                id=one.id,
                barriers=tuple(one.barriers),
                partner_id=partner,
                created_on=one.created_at.date(),
                is_open=not REFERRAL_STATES[one.state].ended,
                asked=one.id in asked,
                is_dossier=one.kind is ReferralKind.DOSSIER,
                alongside=one.id in alongside,
            )
        )
    return found


def _told_states() -> list[ReferralState]:
    """The states that a referral comes to only once the partner knows of it."""
    never_told = {*_UNTOLD, ReferralState.GIVEN, ReferralState.REFUSED, ReferralState.CANCELLED, ReferralState.EXPIRED}
    return sorted(set(ReferralState) - never_told - {ReferralState.ENTERED_IN_ERROR})


def _papers(session: Session, ids: list[str], today: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    valid = or_(col(HeldPaper.until).is_(None), col(HeldPaper.until) >= today)
    query = select(HeldPaper.person_id, HeldPaper.paper).where(col(HeldPaper.person_id).in_(ids), valid)
    for person, paper in session.exec(query):
        found[person].append(paper)
    return found


def _steps(session: Session, ids: list[str]) -> dict[str, list[StepSeen]]:
    found: dict[str, list[StepSeen]] = defaultdict(list)
    query = select(FollowStep).where(
        col(FollowStep.person_id).in_(ids),
        FollowStep.state == StepState.OPEN,
        col(FollowStep.barrier).is_not(None),
        col(FollowStep.due_on).is_not(None),
    )
    for step in session.exec(query.order_by(col(FollowStep.due_on), col(FollowStep.id))):
        assert step.barrier is not None, "only those are asked for"
        assert step.due_on is not None, "only those are asked for"
        found[step.person_id].append(StepSeen(step.barrier, step.due_on, step.kind is StepKind.FILE))
    return found


def _worked_on(session: Session, ids: list[str]) -> dict[str, set[str]]:
    """The barriers of each about which a step is open, or the officers were asked and have not answered."""
    steps = select(FollowStep.person_id, FollowStep.barrier).where(
        col(FollowStep.person_id).in_(ids), FollowStep.state == StepState.OPEN
    )
    asked = select(OfficerRequest.person_id, OfficerRequest.barrier).where(
        col(OfficerRequest.person_id).in_(ids), col(OfficerRequest.state).not_in(_ANSWERED)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for person, barrier in (*session.exec(steps), *session.exec(asked)):
        if person is not None and barrier is not None:
            found[person].add(barrier)
    return found


def _accompanied(session: Session, ids: list[str], now: datetime) -> set[str]:
    query = select(Grant.person_id).where(
        col(Grant.person_id).in_(ids),
        Grant.kind == GrantKind.ACCOMPANIES,
        Grant.since <= now,
        or_(col(Grant.until).is_(None), col(Grant.until) > now),
    )
    return set(session.exec(query).all())
