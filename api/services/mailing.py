"""Sends the messages that wait, each by one process at a time, and notes what became of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import Engine
from sqlmodel import Session

from api.i18n import DEFAULT_LOCALE, translations
from api.mail.bounces import Bounce
from api.mail.letters import About, Letter, digest, letter, message
from api.mail.smtp import Answer, Connection, Fate, ServerTroubleError, connected
from api.mail.terms import MailTerms
from api.security.partner_links import PartnerLinks, number_of
from network_data.asker import Asker, Position, Role
from network_data.civil_time import day_of
from network_data.database import transaction
from network_data.referrals.log import ENGINE
from network_data.repositories.digests import PURPOSE as ACCOUNT_MAIL
from network_data.repositories.digests import Digests
from network_data.repositories.identities import PURPOSE as IDENTITY
from network_data.repositories.linked_referrals import Linked, LinkedReferrals
from network_data.repositories.mail_queue import Claim, MailQueue, Subject
from network_data.sealing import Sealer
from network_data.tables import MailKind, OutgoingMail
from network_data.trail import JoinedTrail, Trail
from network_data.vocabulary import ReferralState

_ASKER = Asker(ENGINE, (Position(Role.LOCAL),))
_LANGUAGE = translations(DEFAULT_LOCALE)
"""Partners are written to in French."""
_AT_ONCE = 200
"""Messages of one run; the others leave by the next."""
_STATES = {
    MailKind.REQUEST: frozenset({ReferralState.SENT}),
    MailKind.REMINDER: frozenset({ReferralState.SENT}),
    MailKind.STILL_WAITING: frozenset({ReferralState.WAITLISTED}),
}
"""Where a referral stands as long as a message about it has a reason."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did: how many messages met which fate, and what the server's trouble was, if any."""

    fates: Mapping[Fate, int] = field(default_factory=dict)
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A message that is ours to send now."""

    claim: Claim
    message: EmailMessage
    recipient: str


class Composer:
    """Puts messages to partners into words."""

    def __init__(self, secrets: tuple[str, ...], public_url: str) -> None:
        self._links = PartnerLinks(secrets)
        self._public_url = public_url

    def letter(self, kind: MailKind, subject: Subject) -> Letter:
        """The message in words."""
        link = subject.link
        about = About(subject.service, subject.chantier, number_of(link))
        path = self.path(kind, subject)
        if path:
            until = day_of(link.expires_at)
            about = replace(about, path=path, code=self._links.code(link), until=until)
        return letter(kind, about, self._public_url, _LANGUAGE)

    def digest(self, counts: Mapping[str, int]) -> Letter:
        """The day's digest in words."""
        return digest(counts, self._public_url, _LANGUAGE)

    def path(self, kind: MailKind, subject: Subject) -> str | None:
        """Where its link leads; None where it asks for no answer."""
        return self._links.path(subject.link) if kind in _STATES else None


