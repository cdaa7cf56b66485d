"""A referral as its partner's link opens it: whether the link still stands, and what was agreed to be shared by it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.referrals.log import UNDO_WITHIN, Course, Event, replay
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import event_of
from network_data.sealing import Sealer
from network_data.tables import (
    Chantier,
    LinkUse,
    PartnerLink,
    Person,
    PersonIdentity,
    Referral,
    ReferralEvent,
    Service,
    SharedField,
    SharingAgreement,
)
from network_data.trail import Event as Trace
from network_data.trail import Recorder
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState

_ASKED = frozenset({ReferralState.SENT, ReferralState.WAITLISTED})
"""Where an answer is waited for, whoever noted the last one."""
_IDENTITY_FIELDS = (SharedField.FIRST_NAME, SharedField.LAST_NAME, SharedField.PHONE, SharedField.EMAIL)


def actor_of(link_id: str) -> str:
    """What the log and the trail call whoever answers by a link."""
    return f"link:{link_id}"


class Standing(StrEnum):
    """What a link that stands is waiting for."""

    ASKED = "asked"
    ANSWERED = "answered"
    """It was answered by this link, and the answer may be changed."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What is behind a link that stands; nothing here says who is referred, nor why.

    ``fields``: what may be shown once it is pressed. ``answer``: the answer that it gave and that stands.
    ``may_undo``: whether that answer may still be taken back, rather than only followed by another.
    """

    link: PartnerLink
    referral: Referral
    service: Service
    chantier: Chantier
    course: Course
    fields: frozenset[SharedField]
    answer: ReferralEvent | None
    may_undo: bool

    @property
    def standing(self) -> Standing:
        """What it is waiting for."""
        return Standing.ANSWERED if self.answer else Standing.ASKED

    @property
    def reach(self) -> Reach:
        """How far the partner reaches: this referral, and no free word that they did not write."""
        return Reach(self.referral.person_id, self.chantier.id, frozenset(self.referral.barriers), writes=True)


class LinkedReferrals:
    """Opens links for ``asker``, who holds one and nothing else, at ``now``."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer

    def find(self, link_id: str) -> Linked | None:
        """What a link opens; None when it opens nothing: too old, revoked, overtaken, or agreed to no more."""
        link = self._session.get(PartnerLink, link_id, populate_existing=True)
        if link is None or link.revoked_at or link.expires_at <= self._now or link.purpose is not LinkUse.ANSWER:
            return None
        query = select(Referral, Service, Person, Chantier).where(
            Referral.id == link.referral_id,
            Referral.service_id == Service.id,
            Referral.person_id == Person.id,
            Person.chantier_id == Chantier.id,
            Referral.recipient == Service.partner_id,
            Referral.kind == ReferralKind.ORIENTATION,
            col(Person.secret_address).is_(False),
        )
        found = self._session.exec(query.execution_options(populate_existing=True)).first()
        fields = self._agreed(found[0]) if found else None
        return self._linked(link, found[0], found[1], found[3], fields) if found and fields is not None else None

    def hold(self, linked: Linked) -> Linked | None:
        """Has other changes to the person's referrals wait, and looks again whether the link still stands."""
        query = select(Person.id).where(Person.id == linked.referral.person_id)
        self._session.exec(query.with_for_update(key_share=True)).all()
        return self.find(linked.link.id)

    def shared(self, linked: Linked) -> dict[SharedField, object]:
        """What was agreed to be told, as far as it is known; leaves a trace of the look."""
        person_id = linked.referral.person_id
        self._trail.record(Trace(self._asker.id, "link.read", [person_id], self._asker.address), self._now)
        linked.link.seen_at = linked.link.seen_at or self._now
        person = self._session.get_one(Person, person_id)
        sealed = self._session.get(PersonIdentity, person_id)
        known: dict[str, object] = dict(self._sealer.open(sealed.sealed)) if sealed else {}
        facts: dict[SharedField, object] = {field: known.get(field.value) for field in _IDENTITY_FIELDS}
        facts |= {
            SharedField.BIRTH_YEAR: person.birth_year,
            SharedField.LANGUAGES: person.languages,
            SharedField.AVAILABILITY: person.available,
        }
        return {field: facts[field] for field in SharedField if field in linked.fields and facts[field]}

    def numbered(self, number: int) -> str | None:
        """The link of that number."""
        return self._session.exec(select(PartnerLink.id).where(PartnerLink.number == number)).first()

    def _agreed(self, referral: Referral) -> frozenset[SharedField] | None:
        """What the agreements that run today let the partner know; None without any."""
        today = self._now.date()
        query = select(SharingAgreement.fields).where(
            SharingAgreement.person_id == referral.person_id,
            SharingAgreement.service_id == referral.service_id,
            SharingAgreement.recipient == referral.recipient,
            SharingAgreement.given_on <= today,
            SharingAgreement.until >= today,
            col(SharingAgreement.withdrawn_at).is_(None),
        )
        running = self._session.exec(query).all()
        return frozenset(SharedField(field) for fields in running for field in fields) if running else None

    def _linked(
        self,
        link: PartnerLink,
        referral: Referral,
        service: Service,
        chantier: Chantier,
        fields: frozenset[SharedField],
    ) -> Linked | None:
        query = select(ReferralEvent).where(ReferralEvent.referral_id == referral.id)
        rows = self._session.exec(query.order_by(col(ReferralEvent.number))).all()
        course = replay(referral.kind, map(event_of, rows))
        if all(event.number != link.step for event in course.standing):
            return None
        last = course.standing[-1]
        own = last.actor == actor_of(link.id)
        may_undo = own and self._now - last.recorded_at <= UNDO_WITHIN
        if not self._stands(course, own=own, may_undo=may_undo, referral_id=referral.id):
            return None
        answer = rows[last.number - 1] if own else None
        return Linked(link, referral, service, chantier, course, fields, answer, may_undo)

    def _stands(self, course: Course, *, own: bool, may_undo: bool, referral_id: str) -> bool:
        if course.state in _ASKED:
            return True
        if not own or not _is_answer(course.standing[-1]):
            return False
        if not REFERRAL_STATES[course.state].ended:
            return True
        replaced = select(Referral.id).where(Referral.replaces_id == referral_id)
        return may_undo and self._session.exec(replaced).first() is None


def _is_answer(event: Event) -> bool:
    return event.to in {ReferralState.ACCEPTED, ReferralState.SCHEDULED, ReferralState.DECLINED}
