"""Opens, changes and closes accounts, for an administrator or at the machine itself; each change leaves its trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlmodel import Session, col, select

from api.i18n import Message, say
from api.security.links import MadeLink, make_link
from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository
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
            RefusedAccountError: the login is taken or unfit, or the role is not held there.
        """
        wanted = login.strip().lower()
        if not wanted or not name.strip() or any(character.isspace() for character in wanted):
            raise RefusedAccountError(say("Donnez un identifiant sans espaces, et un nom."))
        if self._with_login(wanted) is not None:
            raise RefusedAccountError(say("Cet identifiant est déjà pris."))
        self._require_place(position)
        account = Account(id=token_hex(8), login=wanted, name=name.strip(), created_at=self.now)
        self.session.add(account)
        self.session.flush()
        self._leave_trace("account.add", account)
        self._assign(account, position)
        return account, self.invite(account)

    def find(self, login: str) -> Account:
        """The account of someone still here.

        Raises:
            RefusedAccountError: there is none.
        """
        account = self._accounts.by_login(login)
        if account is None:
            raise RefusedAccountError(say("Aucun compte en service n’a cet identifiant."))
        return account

    def invite(self, account: Account) -> MadeLink:
        """A new link to choose a password; those before it open nothing any more."""
        self._leave_trace("account.invite", account)
        return make_link(self.session, account, self.now)

    def assign(self, account: Account, position: Position) -> None:
        """One more role, from today.

        Raises:
            RefusedAccountError: the role is not held there, or is held already.
        """
        self._require_place(position)
        if position in self._accounts.positions(account.id):
            raise RefusedAccountError(say("Ce compte a déjà ce rôle à cet endroit."))
        self._assign(account, position)

    def withdraw(self, account: Account, position: Position) -> None:
        """Takes a role away at once, and closes the people it let see.

        Raises:
            RefusedAccountError: the account does not hold it.
        """
        held = [each for each in self._assignments(account) if _position(each) == position]
        if not held:
            raise RefusedAccountError(say("Ce compte n’a pas ce rôle à cet endroit."))
        for each in held:
            self.session.delete(each)
        self._leave_trace("role.withdraw", account, **_told(position))
        self.session.flush()
        self._close_people(account, position.role)

    def leave(self, account: Account) -> list[str]:
        """Closes everything at once: sessions, links, roles and files; the people whom nobody accompanies any more."""
        account.left_at = self.now
        for opened in self._accounts.sessions_of(account.id):
            opened.ended_at = self.now
        links = select(SingleUseLink).where(
            SingleUseLink.account_id == account.id, col(SingleUseLink.used_at).is_(None)
        )
        for link in self.session.exec(links):
            link.used_at = self.now
        for held in self._assignments(account):
            self.session.delete(held)
        self._leave_trace("account.leave", account)
        return self._grants.leave(account.id)

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
        if position.chantier is not None and network.chantier(position.chantier) is None:
            raise RefusedAccountError(say("Ce chantier n’existe pas."))
        if position.territory is not None and position.territory not in [each.slug for each in network.territories()]:
            raise RefusedAccountError(say("Ce territoire n’existe pas."))

    @property
    def _accounts(self) -> AccountRepository:
        return AccountRepository(self.session, self.now)

    @property
    def _grants(self) -> GrantRepository:
        return GrantRepository(self.asker, self.session, self.now, self.trail)

    def _close_people(self, account: Account, role: Role) -> None:
        """Ends every grant that the role made possible, wherever it was held: what is closed can be given again."""
        entrusted = role is Role.OFFICER
        if entrusted or role is Role.ADVISOR:
            held = self._grants.of_account(account.id)
            self._grants.end([grant for grant in held if (grant.kind is GrantKind.ENTRUSTED) is entrusted])

    def _with_login(self, login: str) -> Account | None:
        return self.session.exec(select(Account).where(Account.login == login)).first()

    def _assignments(self, account: Account) -> Sequence[RoleAssignment]:
        return self.session.exec(select(RoleAssignment).where(RoleAssignment.account_id == account.id)).all()

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
