"""Slows down whoever guesses passwords: so many failures for one login, or from one address, then one must wait."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Engine, delete
from sqlmodel import Session, col, func, select

from network_data.database import transaction
from network_data.sealing import derive_key
from network_data.tables import SignInAttempt


@dataclass(frozen=True, slots=True)
class ThrottlingRules:
    """How many failures, and for how long they count. Many people of a chantier share one address."""

    per_login: int = 8
    per_address: int = 40
    window: timedelta = timedelta(minutes=15)


class Throttle:
    """Counts failed sign-ins. Logins and addresses are kept as keyed digests, and no longer than they count."""

    def __init__(self, engine: Engine, secret: str, rules: ThrottlingRules | None = None) -> None:
        self._engine = engine
        self._key = derive_key(secret, "throttling")
        self._rules = rules or ThrottlingRules()

    def admit(self, login: str, address: str | None, now: datetime) -> bool:
        """Whether one more try is let through. It counts as failed until ``forgive``: tries at once all count."""
        of_login, of_address = self._digest("login", login), self._digest("address", address or "")
        with transaction(self._engine, writes=True) as session:
            session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) <= now - self._rules.window))
            if (
                self._count(session, col(SignInAttempt.login_digest) == of_login) >= self._rules.per_login
                or self._count(session, col(SignInAttempt.address_digest) == of_address) >= self._rules.per_address
            ):
                return False
            session.add(SignInAttempt(login_digest=of_login, address_digest=of_address, at=now))
        return True

    def forgive(self, login: str) -> None:
        """Forgets the failures of a login whose holder came in."""
        with transaction(self._engine, writes=True) as session:
            of_login = self._digest("login", login)
            session.execute(delete(SignInAttempt).where(col(SignInAttempt.login_digest) == of_login))

    @staticmethod
    def _count(session: Session, condition: ColumnElement[bool]) -> int:
        return session.exec(select(func.count()).select_from(SignInAttempt).where(condition)).one()

    def _digest(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"{kind}:{value.strip().lower()}".encode(), sha256).hexdigest()
