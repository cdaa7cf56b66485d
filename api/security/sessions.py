"""Signed-in browsers: sessions on the server, found by a cookie's secret, ended by time, by hand or by leaving."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, Update, or_, update
from sqlmodel import col

from api.security.secrets import digest, new_secret
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import WebSession


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How long a session lives: since it was last seen, and since it began."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=10)
    seen_every: timedelta = timedelta(minutes=1)
    """``seen_at`` is written at most so often, so that reading a page seldom writes."""

    def is_alive(self, opened: WebSession, now: datetime) -> bool:
        """Whether a session that nobody ended still lets someone in."""
        return now - opened.seen_at < self.idle and now - opened.created_at < self.absolute


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a session."""

    asker: Asker
    name: str
    session_id: str
    second_factor: bool


class Sessions:
    """Opens, finds and ends sessions, each in a short transaction of its own."""

    def __init__(self, engine: Engine, rules: SessionRules | None = None) -> None:
        self._engine = engine
        self.rules = rules or SessionRules()

    def open(
        self, account_id: str, device: str, now: datetime, *, second_factor: bool, provider_token: bytes | None = None
    ) -> str:
        """A new session; the secret for its cookie. Sessions that are over lose what they kept of a provider."""
        secret = new_secret()
        opened = WebSession(
            id=digest(secret),
            account_id=account_id,
            created_at=now,
            seen_at=now,
            device=device,
            second_factor=second_factor,
            provider_token=provider_token,
        )
        with transaction(self._engine, writes=True) as session:
            session.execute(self._forget_providers(now))
            session.add(opened)
        return secret

    def find(self, secret: str, now: datetime, address: str | None) -> SignedIn | None:
        """Who holds ``secret``; None when the session is unknown, too old, ended, or its holder has left."""
        with transaction(self._engine) as session:
            accounts = AccountRepository(session, now)
            found = accounts.session_with_account(digest(secret))
            if found is None or not self.rules.is_alive(found[0], now):
                return None
            opened, account = found
            asker = Asker(account.id, accounts.positions(account.id), address=address)
            signed_in = SignedIn(asker, account.name, opened.id, opened.second_factor)
            stale = now - opened.seen_at >= self.rules.seen_every
        if stale:
            self._see(signed_in.session_id, now)
        return signed_in

    def end(self, session_id: str, now: datetime) -> bytes | None:
        """Ends a session, at once and for good; what it kept of a provider is given back and forgotten."""
        with transaction(self._engine, writes=True) as session:
            found = session.get(WebSession, session_id)
            if found is None or found.ended_at is not None:
                return None
            kept, found.provider_token, found.ended_at = found.provider_token, None, now
            return kept

    def _forget_providers(self, now: datetime) -> Update:
        over = or_(col(WebSession.ended_at).is_not(None), col(WebSession.created_at) <= now - self.rules.absolute)
        return update(WebSession).where(col(WebSession.provider_token).is_not(None), over).values(provider_token=None)

    def _see(self, session_id: str, now: datetime) -> None:
        with transaction(self._engine, writes=True) as session:
            found = session.get(WebSession, session_id)
            if found is not None:
                found.seen_at = now
