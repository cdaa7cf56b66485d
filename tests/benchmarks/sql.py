"""The same question put to SQLite and to PostgreSQL: five services for each of a person's barriers, the best first.

The statement is kinder to a database than the product is: words of services, papers, doors and gates are left out,
nothing is explained, all that it reads stands in one table laid out in the order it is read, and distances are computed
on a plane. What is left is what any such query must do: join by thématique, exclude, score, one service per partner.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from math import cos, radians
from typing import Any

import psycopg

from matching.catalogue import Catalogue
from matching.network import Service
from matching.profile import Profile
from network_data.exchange.places import department_of
from network_data.vocabulary import BARRIERS, half_day_mask
from tests import postgresql

Row = tuple[Any, ...]
Ask = Callable[[Profile], Sequence[Row]]

TABLE = """
CREATE TABLE offer (
    thematique TEXT NOT NULL, service INTEGER NOT NULL, partner TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL, longitude DOUBLE PRECISION NOT NULL,
    zone TEXT, young_only INTEGER NOT NULL, half_days INTEGER, age_min INTEGER, age_max INTEGER,
    places INTEGER, checked_on INTEGER, updated_on INTEGER NOT NULL,
    PRIMARY KEY (thematique, service)
)"""
STATEMENT = """
WITH asked (need, thematique, fit) AS (VALUES {asked}),
found AS (
    SELECT asked.need, offer.service, offer.partner,
        0.66 * asked.fit
        + 0.11 / (1.0 + 37.065 * sqrt(
            (offer.latitude - :latitude) * (offer.latitude - :latitude)
            + (offer.longitude - :longitude) * (offer.longitude - :longitude) * :shrink))
        + CASE WHEN offer.places > 0 AND offer.checked_on >= :today - 30 THEN 0.06 ELSE 0.0 END
        + CASE WHEN offer.updated_on > :today - 730 THEN 0.04 * (1.0 - (:today - offer.updated_on) / 730.0) ELSE 0.0 END
        AS score
    FROM asked JOIN offer ON offer.thematique = asked.thematique
    WHERE (offer.zone IS NULL OR offer.zone IN ('france', :commune, :department))
        AND offer.young_only = 0
        AND (offer.half_days IS NULL OR (offer.half_days & :half_days) <> 0)
        AND (offer.age_min IS NULL OR offer.age_min <= :age)
        AND (offer.age_max IS NULL OR offer.age_max >= :age)
),
best AS (
    SELECT need, service, score,
        row_number() OVER (PARTITION BY need, partner ORDER BY score DESC, service) AS at_partner
    FROM found
),
ranked AS (
    SELECT need, service, score, row_number() OVER (PARTITION BY need ORDER BY score DESC, service) AS place
    FROM best WHERE at_partner = 1
)
SELECT need, place, service, score FROM ranked WHERE place <= 5 ORDER BY need, place"""
_ASKED = "(CAST(:need_{0} AS INTEGER), CAST(:thematique_{0} AS TEXT), CAST(:fit_{0} AS DOUBLE PRECISION))"
_TYPES = {
    "latitude": "DOUBLE PRECISION",
    "longitude": "DOUBLE PRECISION",
    "shrink": "DOUBLE PRECISION",
    "today": "INTEGER",
    "half_days": "INTEGER",
    "age": "INTEGER",
    "commune": "TEXT",
    "department": "TEXT",
}
_FITS = (0.8, 0.4)
"""What a thématique of the barrier is worth, and a neighbouring one."""


def rows_of(catalogue: Catalogue) -> Iterator[Row]:
    """A row for each thématique of each service that has a place."""
    for number, service in enumerate(catalogue.services):
        if service.latitude is not None and service.longitude is not None:
            for thematique in sorted(set(service.thematiques)):
                yield (thematique, number, service.partner_id, *_facts(service))


def _facts(service: Service) -> Row:
    checked = service.capacity.checked_on
    return (
        service.latitude,
        service.longitude,
        service.zone[0] if service.zone else None,
        int(service.publics == ("jeunes",)),
        service.half_days,
        service.age_min,
        service.age_max,
        service.capacity.places_open,
        checked.toordinal() if checked else None,
        service.updated_on.toordinal(),
    )


def parameters(profile: Profile) -> tuple[dict[str, Any], int]:
    """What the statement is told of a person, and how many thématiques they ask for, over all their barriers."""
    location, asked = profile.location, _asked(profile)
    assert location is not None
    assert location.latitude is not None
    assert location.insee_code is not None
    named = {
        f"{name}_{number}": value
        for number, row in enumerate(asked)
        for name, value in zip(("need", "thematique", "fit"), row, strict=True)
    }
    person = {
        "latitude": location.latitude,
        "longitude": location.longitude,
        "shrink": cos(radians(location.latitude)) ** 2,
        "commune": location.insee_code,
        "department": department_of(location.insee_code, None),
        "half_days": half_day_mask(profile.available or ()),
        "age": profile.on.year - (profile.birth_year or 0),
        "today": profile.on.toordinal(),
    }
    return named | person, len(asked)


def _asked(profile: Profile) -> list[tuple[int, str, float]]:
    found: dict[tuple[int, str], float] = {}
    for number, need in enumerate(profile.needs):
        barrier = BARRIERS[need.barrier]
        for thematiques, fit in zip((barrier.thematiques, barrier.fallback_thematiques), _FITS, strict=True):
            for thematique in thematiques:
                found.setdefault((number, thematique), fit)
    return [(*key, fit) for key, fit in found.items()]


@cache
def statement(asked: int, written: str) -> str:
    """The statement for so many thématiques; ``written``: how the database writes a parameter."""
    text = STATEMENT.format(asked=", ".join(_ASKED.format(number) for number in range(asked)))
    for name, kind in _TYPES.items():
        text = re.sub(rf":{name}\b", f"CAST(:{name} AS {kind})", text)
    return re.sub(r":(\w+)", written, text)


@contextmanager
def sqlite_asked(catalogue: Catalogue) -> Iterator[Ask]:
    """SQLite, in memory: a table that is its own index, in the order of thématiques."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"{TABLE} WITHOUT ROWID")
    connection.executemany(f"INSERT INTO offer VALUES ({', '.join('?' * 13)})", rows_of(catalogue))
    connection.execute("ANALYZE")

    def ask(profile: Profile) -> Sequence[Row]:
        told, asked = parameters(profile)
        return connection.execute(statement(asked, r":\1"), told).fetchall()

    yield ask
    connection.close()


@contextmanager
def postgresql_asked(catalogue: Catalogue) -> Iterator[Ask | None]:
    """PostgreSQL, all of it in its cache: a table clustered by thématique. None where there is none."""
    binaries = postgresql.find_binaries()
    if binaries is None:
        yield None
        return
    with postgresql.running(binaries) as server, psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(TABLE)
        with connection.cursor().copy("COPY offer FROM STDIN") as copied:
            for row in rows_of(catalogue):
                copied.write_row(row)
        connection.execute("CLUSTER offer USING offer_pkey")
        connection.execute("VACUUM ANALYZE offer")
        connection.execute("SET jit = off")
        connection.execute("SET work_mem = '64MB'")

        def ask(profile: Profile) -> Sequence[Row]:
            told, asked = parameters(profile)
            return connection.execute(statement(asked, r"%(\1)s").encode(), told, prepare=True).fetchall()

        yield ask
