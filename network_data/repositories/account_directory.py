"""Every account with the roles it holds and held, and when its holder was last here: what administrators list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from network_data.asker import Position, Role
from network_data.tables import Account, RoleAssignment, WebSession


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as it is listed; ``former`` are the roles it held once and holds no more."""

    account: Account
    positions: tuple[Position, ...]
    former: tuple[Position, ...]
    last_seen: datetime | None

    @property
    def bearing(self) -> tuple[Position, ...]:
        """What says whose account it is: the roles held, or those of before for whoever holds none."""
        return self.positions or self.former


class AccountDirectory:
    """Reads accounts as they stand at ``now``, in three queries however many they are."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._today = now.date()

    def all(self) -> list[AccountCard]:
        """Everyone, by name."""
        accounts = self._session.exec(select(Account).order_by(col(Account.name), col(Account.id))).all()
        return self._cards(accounts)

    def find(self, account_id: str) -> AccountCard | None:
        """One account, or None."""
        account = self._session.get(Account, account_id)
        return self._cards([account])[0] if account else None

    def _cards(self, accounts: Sequence[Account]) -> list[AccountCard]:
        held, former = self._positions(), self._positions(former=True)
        seen = dict(
            self._session.exec(
                select(WebSession.account_id, func.max(WebSession.seen_at)).group_by(col(WebSession.account_id))
            ).all()
        )
        return [AccountCard(each, tuple(held[each.id]), tuple(former[each.id]), seen.get(each.id)) for each in accounts]

    def _positions(self, *, former: bool = False) -> defaultdict[str, list[Position]]:
        found: defaultdict[str, list[Position]] = defaultdict(list)
        for one in self._session.exec(select(RoleAssignment).order_by(col(RoleAssignment.id))):
            position = Position(Role(one.role), one.territory_slug, one.chantier_id)
            if _runs(one, self._today) is not former and position not in found[one.account_id]:
                found[one.account_id].append(position)
        return found


def _runs(assignment: RoleAssignment, today: date) -> bool:
    return assignment.since <= today and (assignment.until is None or assignment.until >= today)
