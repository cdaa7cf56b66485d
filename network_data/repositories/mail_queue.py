"""The messages that wait: claimed by one sender at a time, sent, tried again later, or given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import CursorResult
from sqlmodel import Session, case, col, func, select, update

from network_data.asker import Asker
from network_data.civil_time import day_of
from network_data.referrals.log import replay
from network_data.repositories.mail_addresses import MailAddresses, digest_of
from network_data.repositories.outbox import UNKNOWN_END, due_letters
from network_data.repositories.referrals import event_of
from network_data.repositories.retries import CLAIM_LASTS, next_try
from network_data.tables import (
    Chantier,
    MailKind,
    MailState,
    OutgoingMail,
    PartnerLink,
    Person,
    Referral,
    ReferralEvent,
    Reminder,
    Service,
)
from network_data.trail import Event, Recorder

UNDELIVERED = "mail-failed"
"""The code of the reminder that a message did not arrive."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is one's own to send for a while."""

    id: str
    token: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message to a partner is about, without the person."""

    service: str
    chantier: str
    link: PartnerLink
    address: str


class MailQueue:
    """The queue as ``asker``, the engine, works it at ``now``, within the caller's transaction."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._addresses = MailAddresses(session)

    def due(self, most: int) -> Sequence[str]:
        """The messages that may leave now, the oldest first."""
        query = select(OutgoingMail.id).where(due_letters(self._now))
        return self._session.exec(query.order_by(col(OutgoingMail.next_try_at), col(OutgoingMail.id)).limit(most)).all()

    def claim(self, mail_id: str, domain: str) -> Claim | None:
        """Takes a message to send it; None when someone else has it, or it is settled.

        ``domain``: the right part of its Message-ID, the first time.
        """
        claim = Claim(mail_id, token_hex(16))
        taken = (
            update(OutgoingMail)
            .where(col(OutgoingMail.id) == mail_id, due_letters(self._now))
            .values(
                claimed_by=claim.token,
                claimed_until=self._now + CLAIM_LASTS,
                tries=col(OutgoingMail.tries) + 1,
                failure=case((col(OutgoingMail.claimed_by).is_not(None), UNKNOWN_END), else_=OutgoingMail.failure),
                message_id=func.coalesce(OutgoingMail.message_id, f"<{mail_id}@{domain}>"),
            )
            .execution_options(synchronize_session=False)
        )
        result = self._session.execute(taken)
        assert isinstance(result, CursorResult)
        return claim if result.rowcount else None

    def claimed(self, claim: Claim) -> OutgoingMail | None:
        """The message, as long as it is still one's own."""
        query = select(OutgoingMail).where(OutgoingMail.id == claim.id, OutgoingMail.claimed_by == claim.token)
        return self._session.exec(query.execution_options(populate_existing=True)).first()

    def subject(self, letter: OutgoingMail) -> Subject | None:
        """What a message to a partner is about, and where it goes; None when it goes nowhere any more."""
        query = select(Referral, Service, Chantier).where(
            Referral.id == (letter.referral_id or ""),
            Referral.service_id == Service.id,
            Referral.person_id == Person.id,
            Person.chantier_id == Chantier.id,
        )
        found = self._session.exec(query.execution_options(populate_existing=True)).first()
        link = self._session.get(PartnerLink, letter.link_id or "")
        if found is None or link is None:
            return None
        referral, service, chantier = found
        address = self._addresses.of_service(service.id, referral.recipient)
        return Subject(service.name, chantier.name, link, address) if address else None

    def leaves(self, letter: OutgoingMail, address: str) -> None:
        """Notes to which address it is about to be sent."""
        letter.address_digest = digest_of(address)
        self._session.flush()

    def sent(self, letter: OutgoingMail) -> None:
        """The server has taken it."""
        self._settle(letter, MailState.SENT, None)

    def void(self, letter: OutgoingMail) -> None:
        """It has no reason any more; it stays known whether an earlier try may have arrived."""
        self._settle(letter, MailState.VOID, letter.failure)

    def later(self, letter: OutgoingMail, failure: str) -> None:
        """It is tried again, or given up after some days."""
        again = next_try(letter.tries, letter.made_at, self._now)
        if again is None:
            self.fail(letter, failure)
            return
        letter.failure = letter.failure if letter.failure == UNKNOWN_END else failure
        letter.next_try_at = again
        letter.claimed_by = letter.claimed_until = None
        self._session.flush()

    def fail(self, letter: OutgoingMail, failure: str) -> None:
        """It does not arrive: whoever accompanies the person is told."""
        self._settle(letter, MailState.FAILED, failure)
        if letter.referral_id and letter.kind is not MailKind.WITHDRAWN:
            self._tell(letter.referral_id)

    def refuse_address(self, letter: OutgoingMail, status: str) -> None:
        """The address does not work: nothing more is sent to it until someone has checked it."""
        if letter.address_digest:
            self._addresses.mark(letter.address_digest, status, self._now)
        self.fail(letter, "bad-address")

    def bounced(self, message_id: str | None, envelope_id: str | None, status: str) -> bool:
        """Notes that a message which had been taken came back; False when it is none of ours."""
        query = select(OutgoingMail).where(
            (col(OutgoingMail.message_id) == (message_id or "-")) | (col(OutgoingMail.id) == (envelope_id or "-"))
        )
        letter = self._session.exec(query).first()
        if letter is None or letter.address_digest is None:
            return False
        self.refuse_address(letter, status)
        return True

    def counts(self) -> Mapping[MailState, int]:
        """How many messages stand where."""
        query = select(OutgoingMail.state, func.count()).group_by(col(OutgoingMail.state))
        return {MailState(state): count for state, count in self._session.exec(query)}

    def latest(self, most: int) -> Sequence[OutgoingMail]:
        """The last messages that have not lost their reason, the latest first."""
        query = select(OutgoingMail).where(OutgoingMail.state != MailState.VOID)
        return self._session.exec(
            query.order_by(col(OutgoingMail.made_at).desc(), col(OutgoingMail.key)).limit(most)
        ).all()

    def _settle(self, letter: OutgoingMail, state: MailState, failure: str | None) -> None:
        letter.state, letter.failure, letter.settled_at = state, failure, self._now
        letter.next_try_at = letter.claimed_by = letter.claimed_until = None
        self._session.flush()

    def _tell(self, referral_id: str) -> None:
        referral = self._session.get(Referral, referral_id)
        if referral is None:
            return
        query = select(ReferralEvent).where(ReferralEvent.referral_id == referral_id)
        events = self._session.exec(query.order_by(col(ReferralEvent.number))).all()
        step = replay(referral.kind, map(event_of, events)).standing[-1].number
        key = f"{referral_id}:{UNDELIVERED}:{step}:1"
        if self._session.exec(select(Reminder.id).where(Reminder.key == key)).first() is None:
            self._trail.record(Event(self._asker.id, "reminder.make", [referral.person_id]), self._now)
            self._session.add(
                Reminder(
                    id=token_hex(12),
                    key=key,
                    person_id=referral.person_id,
                    referral_id=referral_id,
                    clock=UNDELIVERED,
                    step=step,
                    due_on=day_of(self._now),
                    made_at=self._now,
                )
            )
            self._session.flush()
