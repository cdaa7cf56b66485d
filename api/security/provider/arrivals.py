"""Decides what comes of a return from the provider: a session, a code still owed, a linked account, or a refusal."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from api.security.links import opened_link
from api.security.provider.client import Identified, Provider
from api.security.provider.fetching import ProviderUnavailableError, RefusedByProviderError
from api.security.provider.returns import OwesCode, Returns
from api.security.provider.trips import Purpose, Trip, Trips
from api.security.sessions import SignedIn
from api.security.sign_in import ByProvider, SignIn, Visitor
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.sealing import Sealer, UnreadableSealError
from network_data.tables import Account, LinkPurpose, WebSession
from network_data.trail import Event

MEANS = "provider"
"""How the trail calls this way in."""


class Refusal(StrEnum):
    """Why someone was not let in, as far as they are told."""

    FAILED = "echec"
    """Whatever was wrong with the answer: which part is not said."""
    UNKNOWN = "inconnu"
    """No account of ours is linked to them."""
    TAKEN = "pris"
    """Another account is."""
    UNAVAILABLE = "indisponible"
    TOO_MANY = "trop"


@dataclass(frozen=True, slots=True)
class Back:
    """What the browser brings back: its cookie, and what the provider wrote in the address."""

    cookie: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(default="", repr=False)
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class CameIn:
    """A new session."""

    secret: str = field(repr=False)
    towards: str


@dataclass(frozen=True, slots=True)
class StillOwes:
    """A code is still owed by whoever holds this cookie."""

    cookie: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Linked:
    """The account of whoever is signed in is linked."""


Outcome = CameIn | StillOwes | Linked


class RefusedArrivalError(Exception):
    """Someone is not let in, or not linked."""

    def __init__(self, reason: Refusal, purpose: Purpose = Purpose.SIGN_IN) -> None:
        super().__init__(reason)
        self.reason = reason
        self.purpose = purpose


class Arrivals:
    """Everything it takes to receive those who come back."""

    def __init__(self, provider: Provider, sign_in: SignIn, secrets: Sequence[str]) -> None:
        self.provider = provider
        self.trips = Trips(secrets)
        self._sign_in = sign_in
        self._returns = Returns(sign_in.engine, secrets)
        self._tokens = Sealer(secrets, "provider-token")

    def receive(self, back: Back, own: SignedIn | None, visitor: Visitor) -> Outcome:
        """What comes of a return; ``own`` is whoever is signed in with this browser.

        Raises:
            RefusedArrivalError: nothing does.
        """
        trip = self.trips.open(back.cookie, visitor.now)
        if trip is None or not hmac.compare_digest(trip.state.encode(), back.state.encode()):
            raise RefusedArrivalError(Refusal.FAILED)
        try:
            outcome = self._arrive(trip, back, own, visitor)
        except RefusedArrivalError as refusal:
            self._sign_in.tell_failure(visitor)
            raise RefusedArrivalError(refusal.reason, trip.purpose) from None
        self._sign_in.throttle.forgive(trip.state)
        return outcome

    def receive_code(self, cookie: str, code: str, visitor: Visitor) -> CameIn | None:
        """Lets in whoever owed a code, if it is the right one; None if it is not.

        Raises:
            RefusedArrivalError: nothing is owed with this cookie, or too many codes were tried.
        """
        owing = self._returns.owing(cookie, visitor.now)
        account = self._account(owing.account_id, visitor) if owing else None
        if owing is None or account is None:
            raise RefusedArrivalError(Refusal.FAILED)
        if not self._sign_in.throttle.admit(account.login, visitor.address, visitor.now):
            raise RefusedArrivalError(Refusal.TOO_MANY)
        if not self._sign_in.passes_second_factor(account, code, visitor.now):
            self._sign_in.tell_failure(visitor, account)
            return None
        self._sign_in.throttle.forgive(account.login)
        self._returns.forget(cookie)
        given = ByProvider(self._kept(owing.id_token), two_factors=False)
        return CameIn(self._sign_in.let_in(account, visitor, MEANS, given), owing.towards)

    def is_awaited(self, cookie: str, visitor: Visitor) -> bool:
        """Whether whoever holds ``cookie`` owes a code."""
        return self._returns.owing(cookie, visitor.now) is not None

    def sign_out_address(self, provider_token: bytes, visitor: Visitor) -> str | None:
        """Where the browser ends the provider's session too; None when that cannot be done."""
        try:
            id_token = self._tokens.open(provider_token)["id_token"] or ""
            return self.provider.sign_out_address(id_token, visitor.now)
        except (UnreadableSealError, ProviderUnavailableError):
            return None

    def _arrive(self, trip: Trip, back: Back, own: SignedIn | None, visitor: Visitor) -> Outcome:
        # Every return counts as a failure of its address until it succeeds: the provider is not asked without end.
        if not self._sign_in.throttle.admit(trip.state, visitor.address, visitor.now):
            raise RefusedArrivalError(Refusal.TOO_MANY)
        if not self._returns.first_of(trip.state, visitor.now) or not back.code:
            raise RefusedArrivalError(Refusal.FAILED)
        try:
            found = self.provider.identify(trip, back.code, back.issuer, visitor.now)
        except ProviderUnavailableError:
            raise RefusedArrivalError(Refusal.UNAVAILABLE) from None
        except RefusedByProviderError:
            raise RefusedArrivalError(Refusal.FAILED) from None
        if trip.purpose is Purpose.LINK:
            self._link_own(trip, found, own, visitor)
            return Linked()
        if trip.purpose is Purpose.INVITATION:
            self._accept_invitation(trip, found, visitor)
        return self._come_in(trip, found, visitor)

    def _come_in(self, trip: Trip, found: Identified, visitor: Visitor) -> Outcome:
        with transaction(self._sign_in.engine) as session:
            account = AccountRepository(session, visitor.now).by_identity(found.identity)
            session.expunge_all()
        if account is None or not self._sign_in.may_enter(account):
            raise RefusedArrivalError(Refusal.UNKNOWN)
        if account.totp_sealed is not None:
            owing = OwesCode(account.id, trip.towards, found.id_token)
            return StillOwes(self._returns.await_code(owing, visitor.now))
        given = ByProvider(self._kept(found.id_token), found.two_factors)
        return CameIn(self._sign_in.let_in(account, visitor, MEANS, given), trip.towards)

    def _kept(self, id_token: str) -> bytes:
        return self._tokens.seal({"id_token": id_token})

    def _link_own(self, trip: Trip, found: Identified, own: SignedIn | None, visitor: Visitor) -> None:
        if own is None or own.session_id != trip.session_id:
            raise RefusedArrivalError(Refusal.FAILED)
        with transaction(self._sign_in.engine, writes=True) as session:
            if AccountRepository(session, visitor.now).id_by_identity(found.identity) not in (None, own.asker.id):
                raise RefusedArrivalError(Refusal.TAKEN)
            session.get_one(Account, own.asker.id).oidc_subject = found.identity
            # They have just identified there: signing out here must end that session too.
            session.get_one(WebSession, own.session_id).provider_token = self._kept(found.id_token)
            event = Event(own.asker.id, "provider.link", address=visitor.address)
            self._sign_in.trail.append(session, event, visitor.now)

    def _accept_invitation(self, trip: Trip, found: Identified, visitor: Visitor) -> None:
        with transaction(self._sign_in.engine, writes=True) as session:
            opened = opened_link(session, trip.link, LinkPurpose.INVITATION, visitor.now)
            if opened is None:
                raise RefusedArrivalError(Refusal.FAILED)
            link, account = opened
            if AccountRepository(session, visitor.now).id_by_identity(found.identity) not in (None, account.id):
                raise RefusedArrivalError(Refusal.TAKEN)
            link.used_at, account.oidc_subject = visitor.now, found.identity
            event = Event(account.id, "provider.link", address=visitor.address, details={"means": "invitation"})
            self._sign_in.trail.append(session, event, visitor.now)

    def _account(self, account_id: str, visitor: Visitor) -> Account | None:
        with transaction(self._sign_in.engine) as session:
            account = AccountRepository(session, visitor.now).still_here(account_id)
            session.expunge_all()
        return account if account is not None and self._sign_in.may_enter(account) else None
