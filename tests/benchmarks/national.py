"""A network as large as a country's, grown from real places and from real combinations of thématiques.

Places come from the FINESS register, combinations of thématiques and words from real services: see the README of the
shared data. Who offers what where is drawn: nothing here tells of a real organisation.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from api.services.readings import keep_readings
from matching.profile import Location, Need, Profile
from network_data.database import touch_network, transaction
from network_data.exchange.places import department_of, insee_code, position_of
from network_data.tables import METADATA, Territory
from network_data.vocabulary import BARRIERS, PAPERS, AccessPath
from tests.shared_data import SHARED

DATA = SHARED / "data"
TODAY = date(2026, 11, 22)
SERVICES_PER_PARTNER = 2.3
_BATCH = 20_000
_PUBLICS = (
    None,
    ["tous-publics"],
    ["tous-publics"],
    ["jeunes"],
    ["beneficiaires-des-minimas-sociaux", "demandeurs-demploi"],
    ["personnes-en-situation-de-handicap"],
    ["femmes"],
    ["familles-enfants", "familles-monoparentales"],
)
_HOURS = (None, None, "Mo-Fr 09:00-12:00,14:00-17:00", "Tu,Th 14:00-18:00", "Mo-Fr 09:00-12:30", "We 09:00-17:00")
_LANGUAGES = (None, None, None, None, None, ["fra"], ["ara", "fra"], ["eng", "fra"])
_PATHS = (AccessPath.DIRECT,) * 14 + (AccessPath.UNKNOWN,) * 3 + tuple(AccessPath)

Place = dict[str, Any]
Row = dict[str, Any]


def places() -> list[Place]:
    """The places of the FINESS register that have coordinates."""
    with gzip.open(DATA / "finess_france_2021.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [place for row in csv.DictReader(file) if (place := _place(row)) is not None]


def _place(row: dict[str, str]) -> Place | None:
    position = position_of(row["latitude"], row["longitude"])
    department = department_of(None, row["code_postal"])
    if position is None or department is None:
        return None
    # The register gives no commune codes; a number of the département and the postcode stands for the commune.
    code = insee_code(row["code_postal"], row["commune"]) or f"{department}{row['code_postal'][-3:]}"[:5]
    return {
        "latitude": position[0],
        "longitude": position[1],
        "insee_code": code,
        "postcode": row["code_postal"],
        "city": row["commune"],
    }


def fill(engine: Engine, services: int, seed: int = 1) -> None:
    """Writes a network of ``services`` services into an empty database, in bulk."""
    METADATA.create_all(engine)
    random = Random(seed)
    partners = _partners(random, places(), max(1, round(services / SERVICES_PER_PARTNER)))
    with transaction(engine, writes=True) as session:
        session.add(Territory(slug="france", name="France (banc d’essai)"))
        session.flush()
        _insert(session, "partner", partners)
        _insert(session, "service", _services(random, partners, services))
        keep_readings(session)
        touch_network(session)


def _insert(session: Session, table: str, rows: Iterator[Row] | Sequence[Row]) -> None:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            session.connection().execute(METADATA.tables[table].insert(), batch)
            batch = []
    if batch:
        session.connection().execute(METADATA.tables[table].insert(), batch)


def _partners(random: Random, known: list[Place], count: int) -> list[Row]:
    networks = sorted({code for barrier in BARRIERS.values() for code in barrier.specialist_networks})
    return [
        {
            "id": f"banc--{number:06}",
            "territory_slug": "france",
            "source": "banc",
            "name": f"Partenaire fictif {number}",
            "updated_on": TODAY,
            "networks": random.choice((None, None, None, [random.choice(networks)])),
            **random.choice(known),
        }
        for number in range(count)
    ]


def _services(random: Random, partners: list[Row], count: int) -> Iterator[Row]:
    combinations = _thematiques()
    texts = json.loads((DATA / "services_textes_2022.json").read_text(encoding="utf-8"))
    papers = sorted(PAPERS)
    for number in range(count):
        partner, text = random.choice(partners), random.choice(texts)
        commune = partner["insee_code"]
        here = department_of(commune, partner["postcode"])
        checked = random.random() < 0.3
        yield {
            "id": f"banc--{number:06}",
            "partner_id": partner["id"],
            "source": "banc",
            "name": text["nom"],
            "description": text["presentation_resume"] or "",
            "updated_on": TODAY - timedelta(days=random.randrange(1200)),
            "thematiques": random.choice(combinations),
            "fees": random.choice((None, "gratuit", "gratuit", "payant")),
            "publics": random.choice(_PUBLICS),
            "reception_modes": random.choice(
                (None, ["en-presentiel"], ["en-presentiel"], ["a-distance", "en-presentiel"])
            ),
            "eligibility_zone": random.choice((None, [here], [here], [commune], ["france"])),
            "opening_hours": random.choice(_HOURS),
            "languages": random.choice(_LANGUAGES),
            "age_min": random.choice((None, None, None, 18)),
            "age_max": random.choice((None, None, None, None, 25)),
            "required_papers": random.choice((None,) * 7 + ([random.choice(papers)],)),
            "access_path": random.choice(_PATHS),
            "sensitive": False,
            "places_open": random.randrange(4) if checked else None,
            "capacity_checked_on": TODAY - timedelta(days=random.randrange(90)) if checked else None,
            "latitude": partner["latitude"],
            "longitude": partner["longitude"],
            "insee_code": commune,
        }


def _thematiques() -> list[list[str]]:
    with (DATA / "dora_services_thematiques_v1.csv").open(encoding="utf-8", newline="") as file:
        return [row["thematiques"].split() for row in csv.DictReader(file) if row["thematiques"]]


def people(count: int, seed: int = 2, *, max_distance_km: float | None = None) -> list[Profile]:
    """People of seven barriers who live where services are; ``max_distance_km``: how far they go, None unlimited."""
    random, known = Random(seed), places()
    return [_person(random, random.choice(known), max_distance_km) for _ in range(count)]


def _person(random: Random, home: Place, max_distance_km: float | None) -> Profile:
    return Profile(
        needs=tuple(
            Need(code, random.choice((1, 2, 3)), random.random() < 0.2) for code in random.sample(sorted(BARRIERS), 7)
        ),
        on=TODAY,
        location=Location(home["latitude"], home["longitude"], home["insee_code"]),
        birth_year=random.randrange(1960, 2005),
        publics={"beneficiaires-des-minimas-sociaux": True, "jeunes": False},
        languages=frozenset({"fra"}),
        available=frozenset({"mon-am", "thu-pm"}),
        remote_ok=True,
        max_distance_km=max_distance_km,
    )