class Mailer:
    """Sends the mail of one installation."""

    def __init__(self, engine: Engine, secrets: tuple[str, ...], terms: MailTerms, public_url: str) -> None:
        self._engine = engine
        self._terms = terms
        self._trail = Trail(engine, secrets)
        self._composer = Composer(secrets, public_url)
        self._sealer = Sealer(secrets, IDENTITY)
        self._account_sealer = Sealer(secrets, ACCOUNT_MAIL)

    def run(self, now: Callable[[], datetime], ending: Callable[[], bool] = bool) -> Done:
        """Sends what may leave now, over one connection; stops early when ``ending`` says so.

        A message is claimed in one transaction, handed over in none, and settled in another. Who dies in between has it
        tried again, under the same Message-ID, once the claim has run out.
        """
        with transaction(self._engine) as session:
            due = MailQueue(_ASKER, session, now(), self._trail).due(_AT_ONCE)
        if not due:
            return Done()
        fates: Counter[Fate] = Counter()
        try:
            with connected(self._terms) as connection:
                for mail_id in due:
                    if ending():
                        break
                    fates.update(self._send(mail_id, connection, now))
        except ServerTroubleError as error:
            return Done(fates, error.kind)
        return Done(fates)

    def _send(self, mail_id: str, connection: Connection, now: Callable[[], datetime]) -> list[Fate]:
        parcel = self._parcel(mail_id, now())
        if parcel is None:
            return []
        try:
            answer = connection.send(
                parcel.message, self._terms.sender.addr_spec, parcel.recipient, envelope_id=parcel.claim.id
            )
        except ServerTroubleError as error:
            self._settle(parcel.claim, Answer(Fate.LATER, error.kind), now())
            raise
        self._settle(parcel.claim, answer, now())
        return [answer.fate]

    def _parcel(self, mail_id: str, now: datetime) -> _Parcel | None:
        """The message, once it is ours; None when another has it, or it has no reason any more."""
        with transaction(self._engine, writes=True) as session:
            trail = JoinedTrail(self._trail, session)
            queue = MailQueue(_ASKER, session, now, trail)
            claim = queue.claim(mail_id, self._terms.sender.domain)
            waiting = queue.claimed(claim) if claim else None
            if claim is None or waiting is None:
                return None
            if waiting.kind is MailKind.DIGEST:
                return self._digest(session, queue, waiting, claim, now)
            subject = queue.subject(waiting)
            linked = LinkedReferrals(_ASKER, session, now, trail, self._sealer).find(waiting.link_id or "")
            if subject is None or not _has_reason(waiting.kind, linked):
                queue.void(waiting)
                return None
            queue.leaves(waiting, subject.address)
            written = self._composer.letter(waiting.kind, subject)
            headers = {"Message-ID": waiting.message_id or "", "Date": format_datetime(waiting.made_at)}
            return _Parcel(claim, message(written, self._terms.sender, subject.address, headers), subject.address)

    def _digest(
        self, session: Session, queue: MailQueue, waiting: OutgoingMail, claim: Claim, now: datetime
    ) -> _Parcel | None:
        """A digest of today, to whoever still wants it."""
        book = Digests(_ASKER, session, now, JoinedTrail(self._trail, session), self._account_sealer)
        address = book.address(waiting.account_id or "")
        if address is None or day_of(waiting.made_at) != day_of(now):
            queue.void(waiting)
            return None
        queue.leaves(waiting, address)
        headers = {"Message-ID": waiting.message_id or "", "Date": format_datetime(waiting.made_at)}
        written = self._composer.digest(waiting.details)
        return _Parcel(claim, message(written, self._terms.sender, address, headers), address)

    def _settle(self, claim: Claim, answer: Answer, now: datetime) -> None:
        with transaction(self._engine, writes=True) as session:
            queue = MailQueue(_ASKER, session, now, JoinedTrail(self._trail, session))
            letter_ = queue.claimed(claim)
            if letter_ is None:
                return
            if answer.fate is Fate.TAKEN:
                queue.sent(letter_)
            elif answer.fate is Fate.BAD_ADDRESS:
                queue.refuse_address(letter_, answer.status)
            elif answer.fate is Fate.REFUSED:
                queue.fail(letter_, answer.status)
            else:
                queue.later(letter_, answer.status)


def note_bounce(engine: Engine, secrets: tuple[str, ...], bounce: Bounce, now: datetime) -> bool:
    """Notes that a message of ours came back, and that its address is to be checked; False when it is none of ours."""
    with transaction(engine, writes=True) as session:
        queue = MailQueue(_ASKER, session, now, JoinedTrail(Trail(engine, secrets), session))
        return queue.bounced(bounce.message_id, bounce.envelope_id, bounce.status)


def _has_reason(kind: MailKind, linked: Linked | None) -> bool:
    """Whether a message still says something true: one that asks for an answer needs a link that stands."""
    return kind not in _STATES or (linked is not None and linked.course.state in _STATES[kind])
