"""Writes messages to partners beside what causes them: each stands or falls with its event."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import randbelow, token_hex, token_urlsafe

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.referrals.log import Course
from network_data.repositories.mail_addresses import MailAddresses
from network_data.tables import MailKind, MailState, OutgoingMail, PartnerLink, Person, Referral
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState

LINK_LASTS = timedelta(days=45)
"""Longer than the partner may be silent, so that a link in a mailbox is not there for ever."""
UNKNOWN_END = "unknown"
"""Why it is tried again: whoever sent it died before the end. It may have arrived."""
_NUMBERS = 1_000_000
_ASKS = frozenset({MailKind.REQUEST, MailKind.RESTORED})
_TAKES_BACK = frozenset({MailKind.WITHDRAWN})
_PURSUES = frozenset({MailKind.REMINDER, MailKind.STILL_WAITING})
_NOT_ASKED_ANY_MORE = frozenset(
    {
        ReferralState.PREPARED,
        ReferralState.CANCELLED,
        ReferralState.REFUSED,
        ReferralState.ENTERED_IN_ERROR,
    }
)


class Outbox:
    """The messages about referrals, as they stand at ``now``; within the caller's transaction, opened to write.

    What is written is a fact to be told, without words, names or address: those are put in when it leaves.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._addresses = MailAddresses(session)

    def follow(self, referral: Referral, course: Course) -> None:
        """Has the partner believe what the log gives: asked once it is sent, told when it is asked no more.

        What has not left yet and is overtaken never leaves.
        """
        letters = self._letters(referral.id)
        told = next((letter.kind for letter in reversed(letters) if letter.kind not in _PURSUES), None)
        if course.state is not ReferralState.SENT and told is None:
            return
        if course.state is ReferralState.SENT:
            self._void(letters, _TAKES_BACK)
            if not self._was_asked(letters, course) and self.may_write(referral):
                self._write(MailKind.REQUEST, referral, course)
        elif course.state in _NOT_ASKED_ANY_MORE:
            self._void(letters, _ASKS | _PURSUES)
            if self._may_have_left(letters, _ASKS) and told in _ASKS:
                self._write(MailKind.WITHDRAWN, referral, course)
        else:
            self._void(letters, _TAKES_BACK | ({MailKind.REQUEST} | _PURSUES))
            withdrawn = told in _TAKES_BACK and self._may_have_left(letters, _TAKES_BACK)
            if withdrawn and not REFERRAL_STATES[course.state].ended:
                self._write(MailKind.RESTORED, referral, course)

    def remind(self, referral: Referral, kind: MailKind, step: int, occurrence: int) -> None:
        """Reminds a partner who was written to, unless they do not want to be."""
        asked = self._last_link(referral.id)
        if asked and self.may_write(referral) and self._addresses.reminds(referral.recipient):
            link = self._link(referral, asked.step)
            self._add(kind, referral, f"{referral.id}:{kind}:{step}:{occurrence}", link)

    def may_write(self, referral: Referral) -> bool:
        """Whether its partner is written to: a partner, not a gate; who has an address; about nobody in danger."""
        if referral.kind is not ReferralKind.ORIENTATION:
            return False
        secret = self._session.exec(select(Person.secret_address).where(Person.id == referral.person_id)).one()
        return not secret and self._addresses.of_service(referral.service_id, referral.recipient) is not None

    def _letters(self, referral_id: str) -> list[OutgoingMail]:
        """What was or will be told, the oldest first."""
        query = select(OutgoingMail).where(
            OutgoingMail.referral_id == referral_id,
            col(OutgoingMail.state).in_([MailState.WAITING, MailState.SENT, MailState.FAILED])
            | (OutgoingMail.failure == UNKNOWN_END),
        )
        query = query.execution_options(populate_existing=True)
        return list(self._session.exec(query.order_by(col(OutgoingMail.made_at), col(OutgoingMail.key))).all())

    def _was_asked(self, letters: Sequence[OutgoingMail], course: Course) -> bool:
        """Whether the last thing they were told, or will be, is that this very sending asks them."""
        steps = {link.id: link.step for link in self._links(course, letters)}
        lasting = [letter for letter in letters if letter.kind not in _PURSUES and letter.state is not MailState.VOID]
        return bool(lasting) and lasting[-1].kind in _ASKS and steps.get(lasting[-1].link_id or "") == _step(course)

    def _links(self, course: Course, letters: Iterable[OutgoingMail]) -> Sequence[PartnerLink]:
        ids = sorted({letter.link_id for letter in letters if letter.link_id})
        return self._session.exec(select(PartnerLink).where(col(PartnerLink.id).in_(ids))).all() if ids else ()

    def _void(self, letters: Iterable[OutgoingMail], kinds: Iterable[MailKind]) -> None:
        for letter in letters:
            if letter.kind in kinds and letter.state is MailState.WAITING and not self._is_leaving(letter):
                letter.state, letter.next_try_at, letter.settled_at = MailState.VOID, None, self._now
        self._session.flush()

    def _may_have_left(self, letters: Iterable[OutgoingMail], kinds: Iterable[MailKind]) -> bool:
        return any(
            letter.kind in kinds and (letter.state is MailState.SENT or self._is_leaving(letter)) for letter in letters
        )

    def _is_leaving(self, letter: OutgoingMail) -> bool:
        """Whether a try was begun whose end is not known: it may have arrived."""
        tried = letter.state is MailState.WAITING and letter.claimed_by is not None
        return tried or letter.failure == UNKNOWN_END

    def _write(self, kind: MailKind, referral: Referral, course: Course) -> None:
        link = self._link(referral, _step(course)) if kind is MailKind.REQUEST else self._last_link(referral.id)
        self._add(kind, referral, f"{referral.id}:{kind}:{course.number}", link)

    def _add(self, kind: MailKind, referral: Referral, key: str, link: PartnerLink | None) -> None:
        self._session.add(
            OutgoingMail(
                id=token_hex(16),
                key=key,
                kind=kind,
                referral_id=referral.id,
                link_id=link.id if link else None,
                made_at=self._now,
                next_try_at=self._now,
            )
        )
        self._session.flush()

    def _link(self, referral: Referral, step: int) -> PartnerLink:
        """The link of this sending: the one there is as long as it lasts, else a new one."""
        query = select(PartnerLink).where(
            PartnerLink.referral_id == referral.id,
            PartnerLink.step == step,
            col(PartnerLink.revoked_at).is_(None),
            col(PartnerLink.expires_at) > self._now,
        )
        found = self._session.exec(query.order_by(col(PartnerLink.made_at).desc())).first()
        return found or self._new_link(referral, step)

    def _new_link(self, referral: Referral, step: int) -> PartnerLink:
        link = PartnerLink(
            id=token_urlsafe(16),
            number=self._free_number(),
            referral_id=referral.id,
            step=step,
            made_at=self._now,
            expires_at=self._now + LINK_LASTS,
        )
        self._session.add(link)
        self._session.flush()
        return link

    def _free_number(self) -> int:
        while True:
            number = randbelow(_NUMBERS)
            if self._session.exec(select(PartnerLink.id).where(PartnerLink.number == number)).first() is None:
                return number

    def _last_link(self, referral_id: str) -> PartnerLink | None:
        query = select(PartnerLink).where(PartnerLink.referral_id == referral_id)
        return self._session.exec(query.order_by(col(PartnerLink.made_at).desc())).first()


def due_letters(now: datetime) -> ColumnElement[bool]:
    """What holds of a message that may leave now: nobody else is sending it."""
    free = or_(col(OutgoingMail.claimed_until).is_(None), col(OutgoingMail.claimed_until) <= now)
    return (col(OutgoingMail.next_try_at) <= now) & free


def _step(course: Course) -> int:
    """The number of the event by which it was last sent, as far as that still stands."""
    sent = [event.number for event in course.standing if event.to is ReferralState.SENT]
    return sent[-1] if sent else course.standing[-1].number
