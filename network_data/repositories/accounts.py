"""Queries on accounts, their positions, sessions and keys: who someone is, never whom they accompany."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from network_data.asker import Position, Role
from network_data.sealing import Sealer
from network_data.tables import Account, ApiKey, RoleAssignment, WebSession


class AccountRepository:
    """Reads accounts as they stand at ``now``; someone who has left is found by no sign-in."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def all(self) -> Sequence[Account]:
        """Every account, by login."""
        return self._session.exec(select(Account).order_by(col(Account.login))).all()

    def find(self, account_id: str) -> Account | None:
        """The account, whether or not its holder has left."""
        return self._session.get(Account, account_id)

    def still_here(self, account_id: str) -> Account | None:
        """The account of someone still here."""
        return self._session.exec(select(Account).where(Account.id == account_id, self._still_here())).first()

    def by_login(self, login: str) -> Account | None:
        """The account of someone still here, by login in any case."""
        query = select(Account).where(Account.login == login.strip().lower(), self._still_here())
        return self._session.exec(query).first()

    def by_identity(self, identity: str) -> Account | None:
        """The account of someone still here, by what the OpenID Connect provider calls them."""
        query = select(Account).where(Account.oidc_subject == identity, self._still_here())
        return self._session.exec(query).first()

    def id_by_identity(self, identity: str) -> str | None:
        """The account linked to that identity, whether or not its holder has left."""
        return self._session.exec(select(col(Account.id)).where(Account.oidc_subject == identity)).first()

    def demonstration(self) -> Sequence[Account]:
        """The fictitious accounts, by login."""
        query = select(Account).where(col(Account.is_demonstration), self._still_here())
        return self._session.exec(query.order_by(col(Account.login))).all()

    def positions(self, account_id: str) -> tuple[Position, ...]:
        """The roles that an account holds today."""
        today = self._now.date()
        query = select(RoleAssignment).where(
            RoleAssignment.account_id == account_id,
            RoleAssignment.since <= today,
            or_(col(RoleAssignment.until).is_(None), col(RoleAssignment.until) >= today),
        )
        held = self._session.exec(query.order_by(col(RoleAssignment.id))).all()
        return tuple(Position(Role(one.role), one.territory_slug, one.chantier_id) for one in held)

    def holders(self, position: Position) -> Sequence[Account]:
        """Those still here who hold exactly ``position`` today, by name."""
        today = self._now.date()
        query = select(Account).where(
            Account.id == RoleAssignment.account_id,
            RoleAssignment.role == position.role,
            RoleAssignment.chantier_id == position.chantier,
            RoleAssignment.territory_slug == position.territory,
            RoleAssignment.since <= today,
            or_(col(RoleAssignment.until).is_(None), col(RoleAssignment.until) >= today),
            self._still_here(),
        )
        return self._session.exec(query.order_by(col(Account.name), col(Account.id))).all()

    def administrators_locked(self, *, but: str) -> set[Position]:
        """Where someone else who can come in administers today; their roles stay as they are until the end of this.

        The rows are locked (on SQLite, whoever writes is alone anyway): of two administrators who put each other out
        at the same moment, the second finds the first gone.
        """
        today = self._now.date()
        query = (
            select(RoleAssignment, Account)
            .where(
                Account.id == RoleAssignment.account_id,
                RoleAssignment.role == Role.ADMINISTRATOR,
                RoleAssignment.since <= today,
                or_(col(RoleAssignment.until).is_(None), col(RoleAssignment.until) >= today),
                or_(col(Account.password_hash).is_not(None), col(Account.oidc_subject).is_not(None)),
                self._still_here(),
            )
            .order_by(col(RoleAssignment.id))
            .with_for_update(of=RoleAssignment)
        )
        found = [one for one, account in self._session.exec(query) if account.id != but]
        return {Position(Role.ADMINISTRATOR, one.territory_slug, one.chantier_id) for one in found}

    def session_with_account(self, session_id: str) -> tuple[WebSession, Account] | None:
        """A session not ended, with the account of someone still here."""
        query = select(WebSession, Account).where(
            WebSession.account_id == Account.id,
            WebSession.id == session_id,
            col(WebSession.ended_at).is_(None),
            self._still_here(),
        )
        return self._session.exec(query).first()

    def sessions_of(self, account_id: str) -> Sequence[WebSession]:
        """The sessions of an account that nobody ended, the latest seen first."""
        query = select(WebSession).where(WebSession.account_id == account_id, col(WebSession.ended_at).is_(None))
        return self._session.exec(query.order_by(col(WebSession.seen_at).desc())).all()

    def start_of_visit_before(self, session_id: str) -> datetime | None:
        """When the session before this one of the same account began; None on a first visit."""
        current = self._session.get(WebSession, session_id)
        if current is None:
            return None
        query = select(func.max(WebSession.created_at)).where(
            WebSession.account_id == current.account_id,
            WebSession.id != current.id,
            WebSession.created_at <= current.created_at,
        )
        return self._session.exec(query).one()

    def key(self, key_id: str) -> ApiKey | None:
        """A key neither revoked nor expired."""
        key = self._session.get(ApiKey, key_id)
        if key is None or key.revoked_at is not None:
            return None
        return None if key.expires_at is not None and key.expires_at <= self._now else key

    def had_key(self, key_id: str) -> bool:
        """Whether there is a key of this id, or was one before it was revoked or expired."""
        return self._session.get(ApiKey, key_id) is not None

    def _still_here(self) -> ColumnElement[bool]:
        return or_(col(Account.left_at).is_(None), col(Account.left_at) > self._now)


def reseal_second_factors(session: Session, sealer: Sealer) -> int:
    """Seals the secret of every second factor again under the first key, without reading it; how many there are."""
    query = select(Account).where(col(Account.totp_sealed).is_not(None)).order_by(col(Account.id))
    accounts = session.exec(query).all()
    for account in accounts:
        account.totp_sealed = sealer.reseal(account.totp_sealed or b"")
    return len(accounts)
