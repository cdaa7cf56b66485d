"""What people do with their own account: see and end their sessions, change their password, add a second factor."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from api.i18n import Message, say
from api.security.passwords import Passwords, weakness
from api.security.second_factor import SecondFactors
from api.security.sessions import SessionRules, SignedIn
from api.security.sign_in import Visitor
from api.security.throttling import Throttle
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import Account, WebSession
from network_data.trail import Event, Trail

WRONG_PASSWORD = say("Ce n’est pas votre mot de passe actuel.")
WRONG_CODE = say("Ce code n’est pas, ou n’est plus, le bon. Attendez le suivant et recopiez-le.")
ONE_ALREADY = say("Un code est déjà activé : retirez-le d’abord, avec votre mot de passe.")
TOO_MANY = say("Trop d’essais. Attendez un quart d’heure.")


@dataclass(frozen=True, slots=True)
class Means:
    """What an account may be entered with."""

    password: bool
    second_factor: bool
    provider: bool


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Everything it takes to look after one's account; each change leaves its trace, together or not at all."""

    engine: Engine
    passwords: Passwords
    second_factors: SecondFactors
    throttle: Throttle
    trail: Trail
    rules: SessionRules

    def sessions(self, account_id: str, visitor: Visitor) -> Sequence[WebSession]:
        """The sessions that still let someone in, the latest seen first."""
        with transaction(self.engine) as session:
            found = AccountRepository(session, visitor.now).sessions_of(account_id)
            session.expunge_all()
        return [each for each in found if self.rules.is_alive(each, visitor.now)]

    def end_session(self, own: SignedIn, session_id: str, visitor: Visitor) -> None:
        """Ends one of one's own sessions; another's is left alone."""
        self._end([session_id], own, visitor)

    def end_others(self, own: SignedIn, visitor: Visitor) -> None:
        """Ends every session but this one."""
        others = [each.id for each in self.sessions(own.asker.id, visitor) if each.id != own.session_id]
        self._end(others, own, visitor)

    def change_password(self, own: SignedIn, current: str, new: str, visitor: Visitor) -> Message | None:
        """Changes the password and ends the other sessions; or what is wrong."""
        fault = self._check_password(own, current, visitor) or weakness(new, self._account(own).login)
        if fault is not None:
            return fault
        kept = self.passwords.hash(new)
        with transaction(self.engine, writes=True) as session:
            session.get_one(Account, own.asker.id).password_hash = kept
            self._leave_trace(session, "password.set", own, visitor)
        self.end_others(own, visitor)
        return None

    def add_second_factor(self, own: SignedIn, offer: str, code: str, visitor: Visitor) -> Message | None:
        """Adds the second factor that was offered, once a code proves that a telephone holds it; or what is wrong.

        This session has then shown it; the others, which have not, end.
        """
        with transaction(self.engine, writes=True) as session:
            account = session.get_one(Account, own.asker.id)
            if account.totp_sealed is not None:
                return ONE_ALREADY
            if not self.second_factors.accept(account, offer, code, visitor.now):
                return WRONG_CODE
            session.get_one(WebSession, own.session_id).second_factor = True
            self._leave_trace(session, "second-factor.set", own, visitor)
        self.end_others(own, visitor)
        return None

    def remove_second_factor(self, own: SignedIn, password: str, visitor: Visitor) -> Message | None:
        """Takes the second factor away from whoever knows the password; or what is wrong."""
        fault = self._check_password(own, password, visitor)
        if fault is not None:
            return fault
        with transaction(self.engine, writes=True) as session:
            self.second_factors.remove(session.get_one(Account, own.asker.id))
            for opened in AccountRepository(session, visitor.now).sessions_of(own.asker.id):
                opened.second_factor = False
            self._leave_trace(session, "second-factor.remove", own, visitor)
        return None

    def confirm(self, own: SignedIn, password: str, visitor: Visitor) -> Message | None:
        """Nothing for whoever knows the password; or what is wrong."""
        return self._check_password(own, password, visitor)

    def unlink_provider(self, own: SignedIn, password: str, visitor: Visitor) -> Message | None:
        """Parts the account from the provider and ends the other sessions, for whoever knows the password."""
        fault = self._check_password(own, password, visitor)
        if fault is not None:
            return fault
        with transaction(self.engine, writes=True) as session:
            session.get_one(Account, own.asker.id).oidc_subject = None
            self._leave_trace(session, "provider.unlink", own, visitor)
        self.end_others(own, visitor)
        return None

    def means(self, own: SignedIn) -> Means:
        """How one's account is entered."""
        account = self._account(own)
        return Means(
            password=account.password_hash is not None,
            second_factor=account.totp_sealed is not None,
            provider=account.oidc_subject is not None,
        )

    def _check_password(self, own: SignedIn, password: str, visitor: Visitor) -> Message | None:
        """Nothing when it is the right one. Guesses count as failed sign-ins: a session may have been left open."""
        account = self._account(own)
        if not self.throttle.admit(account.login, visitor.address, visitor.now):
            return TOO_MANY
        if not self.passwords.check(password, account.password_hash):
            return WRONG_PASSWORD
        self.throttle.forgive(account.login)
        return None

    def _account(self, own: SignedIn) -> Account:
        with transaction(self.engine) as session:
            account = session.get_one(Account, own.asker.id)
            session.expunge(account)
            return account

    def _end(self, session_ids: Sequence[str], own: SignedIn, visitor: Visitor) -> None:
        with transaction(self.engine, writes=True) as session:
            for session_id in session_ids:
                found = session.get(WebSession, session_id)
                if found is not None and found.account_id == own.asker.id and found.ended_at is None:
                    found.ended_at = visitor.now
                    self._leave_trace(session, "session.end", own, visitor)

    def _leave_trace(self, session: Session, action: str, own: SignedIn, visitor: Visitor) -> None:
        self.trail.append(session, Event(own.asker.id, action, address=visitor.address), visitor.now)
