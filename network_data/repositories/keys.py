"""Queries on chantiers' keys: each administrator reads and revokes those of where they administer."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select, true

from network_data.asker import Asker, Role
from network_data.tables import ApiKey, Chantier


class KeyRepository:
    """The keys that ``asker`` administers: of a chantier, a territory, or the whole installation."""

    def __init__(self, asker: Asker, session: Session) -> None:
        self._asker = asker
        self._session = session

    def all(self) -> Sequence[tuple[ApiKey, Chantier]]:
        """Every key with its chantier: those that may still open something first, then the latest first."""
        query = select(ApiKey, Chantier).where(ApiKey.chantier_id == Chantier.id, self._administered())
        latest = col(ApiKey.created_at).desc()
        return self._session.exec(query.order_by(col(ApiKey.revoked_at).is_not(None), latest, col(ApiKey.id))).all()

    def find(self, key_id: str) -> ApiKey | None:
        """The key, or None when it does not exist or is another administrator's."""
        query = select(ApiKey).where(ApiKey.id == key_id, ApiKey.chantier_id == Chantier.id, self._administered())
        return self._session.exec(query).first()

    def chantiers(self) -> Sequence[Chantier]:
        """The chantiers that may be given a key, by name."""
        query = select(Chantier).where(self._administered(), col(Chantier.closed_on).is_(None))
        return self._session.exec(query.order_by(col(Chantier.name))).all()

    def open_of(self, chantier_id: str) -> Sequence[ApiKey]:
        """The keys of a chantier that nobody revoked."""
        query = select(ApiKey).where(
            ApiKey.chantier_id == Chantier.id,
            Chantier.id == chantier_id,
            col(ApiKey.revoked_at).is_(None),
            self._administered(),
        )
        return self._session.exec(query).all()

    def _administered(self) -> ColumnElement[bool]:
        if self._everywhere():
            return true()
        return or_(
            col(Chantier.territory_slug).in_(self._asker.territories(Role.ADMINISTRATOR)),
            col(Chantier.id).in_(self._asker.chantiers(Role.ADMINISTRATOR)),
        )

    def _everywhere(self) -> bool:
        return self._asker.holds(Role.LOCAL) or any(
            position.role is Role.ADMINISTRATOR and position.territory is None and position.chantier is None
            for position in self._asker.positions
        )
