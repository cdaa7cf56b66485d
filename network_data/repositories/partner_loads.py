"""How many referrals partners have open, by chantier, and when they were last called: counted, nobody named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select

from network_data.asker import Asker, Role
from network_data.civil_time import day_of
from network_data.tables import (
    LoggedContact,
    OfficerRequest,
    Partner,
    Person,
    Referral,
    ReferralEvent,
    RequestEvent,
    Service,
    Way,
    Whom,
)
from network_data.trail import Event, Recorder
from network_data.vocabulary import ReferralKind, ReferralState, RequestState

BEFORE_THEM = (
    ReferralState.SENT,
    ReferralState.WAITLISTED,
    ReferralState.ACCEPTED,
    ReferralState.SCHEDULED,
    ReferralState.MISSED,
)
"""What a partner has to deal with: they were asked, and the service has not begun."""
_LATEST = 50
"""Calls looked at per partner to find the last."""


@dataclass(frozen=True, slots=True)
class PartnerLoad:
    """What a partner has open; ``by_chantier`` where the asker compares chantiers, None otherwise."""

    total: int = 0
    by_chantier: Mapping[str, int] | None = field(default=None)

    def is_full(self, most_open: int) -> bool:
        """Whether they have ``most_open`` referrals before them."""
        return self.total >= most_open

    def crowded_by(self, most_open: int) -> frozenset[str]:
        """The chantiers that take more than their share: half of ``most_open``, rounded up."""
        half = (most_open + 1) // 2
        return frozenset(chantier for chantier, number in (self.by_chantier or {}).items() if number >= half)


@dataclass(frozen=True, slots=True)
class Solicited:
    """A partner of a territory with what they have open; ``silent_since``: the oldest that has no answer yet."""

    partner: Partner
    load: PartnerLoad
    silent_since: date | None


class PartnerLoads:
    """Counts for ``asker`` at ``now``: everyone who works with people reads the total, who shares chantiers the rest.

    A count by chantier of those sent to one partner tells an advisor of people whom they do not accompany.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def may_count(self) -> bool:
        """Whether the asker reads any count: whoever works with the people."""
        return self._asker.holds(Role.ADVISOR, Role.OFFICER, Role.COORDINATOR)

    def of(self, partners: Collection[str]) -> dict[str, PartnerLoad]:
        """The load of each of some partners, by whom their referrals are told to (a partner, or a gate)."""
        if not self.may_count() or not partners:
            return {}
        self._trail.record(Event(self._asker.id, "partner.load", (), self._asker.address), self._now)
        query = (
            select(Referral.recipient, Person.chantier_id, func.count())
            .where(
                Referral.person_id == Person.id,
                col(Referral.recipient).in_(sorted(partners)),
                col(Referral.state).in_(BEFORE_THEM),
            )
            .group_by(col(Referral.recipient), col(Person.chantier_id))
        )
        counted: dict[str, dict[str, int]] = {partner: {} for partner in partners}
        for partner, chantier, number in self._session.exec(query):
            counted[partner][chantier] = number
        compares = self._asker.holds(Role.OFFICER, Role.COORDINATOR)
        return {
            partner: PartnerLoad(sum(chantiers.values()), dict(sorted(chantiers.items())) if compares else None)
            for partner, chantiers in counted.items()
        }

    def board(self) -> list[Solicited]:
        """The partners of the asker's territories who have something open, those with most first.

        It is for whoever compares chantiers: empty for anyone else.
        """
        own = sorted({*self._asker.territories(Role.OFFICER), *self._asker.territories(Role.COORDINATOR)})
        query = select(Partner).where(
            col(Partner.territory_slug).in_(own),
            col(Partner.id).in_(select(Referral.recipient).where(col(Referral.state).in_(BEFORE_THEM))),
        )
        partners = {each.id: each for each in self._session.exec(query)}
        silent = self._silent_since(partners)
        found = [Solicited(partners[each], load, silent.get(each)) for each, load in self.of(partners).items()]
        return sorted(found, key=lambda each: (-each.load.total, each.partner.name, each.partner.id))

    def _silent_since(self, partners: Collection[str]) -> Mapping[str, date]:
        """Since when each has left unanswered the oldest of what they were sent; a dossier awaits no answer."""
        unanswered = Referral.state == ReferralState.SENT, Referral.kind == ReferralKind.ORIENTATION
        query = select(Referral.recipient, func.min(Referral.since)).where(
            col(Referral.recipient).in_(sorted(partners)), *unanswered
        )
        return {
            partner: day_of(since) for partner, since in self._session.exec(query.group_by(col(Referral.recipient)))
        }

    def last_called(self, partner_id: str) -> date | None:
        """The last day on which a call with a partner was noted, wherever it was; nobody is told about whom.

        A call that nobody answered is none.
        """
        if not self.may_count():
            return None
        days = [*self._moved_by_call(partner_id), *self._together(partner_id)]
        logged = self._logged(partner_id)
        return max([*days, logged] if logged else days, default=None)

    def _logged(self, partner_id: str) -> date | None:
        """The last call that was logged by itself, in one touch."""
        query = (
            select(func.max(LoggedContact.at))
            .join(Referral, col(LoggedContact.referral_id) == col(Referral.id), isouter=True)
            .where(
                LoggedContact.whom == Whom.PARTNER,
                LoggedContact.way == Way.CALL,
                col(LoggedContact.reached).is_(True),
                or_(LoggedContact.partner_id == partner_id, Referral.recipient == partner_id),
            )
        )
        at = self._session.exec(query).one()
        return day_of(at) if at else None

    def _moved_by_call(self, partner_id: str) -> list[date]:
        """The latest calls that moved a referral."""
        calls = (
            select(ReferralEvent)
            .where(ReferralEvent.referral_id == Referral.id, Referral.recipient == partner_id)
            .order_by(col(ReferralEvent.at).desc())
            .limit(_LATEST)
        )
        return [day_of(each.at) for each in self._session.exec(calls) if each.details.get("contact") == "call"]

    def _together(self, partner_id: str) -> list[date]:
        """The latest calls of officers and advisors together."""
        services = set(self._session.exec(select(Service.id).where(Service.partner_id == partner_id)))
        together = (
            select(RequestEvent)
            .where(RequestEvent.request_id == OfficerRequest.id, RequestEvent.to_state == RequestState.JOINT_CONTACT)
            .order_by(col(RequestEvent.at).desc())
            .limit(_LATEST)
        )
        return [day_of(each.at) for each in self._session.exec(together) if each.details.get("service") in services]
