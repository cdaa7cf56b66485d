"""Finds accounts for an administrator: those of where they administer, by words, role, place and state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from api.errors import NotFoundError
from api.i18n import say
from api.services.remit import Remit, remit_of
from matching.text import fold
from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.account_directory import AccountCard, AccountDirectory
from network_data.tables import Account


class AccountState(StrEnum):
    """How far an account is open."""

    OPEN = "open"
    INVITED = "invited"
    """Opened, and its holder has not come in yet."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None is anything. A territory's roles include those of its chantiers."""

    words: str = ""
    role: Role | None = None
    territory: str | None = None
    chantier: str | None = None
    state: AccountState | None = None
    second_factor: bool | None = None


class VisibleAccounts:
    """The accounts that ``asker`` administers at ``now``, wholly or for some of their roles."""

    def __init__(self, asker: Asker, session: Session, now: datetime) -> None:
        network = NetworkRepository(session)
        self._now = now
        self._directory = AccountDirectory(session, now)
        self._remit: Remit = remit_of(asker, network)
        self._territories = {each.id: each.territory_slug for each in network.chantiers()}

    def search(self, wanted: Wanted) -> list[AccountCard]:
        """Those that match, by name."""
        return [
            card
            for card in self._directory.all()
            if self._remit.covers_some(card.bearing) and self._matches(card, wanted)
        ]

    def find(self, account_id: str) -> AccountCard:
        """One of them.

        Raises:
            NotFoundError: there is no such account, or it is another administrator's.
        """
        card = self._directory.find(account_id)
        if card is None or not self._remit.covers_some(card.bearing):
            raise NotFoundError(say("Ce compte n’existe pas, ou n’est pas de ceux que vous administrez."))
        return card

    def sees(self, account_id: str) -> bool:
        """Whether it is one of them: taking the last role of theirs away makes it another's."""
        card = self._directory.find(account_id)
        return card is not None and self._remit.covers_some(card.bearing)

    def state(self, account: Account) -> AccountState:
        """How far the account is open."""
        return state_of(account, self._now)

    def _matches(self, card: AccountCard, wanted: Wanted) -> bool:
        account = card.account
        said = fold(f"{account.name} {account.login}")
        return (
            all(fold(word) in said for word in wanted.words.split())
            and (wanted.state is None or self.state(account) is wanted.state)
            and (wanted.second_factor is None or (account.totp_sealed is not None) is wanted.second_factor)
            and self._holds(card, wanted)
        )

    def _holds(self, card: AccountCard, wanted: Wanted) -> bool:
        if wanted.role is None and wanted.territory is None and wanted.chantier is None:
            return True
        return any(self._is_wanted(position, wanted) for position in card.bearing)

    def _is_wanted(self, position: Position, wanted: Wanted) -> bool:
        territory = position.territory or self._territories.get(position.chantier or "")
        return (
            (wanted.role is None or position.role is wanted.role)
            and (wanted.territory is None or territory == wanted.territory)
            and (wanted.chantier is None or position.chantier == wanted.chantier)
        )


def state_of(account: Account, now: datetime) -> AccountState:
    """How far an account is open at ``now``."""
    if account.left_at is not None and account.left_at <= now:
        return AccountState.CLOSED
    return AccountState.INVITED if account.password_hash is None and account.oidc_subject is None else AccountState.OPEN
