"""The accounts that the demonstration offers at a click: who they are, in what role, and where."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from network_data.asker import Position, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository

_ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """Someone fictitious whom one may become."""

    id: str
    name: str
    role: Role
    where: str

    @property
    def rank(self) -> tuple[int, str, str]:
        """Roles in their order, then by place and name."""
        return _ORDER.index(self.role), self.where, self.name


def demonstration_accounts(session: Session, now: datetime) -> list[DemonstrationAccount]:
    """One for each fictitious account that holds a role today."""
    accounts, network = AccountRepository(session, now), NetworkRepository(session)
    found = [
        DemonstrationAccount(account.id, account.name, held[0].role, _where(held[0], network))
        for account in accounts.demonstration()
        if (held := accounts.positions(account.id))
    ]
    return sorted(found, key=lambda account: account.rank)


def _where(position: Position, network: NetworkRepository) -> str:
    chantier = network.chantier(position.chantier) if position.chantier else None
    if chantier is not None:
        return chantier.name
    return next((each.name for each in network.territories() if each.slug == position.territory), "")
