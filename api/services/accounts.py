"""Opens, changes and closes accounts, for an administrator or at the machine itself; each change leaves its trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlmodel import Session, col, or_, select

from api.i18n import Message, say
from api.security.links import MadeLink, make_link
from api.security.sessions import SessionRules
from api.services.remit import Remit, remit_of
from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.account_directory import AccountDirectory
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.digests import forget_mail
from network_data.repositories.grants import GrantRepository
from network_data.tables import Account, GrantKind, RoleAssignment, SingleUseLink
from network_data.trail import Event, Recorder

OF_A_CHANTIER = frozenset({Role.ADVISOR, Role.DIRECTION, Role.SUPERVISOR})
OF_A_TERRITORY = frozenset({Role.OFFICER, Role.COORDINATOR})
OF_THE_INSTALLATION = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


class RefusedAccountError(Exception):
    """What was asked of an account cannot be done; ``message`` says what to correct."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclass(frozen=True, slots=True)
class Accounts:
    """What ``asker`` does to accounts at ``now``, within one transaction opened to write."""

    asker: Asker
    session: Session
    now: datetime
    trail: Recorder

    def add(self, login: str, name: str, position: Position) -> tuple[Account, MadeLink]:
        """A new account with its first role, and the link by which its holder comes in.

        Raises:
            RefusedAccountError: the login is taken or unfit, or the role is not held there, or not the asker's to give.
        """
        wanted = login.strip().lower()
        if not wanted or not name.strip() or any(character.isspace() for character in wanted):
            raise RefusedAccountError(say("Donnez un identifiant sans espaces, et un nom."))
        if self._with_login(wanted) is not None:
            raise RefusedAccountError(say("Cet identifiant est déjà pris."))
        self._require_place(position)
        self._require_within(position)
        account = Account(id=token_hex(8), login=wanted, name=name.strip(), created_at=self.now)
        self.session.add(account)
        self.session.flush()
        self._leave_trace("account.add", account)
        self._assign(account, position)
        return account, self._new_link(account)

    def find(self, login: str) -> Account:
        """The account of someone still here.

        Raises:
            RefusedAccountError: there is none.
        """
        account = self._accounts.by_login(login)
        if account is None:
            raise RefusedAccountError(say("Aucun compte en service n’a cet identifiant."))
        return account

    def find_any(self, login: str) -> Account:
        """The account of anyone, here or gone.

        Raises:
            RefusedAccountError: there is none.
        """
        account = self._with_login(login.strip().lower())
        if account is None:
            raise RefusedAccountError(say("Aucun compte n’a cet identifiant."))
        return account

    def invite(self, account: Account) -> MadeLink:
        """A new link to choose a password; those before it open nothing any more.

        Raises:
            RefusedAccountError: the account is closed, or not wholly the asker's to administer.
        """
        self._require_whole(account)
        self._require_here(account)
        return self._new_link(account)

    def assign(self, account: Account, position: Position) -> None:
        """One more role, from today.

        Raises:
            RefusedAccountError: the role is not held there, is held already, or is not the asker's to give.
        """
        self._require_other(account)
        self._require_here(account)
        self._require_place(position)
        self._require_within(position)
        if position in self._accounts.positions(account.id):
            raise RefusedAccountError(say("Ce compte a déjà ce rôle à cet endroit."))
        self._assign(account, position)

    def withdraw(self, account: Account, position: Position) -> list[str]:
        """Takes a role away at once, and closes the people it let see; those whom nobody accompanies any more.

        Raises:
            RefusedAccountError: the account does not hold it, or it is not the asker's to take.
        """
        self._require_other(account)
        self._require_within(position)
        held = [each for each in self._assignments(account) if _position(each) == position]
        if not held:
            raise RefusedAccountError(say("Ce compte n’a pas ce rôle à cet endroit."))
        self._require_another_administrator(account, [position])
        self._end(held)
        self._leave_trace("role.withdraw", account, **_told(position))
        self.session.flush()
        return self._close_people(account, position.role)

    def leave(self, account: Account) -> list[str]:
        """Closes everything at once: every way in, roles and files; the people whom nobody accompanies any more.

        Raises:
            RefusedAccountError: the account is not wholly the asker's to administer, or nobody else could do it.
        """
        self._require_whole(account)
        self._require_here(account)
        held = self._assignments(account)
        self._require_another_administrator(account, [_position(each) for each in held])
        account.left_at, account.oidc_subject = self.now, None
        self._close_sessions(account)
        self._void_links(account)
        forget_mail(self.session, account.id)
        self._end(held)
        self._leave_trace("account.leave", account)
        return self._grants.leave(account.id)

    def reopen(self, account: Account) -> MadeLink:
        """Lets someone who had left come back, by a new password, without any role.

        Raises:
            RefusedAccountError: the account is open, or not wholly the asker's to administer.
        """
        self._require_whole(account)
        if not self._has_left(account):
            raise RefusedAccountError(say("Ce compte est déjà ouvert."))
        account.left_at = account.password_hash = account.totp_sealed = account.totp_last_step = None
        self._leave_trace("account.reopen", account)
        return self._new_link(account)

    def revoke_second_factor(self, account: Account) -> None:
        """Takes away the second factor of someone who lost it; whoever found it is put out too.

        Raises:
            RefusedAccountError: there is none, or the account is not wholly the asker's to administer.
        """
        self._require_whole(account)
        if account.totp_sealed is None:
            raise RefusedAccountError(say("Ce compte n’a pas de code de téléphone."))
        account.totp_sealed = account.totp_last_step = None
        self._leave_trace("second-factor.revoke", account)
        self._close_sessions(account)

    def end_sessions(self, account: Account) -> None:
        """Signs someone out everywhere.

        Raises:
            RefusedAccountError: the account is not wholly the asker's to administer.
        """
        self._require_whole(account)
        self._leave_trace("session.end", account)
        self._close_sessions(account)

    def open_sessions(self, account: Account, rules: SessionRules) -> int:
        """How many sessions still let someone in."""
        return sum(rules.is_alive(each, self.now) for each in self._accounts.sessions_of(account.id))

    def left_alone_without(self, account: Account) -> int:
        """How many people nobody else accompanies: a number, for whoever closes the account needs no more."""
        return len(self._grants.alone_without(account.id))

    @property
    def remit(self) -> Remit:
        """What the asker administers."""
        return remit_of(self.asker, NetworkRepository(self.session))

    def _new_link(self, account: Account) -> MadeLink:
        self._leave_trace("account.invite", account)
        return make_link(self.session, account, self.now)

    def _close_sessions(self, account: Account) -> None:
        for opened in self._accounts.sessions_of(account.id):
            opened.ended_at = self.now

    def _void_links(self, account: Account) -> None:
        links = select(SingleUseLink).where(
            SingleUseLink.account_id == account.id, col(SingleUseLink.used_at).is_(None)
        )
        for link in self.session.exec(links):
            link.used_at = self.now

    def _end(self, held: Sequence[RoleAssignment]) -> None:
        """Ends roles at once: a role runs to the end of its last day, which was therefore yesterday."""
        for each in held:
            each.until = self.now.date() - timedelta(days=1)

    def _require_other(self, account: Account) -> None:
        """Nobody raises themselves, nor closes the door behind them by mistake."""
        if account.id == self.asker.id:
            raise RefusedAccountError(
                say("Vous ne pouvez pas changer votre propre compte ici : demandez à un autre administrateur.")
            )

    def _require_within(self, position: Position) -> None:
        if not self.remit.covers(position):
            raise RefusedAccountError(say("Ce rôle n’est pas de ceux que vous pouvez donner ou retirer."))

    def _require_whole(self, account: Account) -> None:
        """What concerns the whole account belongs to whoever administers every role of it."""
        self._require_other(account)
        card = AccountDirectory(self.session, self.now).find(account.id)
        if card is None or not self.remit.covers_all(card.bearing):
            raise RefusedAccountError(
                say("Ce compte a aussi des rôles ailleurs : demandez à qui administre toute l’installation.")
            )

    def _require_here(self, account: Account) -> None:
        if self._has_left(account):
            raise RefusedAccountError(say("Ce compte est fermé : rouvrez-le d’abord."))

    def _has_left(self, account: Account) -> bool:
        return account.left_at is not None and account.left_at <= self.now

    def _require_another_administrator(self, account: Account, lost: Sequence[Position]) -> None:
        """At the machine one can always open another account; from a page, someone must be left to do it."""
        administered = [each for each in lost if each.role is Role.ADMINISTRATOR]
        if not administered or self.asker.holds(Role.LOCAL):
            return
        left = self._accounts.administrators_locked(but=account.id)
        for each in administered:
            if each not in left and Position(Role.ADMINISTRATOR) not in left:
                raise RefusedAccountError(say("C’est le dernier administrateur : nommez-en un autre d’abord."))

    def _assign(self, account: Account, position: Position) -> None:
        self.session.add(
            RoleAssignment(
                account_id=account.id,
                role=position.role,
                territory_slug=position.territory,
                chantier_id=position.chantier,
                since=self.now.date(),
            )
        )
        self._leave_trace("role.assign", account, **_told(position))
        self.session.flush()

    def _require_place(self, position: Position) -> None:
        fault = _place_fault(position)
        if fault is not None:
            raise RefusedAccountError(fault)
        network = NetworkRepository(self.session)
        chantier = network.chantier(position.chantier) if position.chantier is not None else None
        if position.chantier is not None and chantier is None:
            raise RefusedAccountError(say("Ce chantier n’existe pas."))
        if chantier is not None and chantier.closed_on is not None:
            raise RefusedAccountError(say("Ce chantier est fermé."))
        if position.territory is not None and position.territory not in [each.slug for each in network.territories()]:
            raise RefusedAccountError(say("Ce territoire n’existe pas."))

    @property
    def _accounts(self) -> AccountRepository:
        return AccountRepository(self.session, self.now)

    @property
    def _grants(self) -> GrantRepository:
        return GrantRepository(self.asker, self.session, self.now, self.trail)

    def _close_people(self, account: Account, role: Role) -> list[str]:
        """Ends every grant that the role made possible, wherever it was held: what is closed can be given again."""
        entrusted = role is Role.OFFICER
        if not entrusted and role is not Role.ADVISOR:
            return []
        alone = [] if entrusted else self._grants.alone_without(account.id)
        held = self._grants.of_account(account.id)
        self._grants.end([grant for grant in held if (grant.kind is GrantKind.ENTRUSTED) is entrusted])
        return alone

    def _with_login(self, login: str) -> Account | None:
        return self.session.exec(select(Account).where(Account.login == login)).first()

    def _assignments(self, account: Account) -> Sequence[RoleAssignment]:
        """The roles held from today on: those that ended stay, so that one knows whose account it was."""
        query = select(RoleAssignment).where(
            RoleAssignment.account_id == account.id,
            or_(col(RoleAssignment.until).is_(None), col(RoleAssignment.until) >= self.now.date()),
        )
        return self.session.exec(query).all()

    def _leave_trace(self, action: str, account: Account, **details: str) -> None:
        told = {"account": account.id, **details}
        self.trail.record(Event(self.asker.id, action, address=self.asker.address, details=told), self.now)


def _place_fault(position: Position) -> Message | None:
    """Why a role cannot be held there; None when it can."""
    in_chantier, in_territory = position.chantier is not None, position.territory is not None
    if position.role in OF_A_CHANTIER and (not in_chantier or in_territory):
        return say("Ce rôle se tient dans un chantier : donnez-le, et lui seul.")
    if position.role in OF_A_TERRITORY and (in_chantier or not in_territory):
        return say("Ce rôle se tient dans un territoire : donnez-le, et lui seul.")
    if position.role in OF_THE_INSTALLATION and in_chantier:
        return say("Ce rôle ne se tient pas dans un chantier.")
    return None if position.role in OF_A_CHANTIER | OF_A_TERRITORY | OF_THE_INSTALLATION else _NOT_FOR_PEOPLE


_NOT_FOR_PEOPLE = say("Ce rôle n’est pas celui d’une personne.")


def _position(assignment: RoleAssignment) -> Position:
    return Position(Role(assignment.role), assignment.territory_slug, assignment.chantier_id)


def _told(position: Position) -> dict[str, str]:
    told = {"role": position.role.value, "chantier": position.chantier, "territory": position.territory}
    return {name: value for name, value in told.items() if value is not None}
