"""Links to choose a password: made for one account, good once, not for long; only a digest of each is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.i18n import Message
from api.security.passwords import Passwords, weakness
from api.security.secrets import digest, new_secret
from api.security.sign_in import Visitor
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import Account, LinkPurpose, SingleUseLink
from network_data.trail import Event, Trail

LIFETIMES: Mapping[LinkPurpose, timedelta] = MappingProxyType(
    {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.RESET: timedelta(hours=24)}
)
PATHS: Mapping[LinkPurpose, str] = MappingProxyType(
    {LinkPurpose.INVITATION: "/invitation/", LinkPurpose.RESET: "/reinitialiser/"}
)


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link as it is shown, once."""

    path: str
    expires_at: datetime


def make_link(session: Session, account: Account, now: datetime) -> MadeLink:
    """A link for ``account``: to come in for the first time, or to choose another password. Voids those before."""
    purpose = LinkPurpose.RESET if account.password_hash else LinkPurpose.INVITATION
    query = select(SingleUseLink).where(SingleUseLink.account_id == account.id, col(SingleUseLink.used_at).is_(None))
    for former in session.exec(query):
        former.used_at = now
    secret, expires_at = new_secret(), now + LIFETIMES[purpose]
    session.add(
        SingleUseLink(id=digest(secret), account_id=account.id, purpose=purpose, created_at=now, expires_at=expires_at)
    )
    return MadeLink(PATHS[purpose] + secret, expires_at)


@dataclass(frozen=True, slots=True)
class Links:
    """Opens links and lets their holder choose a password."""

    engine: Engine
    passwords: Passwords
    trail: Trail

    def holder(self, secret: str, purpose: LinkPurpose, now: datetime) -> Account | None:
        """Whose link it is; None when it is unknown, used, too old, or its holder has left."""
        with transaction(self.engine) as session:
            found = opened_link(session, secret, purpose, now)
            if found is not None:
                session.expunge(found[1])
            return found[1] if found else None

    def use(self, secret: str, purpose: LinkPurpose, password: str, visitor: Visitor) -> Message | None:
        """Sets the password, voids the link and ends every session; what is wrong with the password otherwise.

        Raises:
            LookupError: the link is not good, or not any more.
        """
        holder = self.holder(secret, purpose, visitor.now)
        if holder is None:
            raise LookupError
        fault = weakness(password, holder.login)
        if fault is not None:
            return fault
        kept = self.passwords.hash(password)
        with transaction(self.engine, writes=True) as session:
            # Looked up again: of two who use it at the same moment, one comes second.
            found = opened_link(session, secret, purpose, visitor.now)
            if found is None:
                raise LookupError
            link, account = found
            link.used_at, account.password_hash = visitor.now, kept
            for opened in AccountRepository(session, visitor.now).sessions_of(account.id):
                opened.ended_at = visitor.now
            event = Event(account.id, "password.set", address=visitor.address, details={"means": purpose.value})
            self.trail.append(session, event, visitor.now)
        return None


def opened_link(
    session: Session, secret: str, purpose: LinkPurpose, now: datetime
) -> tuple[SingleUseLink, Account] | None:
    """A link that still serves, with its holder."""
    link = session.get(SingleUseLink, digest(secret))
    if link is None or link.purpose != purpose or link.used_at is not None or link.expires_at <= now:
        return None
    account = session.get_one(Account, link.account_id)
    return None if account.left_at is not None and account.left_at <= now else (link, account)
