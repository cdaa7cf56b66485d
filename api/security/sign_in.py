"""Signs people in: by login, password and code where there is one, or by one click in the demonstration."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine

from api.security.passwords import Passwords
from api.security.second_factor import SecondFactors
from api.security.sessions import Sessions
from api.security.throttling import Throttle
from api.settings import Settings
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import Account
from network_data.trail import Event, Trail

SOMEONE = "unknown"
"""Who the trail says failed when the login is nobody's: what was typed may be a password, and is not kept."""


class Refusal(StrEnum):
    """Why someone was not let in, as far as they are told."""

    WRONG = "wrong"
    """Login, password or code: which one is not said."""
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What someone types."""

    login: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who tries, as the server sees them, and when."""

    now: datetime
    address: str | None = None
    device: str = ""


@dataclass(frozen=True, slots=True)
class ByProvider:
    """What an OpenID Connect provider gave with someone."""

    token: bytes = field(repr=False)
    """What ends its session with ours, sealed."""
    two_factors: bool
    """Whether its word that they showed two factors is taken."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Everything it takes to let someone in."""

    engine: Engine
    passwords: Passwords
    second_factors: SecondFactors
    throttle: Throttle
    sessions: Sessions
    trail: Trail
    demonstration: bool = False
    """Whether fictitious accounts may come in."""

    def with_password(self, typed: Credentials, visitor: Visitor) -> str | Refusal:
        """The secret of a new session, or why not. The work is the same whether or not the login exists."""
        if not self.throttle.admit(typed.login, visitor.address, visitor.now):
            return Refusal.TOO_MANY
        account = self._account(typed.login, visitor.now)
        right = self.passwords.check(typed.password, account.password_hash if account else None)
        if account is None or not right or not self.passes_second_factor(account, typed.code, visitor.now):
            self.tell_failure(visitor, account)
            return Refusal.WRONG
        self.throttle.forgive(typed.login)
        return self.let_in(account, visitor, "password")

    def with_one_click(self, account_id: str, visitor: Visitor) -> str | None:
        """The secret of a new session of an account of the demonstration; None for any other account."""
        if not self.demonstration:
            return None
        with transaction(self.engine) as session:
            found = AccountRepository(session, visitor.now).demonstration()
            account = next((account for account in found if account.id == account_id), None)
            if account is None:
                return None
            session.expunge(account)
        return self.let_in(account, visitor, "demonstration")

    def let_in(self, account: Account, visitor: Visitor, means: str, given: ByProvider | None = None) -> str:
        """The secret of a new session of someone who showed by ``means`` who they are."""
        event = Event(account.id, "sign-in", address=visitor.address, details={"means": means})
        self.trail.record(event, visitor.now)
        # Whoever has a code of ours gave it before they got here, by the provider too.
        proved = account.totp_sealed is not None and means != "demonstration"
        return self.sessions.open(
            account.id,
            visitor.device,
            visitor.now,
            second_factor=proved or (given is not None and given.two_factors),
            provider_token=given.token if given else None,
        )

    def _account(self, login: str, now: datetime) -> Account | None:
        with transaction(self.engine) as session:
            account = AccountRepository(session, now).by_login(login)
            if account is None or not self.may_enter(account):
                return None
            session.expunge(account)
            return account

    def may_enter(self, account: Account) -> bool:
        """Whether it is someone real, or where everything is fictitious."""
        return self.demonstration or not account.is_demonstration

    def tell_failure(self, visitor: Visitor, account: Account | None = None) -> None:
        """Leaves the trace of someone who was not let in, to ``account`` where one was tried."""
        tried = account.id if account else SOMEONE
        self.trail.record(Event(tried, "sign-in-failed", address=visitor.address), visitor.now)

    def passes_second_factor(self, account: Account, code: str, now: datetime) -> bool:
        """Whether ``code`` is good for this account, once; any is where it has no second factor."""
        if account.totp_sealed is None:
            return True
        with transaction(self.engine, writes=True) as session:
            return self.second_factors.spend(session.get_one(Account, account.id), code, now)


def sign_in_of(engine: Engine, settings: Settings, sessions: Sessions, trail: Trail) -> SignIn:
    """How people come into one installation."""
    return SignIn(
        engine=engine,
        passwords=Passwords(),
        second_factors=SecondFactors(settings.secrets),
        throttle=Throttle(engine, settings.secrets[0]),
        sessions=sessions,
        trail=trail,
        demonstration=settings.demonstration,
    )
