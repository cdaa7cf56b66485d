"""Queries on territories, chantiers, partners and services: nothing here is about a person."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row
from sqlmodel import Session, col, func, select

from network_data.tables import Chantier, NetworkVersion, Partner, Service, Territory

UNSTAMPED = "empty"
"""The version of a network that nothing ever changed."""


class NetworkRepository:
    """Reads the stored network."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def version(self) -> str:
        """The token that changes with every change to the network. One primary-key look-up."""
        stamp = self._session.get(NetworkVersion, 1)
        return stamp.token if stamp else UNSTAMPED

    def territories(self) -> Sequence[Territory]:
        """All territories, by slug."""
        return self._session.exec(select(Territory).order_by(col(Territory.slug))).all()

    def chantiers(self) -> Sequence[Chantier]:
        """All chantiers, by id."""
        return self._session.exec(select(Chantier).order_by(col(Chantier.id))).all()

    def chantier(self, chantier_id: str) -> Chantier | None:
        """The chantier, or None."""
        return self._session.get(Chantier, chantier_id)

    def open_chantiers(self) -> Sequence[Chantier]:
        """Those that have not closed, by id."""
        return self._session.exec(
            select(Chantier).where(col(Chantier.closed_on).is_(None)).order_by(col(Chantier.id))
        ).all()

    def territory(self, slug: str) -> Territory | None:
        """The territory, or None."""
        return self._session.get(Territory, slug)

    def partner(self, partner_id: str) -> Partner | None:
        """The partner, or None."""
        return self._session.get(Partner, partner_id)

    def service(self, service_id: str) -> Service | None:
        """The service, or None."""
        return self._session.get(Service, service_id)

    def services_of(self, partner_id: str) -> Sequence[Service]:
        """The services of a partner, by name."""
        query = select(Service).where(Service.partner_id == partner_id).order_by(col(Service.name), col(Service.id))
        return self._session.exec(query).all()

    def partners_page(self, offset: int, limit: int) -> tuple[Sequence[Partner], int]:
        """Partners ordered by name from ``offset``, and how many there are in all."""
        query = select(Partner).order_by(col(Partner.name), col(Partner.id)).offset(offset).limit(limit)
        total = self._session.exec(select(func.count()).select_from(Partner)).one()
        return self._session.exec(query).all(), total

    def services_page(self, offset: int, limit: int) -> tuple[Sequence[Service], int]:
        """Services ordered by id from ``offset``, and how many there are in all."""
        query = select(Service).order_by(col(Service.id)).offset(offset).limit(limit)
        total = self._session.exec(select(func.count()).select_from(Service)).one()
        return self._session.exec(query).all(), total

    def partners_by_id(self, ids: Iterable[str]) -> dict[str, Partner]:
        """The partners among ``ids`` that exist."""
        found = self._session.exec(select(Partner).where(col(Partner.id).in_(list(ids)))).all()
        return {partner.id: partner for partner in found}

    def partner_columns(self) -> Sequence[Row[tuple[object, ...]]]:
        """What matching needs of every partner, by id, as plain rows: table objects would cost ten times more."""
        table = Partner.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare __table__
        wanted = ("id", "name", "networks", "latitude", "longitude", "insee_code", "opening_hours", "religious")
        return self._rows([table[name] for name in wanted])

    def service_columns(self) -> Sequence[Row[tuple[object, ...]]]:
        """What matching needs of every service, by id, as plain rows."""
        table = Service.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare __table__
        return self._rows([table[name] for name in SERVICE_COLUMNS])

    def _rows(self, columns: list[object]) -> Sequence[Row[tuple[object, ...]]]:
        query = select(*columns).order_by(columns[0])  # type: ignore[call-overload]  # columns chosen at run time
        rows: Sequence[Row[tuple[object, ...]]] = self._session.exec(query).all()
        return rows


SERVICE_COLUMNS = (
    "id",
    "partner_id",
    "name",
    "updated_on",
    "description",
    "thematiques",
    "latitude",
    "longitude",
    "insee_code",
    "eligibility_zone",
    "publics",
    "fees",
    "reception_modes",
    "mobilisation_modes",
    "opening_hours",
    "languages",
    "interpreter",
    "age_min",
    "age_max",
    "women_only",
    "step_free",
    "animals",
    "mobile",
    "required_papers",
    "access_path",
    "places_open",
    "capacity_checked_on",
    "waiting_days",
    "full_until",
)
