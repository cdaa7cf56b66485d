"""Queries on territories, chantiers, partners and services: nothing here is about a person."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Select, Text, cast
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, or_, select

from network_data.tables import (
    METADATA,
    Chantier,
    NetworkChange,
    NetworkVersion,
    Partner,
    PastRequest,
    Service,
    Territory,
)
from network_data.tables.base import EnumText, NullableJSON

UNSTAMPED = "empty"
"""The version of a network that nothing ever changed."""


_ROWS_AT_A_TIME = 5_000
_DISTINCT = frozenset({"id", "latitude", "longitude"})
"""Columns whose values are hardly ever equal: looking for those that are would be for nothing."""


class NetworkRepository:
    """Reads the stored network."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def version(self) -> str:
        """The token that changes with every change to the network. One primary-key look-up."""
        stamp = self._session.get(NetworkVersion, 1)
        return stamp.token if stamp else UNSTAMPED

    def partners_changed_since(self, token: str) -> frozenset[str] | None:
        """The partners that changed since the network's version was ``token``; None when that cannot be told."""
        change = NetworkChange
        seen = self._session.exec(select(func.max(change.number)).where(change.token == token)).one()
        if seen is None:
            return None
        later = self._session.exec(select(change.partner_id).where(col(change.number) > seen)).all()
        return None if None in later else frozenset(partner_id for partner_id in later if partner_id is not None)

    def territories(self) -> Sequence[Territory]:
        """All territories, by slug."""
        return self._session.exec(select(Territory).order_by(col(Territory.slug))).all()

    def commune_names(self) -> dict[str, str]:
        """The communes where partners and services are, by INSEE code, called as most records call them."""
        counted: Counter[tuple[str, str]] = Counter()
        for table in (Partner, Service):
            query = select(table.insee_code, table.city, func.count()).group_by(col(table.insee_code), col(table.city))
            for code, city, count in self._session.exec(query):
                if code and city:
                    counted[code, city] += count
        return {code: city for (code, city), _ in reversed(counted.most_common())}

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

    def telling_services(self, ids: Collection[str]) -> set[str]:
        """Those among ``ids`` whose very name may tell a sensitive need: marked so, or their partner is."""
        marked = or_(col(Service.sensitive).is_(True), col(Partner.sensitive).is_(True))
        query = select(Service.id).join(Partner, col(Partner.id) == col(Service.partner_id))
        return set(self._session.exec(query.where(col(Service.id).in_(sorted(ids)), marked)).all())

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

    def services_by_id(self, ids: Iterable[str]) -> dict[str, Service]:
        """The services among ``ids`` that exist."""
        found = self._session.exec(select(Service).where(col(Service.id).in_(list(ids)))).all()
        return {service.id: service for service in found}

    def communes(self) -> Sequence[tuple[str, str | None, str | None]]:
        """The communes where there are partners: code, name and postcode, in the order of codes."""
        code = col(Partner.insee_code)
        query = select(code, Partner.city, Partner.postcode).where(code.is_not(None)).distinct()
        rows = self._session.exec(query.order_by(code, col(Partner.city), col(Partner.postcode))).all()
        return [(found, city, postcode) for found, city, postcode in rows if found is not None]

    def partner_columns(self, only: Collection[str] | None = None) -> dict[str, Sequence[Any]]:
        """What matching needs of every partner, by id: a column of values for each name of ``PARTNER_COLUMNS``.

        ``only``: of these partners alone.
        """
        known = METADATA.tables["partner"].c
        query = select_columns(*(_as_stored(known[name]) for name in PARTNER_COLUMNS)).order_by(known.id)
        return self._columns(PARTNER_COLUMNS, query if only is None else query.where(known.id.in_(sorted(only))))

    def past_requests(self, days: int) -> Sequence[Any]:
        """The requests of the last ``days`` before the newest one, in the order they were recorded.

        Rows of service, barrier, asked on, answered on, accepted, ended on, ended by, started. Bounded by the days, not
        by how long the network has been in use.
        """
        newest = self._session.exec(select(func.max(PastRequest.asked_on))).one()
        if newest is None:
            return []
        query = (
            select(*(METADATA.tables["past_request"].c[name] for name in REQUEST_COLUMNS))
            .where(col(PastRequest.asked_on) >= newest - timedelta(days=days))
            .order_by(col(PastRequest.id))
        )
        return self._session.connection().execute(query).fetchall()

    def service_columns(self, only: Collection[str] | None = None) -> dict[str, Sequence[Any]]:
        """What matching needs of every service, by id: a column of values for each name of ``SERVICE_COLUMNS``.

        Then ``WORDS_COLUMNS``: what is kept of its words, None where they were never read. ``only``: of the services of
        these partners alone.
        """
        known, words = METADATA.tables["service"], METADATA.tables["service_words"]
        columns = (*(_as_stored(known.c[name]) for name in SERVICE_COLUMNS), words.c.digest, words.c.reading)
        query = select_columns(*columns).select_from(known.outerjoin(words)).order_by(known.c.id)
        if only is not None:
            query = query.where(known.c.partner_id.in_(sorted(only)))
        return self._columns((*SERVICE_COLUMNS, *WORDS_COLUMNS), query)

    def keep_readings(self, readings: Iterable[tuple[str, str, str]]) -> None:
        """Keeps what the words of services say: the service's id, the digest of the words, the reading."""
        table = METADATA.tables["service_words"]
        rows = [dict(zip(("service_id", "digest", "reading"), reading, strict=True)) for reading in readings]
        connection = self._session.connection()
        connection.execute(table.delete().where(table.c.service_id.in_([row["service_id"] for row in rows])))
        connection.execute(table.insert(), rows)

    def _columns(self, names: Sequence[str], query: Select[Any]) -> dict[str, Sequence[Any]]:
        """The answer's columns, under ``names``.

        Lists, days and codes come as the text they are stored as (JSON, ISO 8601): whoever reads them decodes each
        distinct text once, where the database's driver would decode every row. Equal values of a column are one object:
        a country's services would fill a gigabyte otherwise.
        """
        columns: list[list[Any]] = [[] for _ in names]
        shared: list[dict[Any, Any] | None] = [None if name in _DISTINCT else {} for name in names]
        for rows in self._session.connection().execute(query).partitions(_ROWS_AT_A_TIME):
            for column, seen, values in zip(columns, shared, zip(*rows, strict=True), strict=True):
                column.extend(values if seen is None else map(seen.setdefault, values, values))
        return dict(zip(names, columns, strict=True))


def _as_stored(column: Column[Any]) -> ColumnElement[Any]:
    as_text = isinstance(column.type, NullableJSON | EnumText | Date)
    return cast(column, Text).label(column.name) if as_text else column


REQUEST_COLUMNS = (
    "service_id",
    "barrier",
    "asked_on",
    "answered_on",
    "accepted",
    "ended_on",
    "ended_by",
    "started",
)
PARTNER_COLUMNS = ("id", "name", "networks", "latitude", "longitude", "insee_code", "opening_hours", "religious")
WORDS_COLUMNS = ("words_digest", "words_reading")
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
